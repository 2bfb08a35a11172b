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

    private readonly HashSet<string> _strings = new HashSet<string>(StringComparer.Ordinal);
    private readonly HashSet<string> _signatures = new HashSet<string>(StringComparer.Ordinal);
    private int _tables;

    internal DeviceSize(ModuleDefinition module)
    {
        _tables = HeaderOctets + (AssemblyOctets * module.AssemblyReferences.Count)
            + (RecordOctets * module.GetTypeReferences().Count())
            + (RecordOctets * module.GetMemberReferences().Count());
        foreach (TypeReference type in module.GetTypeReferences())
        {
            _strings.Add(type.Name);
            _strings.Add(type.Namespace);
        }

        foreach (MemberReference member in module.GetMemberReferences())
        {
            _strings.Add(member.Name);
            _signatures.Add(member.FullName[..member.FullName.IndexOf(' ', StringComparison.Ordinal)]
                + member.FullName[(member.FullName.IndexOf('(', StringComparison.Ordinal) + 1)..]);
        }

        // Types that the compiler makes for tables are left out; the tables themselves are kept.
        foreach (TypeDefinition type in module.GetTypes().Where(type => type.Name != "<Module>"))
        {
            AddType(type);
        }
    }

    /// <summary>Octets of byte code.</summary>
    public int Code { get; private set; }

    /// <summary>Octets of names and literals.</summary>
    public int Strings => _strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);

    /// <summary>Octets of signatures and tables of octets.</summary>
    public int Signatures { get; private set; }

    /// <summary>Octets of all.</summary>
    public int Total => _tables + Code + Strings + Signatures;

    private void AddType(TypeDefinition type)
    {
        _tables += TypeOctets;
        _strings.Add(type.Name);
        _strings.Add(type.Namespace);
        foreach (FieldDefinition field in type.Fields.Where(field => !field.HasConstant))
        {
            _tables += RecordOctets;
            _strings.Add(field.Name);
            AddSignature(field.FieldType.FullName, 2);
            Signatures += field.InitialValue.Length;
        }

        foreach (MethodDefinition method in type.Methods)
        {
            _tables += MethodOctets;
            _strings.Add(method.Name);
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
                _strings.Add(literal);
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
