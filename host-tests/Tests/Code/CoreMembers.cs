using Mono.Cecil;

namespace Appliance.Tests.Code;

/// <summary>Reads the device build of the core and its front for the library members that they
/// touch.</summary>
internal static class CoreMembers
{
    /// <summary>Every member of the library that their code refers to.</summary>
    public static SortedSet<string> Read()
    {
        SortedSet<string> members = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in new[] { DeviceBuild.Core, DeviceBuild.Front })
        {
            using ModuleDefinition module = DeviceBuild.Read(name);
            foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods)
                .Where(method => method.HasBody))
            {
                members.UnionWith(method.Body.Instructions
                    .Select(instruction => instruction.Operand).OfType<MethodReference>()
                    .Where(IsOfLibrary).Select(NameOf));
            }
        }

        return members;
    }

    private static bool IsOfLibrary(MethodReference method)
    {
        return method.DeclaringType.GetElementType().Scope is AssemblyNameReference scope
            && !DeviceBuild.Names.Contains(scope.Name);
    }

    private static string NameOf(MethodReference method)
    {
        string parameters = string.Join(
            ", ", method.Parameters.Select(parameter => parameter.ParameterType.Name));
        return $"{method.DeclaringType.FullName}.{method.Name}({parameters})";
    }
}
