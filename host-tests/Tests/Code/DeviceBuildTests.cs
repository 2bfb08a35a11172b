using System.IO;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using Xunit.Abstractions;
using ILCode = Mono.Cecil.Cil.Code;

namespace Appliance.Tests.Code;

/// <summary>
/// The IL of what runs on the device: nothing that its library lacks, nothing that its interpreter
/// does not do, nothing that is known to go wrong there; and how large it is.
/// </summary>
public sealed class DeviceBuildTests
{
    // The metadata processor counts both with 16 bits.
    private const int PartOctetsMax = 65_535;
    private const int ImageOctetsMax = 167 * 1024;

    private static readonly ILCode[] s_overflow =
    [
        ILCode.Add_Ovf, ILCode.Add_Ovf_Un, ILCode.Sub_Ovf, ILCode.Sub_Ovf_Un, ILCode.Mul_Ovf,
        ILCode.Mul_Ovf_Un, ILCode.Conv_Ovf_I4, ILCode.Conv_Ovf_U1, ILCode.Conv_Ovf_I8,
    ];

    private readonly ITestOutputHelper _output;

    public DeviceBuildTests(ITestOutputHelper output)
    {
        _output = output;
    }

    public static TheoryData<string> Assemblies => new TheoryData<string>(DeviceBuild.Names);

