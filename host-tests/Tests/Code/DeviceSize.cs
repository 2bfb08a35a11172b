using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Appliance.Tests.Code;

/// <summary>
/// What an assembly will take as a <c>.pe</c> of the device, told from its IL. A record of a type
/// takes 24 octets, of a method 16, of a field or a reference 8; operands that name something take
/// 2; an exception handler 12, and 1 for the method that has one; each name and each literal is
/// there once, with an end; each signature once. Compared with the metadata processor of July 2026 it
/// said 121,798 for 121,184 (the core) and 32,350 for 32,344 (the firmware).
/// </summary>
internal sealed class DeviceSize
{
    private const int HeaderOctets = 124;
    private const int TypeOctets = 24;
    private const int MethodOctets = 16;
    private const int RecordOctets = 8;
    private const int AssemblyOctets = 12;
    private const int HandlerOctets = 12;

    private readonly HashSet<string> _names = new HashSet<string>(StringComparer.Ordinal);
    private readonly HashSet<string> _literals = new HashSet<string>(StringComparer.Ordinal);
    private readonly HashSet<string> _signatures = new HashSet<string>(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _namespaces = new(StringComparer.Ordinal);
    private int _types;
    private int _methods;
    private int _fields;

    internal DeviceSize(ModuleDefinition module)
    {
        References = (AssemblyOctets * module.AssemblyReferences.Count)
            + (RecordOctets * module.GetTypeReferences().Count())
            + (RecordOctets * module.GetMemberReferences().Count());
        foreach (TypeReference type in module.GetTypeReferences())
        {
            _names.Add(type.Name);
            _names.Add(type.Namespace);
        }

        foreach (MemberReference member in module.GetMemberReferences())
        {
            _names.Add(member.Name);
            AddSignature(
                member.FullName[..member.FullName.IndexOf(' ', StringComparison.Ordinal)]
                + member.FullName[(member.FullName.IndexOf('(', StringComparison.Ordinal) + 1)..],
                0);
        }

        // Types that the compiler makes for tables are left out; the tables themselves are kept.
        foreach (TypeDefinition type in module.GetTypes().Where(type => type.Name != "<Module>"))
        {
            int before = Own;
            AddType(type);
            string name = type.DeclaringType?.Namespace ?? type.Namespace;
            _namespaces[name] = _namespaces.GetValueOrDefault(name) + Own - before;
        }
    }

    /// <summary>Octets of byte code.</summary>
    public int Code { get; private set; }

    /// <summary>Octets of names and literals.</summary>
    public int Strings => Octets(_names) + Octets(_literals.Except(_names));

    /// <summary>Octets of signatures.</summary>
    public int Signatures { get; private set; }

    /// <summary>Octets of tables that are in the code as initial values.</summary>
    public int Tables { get; private set; }

    /// <summary>Octets that tell what is used of other assemblies.</summary>
    public int References { get; }

    /// <summary>Octets of all.</summary>
    public int Total => HeaderOctets + References + Own + Strings + Signatures;

    /// <summary>Where they go, by what they are and by namespace: there without names and
    /// signatures, which are shared.</summary>
    public IEnumerable<string> Parts =>
    [
        $"{Code,7} byte code",
        $"{MethodOctets * _methods,7} {_methods} methods",
        $"{RecordOctets * _fields,7} {_fields} fields",
        $"{TypeOctets * _types,7} {_types} types",
        $"{Octets(_names),7} names",
        $"{Octets(_literals.Except(_names)),7} literals",
        $"{Signatures,7} signatures",
        $"{Tables,7} tables",
        $"{References + HeaderOctets,7} references to other assemblies, header",
        .. _namespaces.Select(pair => $"{pair.Value,7} in {pair.Key}"),
    ];

    private int Own => Code + Tables + (TypeOctets * _types) + (MethodOctets * _methods)
        + (RecordOctets * _fields);

    private static int Octets(IEnumerable<string> texts)
    {
        return texts.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
    }

    private void AddType(TypeDefinition type)
    {
        _types++;
        _names.Add(type.Name);
        _names.Add(type.Namespace);
        foreach (FieldDefinition field in type.Fields.Where(field => !field.HasConstant))
        {
            _fields++;
            _names.Add(field.Name);
            AddSignature(field.FieldType.FullName, 2);
            Tables += field.InitialValue.Length;
        }

        foreach (MethodDefinition method in type.Methods)
        {
            _methods++;
            _names.Add(method.Name);
            AddSignature(
                method.ReturnType.FullName + string.Join(
                    ',', method.Parameters.Select(parameter => parameter.ParameterType.FullName)),
                3 + (2 * method.Parameters.Count));
            if (method.HasBody)
            {
                AddBody(method.Body);
            }
        }
    }

    private void AddBody(MethodBody body)
    {
        AddSignature(
            string.Join(';', body.Variables.Select(variable => variable.VariableType.FullName)),
            2 * body.Variables.Count);
        foreach (Instruction instruction in body.Instructions)
        {
            Code += instruction.OpCode.Size + OperandOctets(instruction);
            if (instruction.Operand is string literal)
            {
                _literals.Add(literal);
            }
        }

        Code += body.HasExceptionHandlers ? 1 + (HandlerOctets * body.ExceptionHandlers.Count) : 0;
    }

    private void AddSignature(string text, int octets)
    {
        Signatures += _signatures.Add(text) ? octets : 0;
    }

    private static int OperandOctets(Instruction instruction)
    {
        return instruction.OpCode.OperandType switch
        {
            OperandType.InlineSwitch => 1 + (2 * ((Instruction[])instruction.Operand).Length),
            OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineString or OperandType.InlineBrTarget
                or OperandType.InlineTok => 2,
            _ => instruction.GetSize() - instruction.OpCode.Size,
        };
    }
}
