using System.IO;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Appliance.Tests.Code;

/// <summary>Reads the device build of the core for the library members that it touches.</summary>
internal static class CoreMembers
{
    /// <summary>The device build of the core, of the same configuration as this test.</summary>
    public static string AssemblyPath
    {
        get
        {
            string output = Path.GetDirectoryName(typeof(CoreMembers).Assembly.Location)!;
            string configuration = Path.GetFileName(Path.GetDirectoryName(output))!;
            return Path.Combine(
                RepositoryFiles.Root, "firmware", "Appliance.Core", "bin", configuration,
                "netnano1.0", "Appliance.Core.dll");
        }
    }

    /// <summary>Every member of another assembly that the core's code refers to.</summary>
    public static SortedSet<string> Read()
    {
        SortedSet<string> members = new SortedSet<string>(StringComparer.Ordinal);
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(AssemblyPath);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                foreach (Instruction instruction in method.Body.Instructions)
                {
                    if (instruction.Operand is MethodReference called
                        && called.DeclaringType.GetElementType().Scope is AssemblyNameReference)
                    {
                        members.Add(NameOf(called));
                    }
                }
            }
        }

        return members;
    }

    private static string NameOf(MethodReference method)
    {
        string parameters = string.Join(
            ", ", method.Parameters.Select(parameter => parameter.ParameterType.Name));
        return $"{method.DeclaringType.FullName}.{method.Name}({parameters})";
    }
}