    private static string DeniedPath => Path.Combine(
        RepositoryFiles.Root, "host-tests", "Tests", "Code", "device-denied.txt");

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_member_that_is_touched_is_in_the_device_library(string name)
    {
        using ModuleDefinition module = DeviceBuild.Read(name);
        Assert.NotEmpty(module.GetMemberReferences());
        Assert.All(module.GetMemberReferences(), member => Assert.True(
            member.Resolve() != null, member.FullName));
        Assert.All(module.GetTypeReferences(), type => Assert.True(
            type.Resolve() != null, type.FullName));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_reference_is_to_a_library_of_the_device_in_its_version(string name)
    {
        using ModuleDefinition module = DeviceBuild.Read(name);
        foreach (AssemblyNameReference reference in module.AssemblyReferences.Where(reference =>
            reference.Name is not (DeviceBuild.Core or DeviceBuild.Front)))
        {
            using ModuleDefinition contract = DeviceBuild.ReadContract(reference.Name);
            Assert.Equal(contract.Assembly.Name.FullName, reference.FullName);
            Assert.Equal("c07d481e9758c731", Convert.ToHexStringLower(reference.PublicKeyToken));
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_member_is_touched_that_is_known_to_go_wrong(string name)
    {
        List<string> denied = File.ReadAllLines(DeniedPath)
            .Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.All(denied, line => Assert.Equal(2, line.Split('|').Length));
        using ModuleDefinition module = DeviceBuild.Read(name);
        Assert.All(module.GetMemberReferences(), member =>
        {
            string? reason = denied.FirstOrDefault(line => IsDenied(member, line));
            Assert.True(reason == null, $"{member.FullName}: {reason}");
        });
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_type_is_one_that_the_interpreter_cannot_load(string name)
    {
        using ModuleDefinition module = DeviceBuild.Read(name);
        foreach (TypeDefinition type in module.GetTypes())
        {
            Assert.False(type.HasGenericParameters, type.FullName);
            Assert.All(type.Fields, field => AssertPlain(field.FieldType, field.FullName));
            foreach (MethodDefinition method in type.Methods)
            {
                Assert.False(method.HasGenericParameters, method.FullName);
                Assert.False(type.IsInterface && method.HasBody, method.FullName);
                AssertPlain(method.ReturnType, method.FullName);
                Assert.All(method.Parameters, parameter => AssertPlain(
                    parameter.ParameterType, method.FullName));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_instruction_is_one_that_the_interpreter_does_not_do(string name)
    {
        using ModuleDefinition module = DeviceBuild.Read(name);
        foreach (MethodDefinition method in Methods(module))
        {
            Assert.All(method.Body.Variables, variable => AssertPlain(
                variable.VariableType, method.FullName));
            foreach (Instruction instruction in method.Body.Instructions)
            {
                ILCode code = instruction.OpCode.Code;
                Assert.False(
                    code is ILCode.Localloc or ILCode.Calli or ILCode.Volatile or ILCode.Cpblk
                        or ILCode.Initblk or ILCode.Arglist or ILCode.Mkrefany, method.FullName);
                Assert.False(s_overflow.Contains(code), $"{method.FullName}: checked never throws");
                if (instruction.Operand is MemberReference member)
                {
                    Assert.False(member is GenericInstanceMethod, $"{method.FullName}: {member}");
                    AssertPlain(member as TypeReference ?? member.DeclaringType, method.FullName);
                }

                Assert.False(IsToStringOfEnum(instruction), $"{method.FullName}: a number");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_static_initialiser_uses_the_statics_of_another_class(string name)
    {
        using ModuleDefinition module = DeviceBuild.Read(name);
        foreach (MethodDefinition initialiser in Methods(module).Where(method =>
            method.IsConstructor && method.IsStatic))
        {
            HashSet<MethodDefinition> seen = new HashSet<MethodDefinition>();
            AssertOwnStatics(initialiser, initialiser.DeclaringType, seen);
        }
    }

    [Fact]
    public void The_image_is_within_its_bounds()
    {
        int total = 0;
        foreach (string name in DeviceBuild.Names)
        {
            using ModuleDefinition module = DeviceBuild.Read(name);
            DeviceSize size = new DeviceSize(module);
            total += size.Total;
            _output.WriteLine($"{name}: {size.Total} octets");
            foreach (string part in size.Parts)
            {
                _output.WriteLine(part);
            }

            Assert.InRange(size.Code, 1000, PartOctetsMax);
            Assert.InRange(size.Strings, 1000, PartOctetsMax);
        }

        _output.WriteLine($"{total} octets of {ImageOctetsMax}");
        Assert.InRange(total, 50_000, ImageOctetsMax);
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module)
    {
        return module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);
    }

    private static bool IsDenied(MemberReference member, string line)
    {
        string pattern = line.Split('|')[0].Trim();
        string name = member.DeclaringType.FullName + "." + member.Name;
        return name == pattern
            || (pattern.EndsWith(')') && member is MethodReference method && pattern == name + "("
                + string.Join(", ", method.Parameters.Select(
                    parameter => parameter.ParameterType.Name)) + ")");
    }

    private static void AssertPlain(TypeReference type, string where)
    {
        for (TypeReference? part = type; part != null;
            part = (part as TypeSpecification)?.ElementType)
        {
            Assert.False(part is PointerType or FunctionPointerType or PinnedType, where);
            Assert.False(part is GenericInstanceType or GenericParameter, where);
            Assert.False(part is ArrayType { Rank: > 1 }, where);
        }
    }

    private static bool IsToStringOfEnum(Instruction instruction)
    {
        return instruction.OpCode.Code == ILCode.Constrained
            && ((TypeReference)instruction.Operand).Resolve()?.IsEnum == true
            && ((MethodReference)instruction.Next.Operand).Name == "ToString";
    }

    private static void AssertOwnStatics(
        MethodDefinition method, TypeDefinition own, HashSet<MethodDefinition> seen)
    {
        if (!method.HasBody || !seen.Add(method))
        {
            return;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is FieldDefinition { IsStatic: true, HasConstant: false } field
                && field.DeclaringType != own
                && instruction.OpCode.Code is ILCode.Ldsfld or ILCode.Ldsflda)
            {
                Assert.Fail($"{own.FullName} uses {((MemberReference)instruction.Operand).FullName}");
            }

            if (instruction.Operand is MethodDefinition called)
            {
                AssertOwnStatics(called, own, seen);
            }
        }
    }
}
