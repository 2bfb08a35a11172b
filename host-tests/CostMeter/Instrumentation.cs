using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Appliance.CostMeter;

/// <summary>
/// Puts a counter at the start of each basic block of a method and, where a cost depends on a
/// length, one at that length; keeps what each counter means.
/// </summary>
internal sealed class Instrumentation
{
    private static readonly string[] s_lengthOnTop = ["Copy", "Clear", "Checksum"];

    private readonly MethodReference _hit;
    private readonly MethodReference _amount;
    private readonly MethodReference _indexOf;
    private readonly MethodReference _newArray;

    /// <summary>Prepares to instrument the methods of a module.</summary>
    public Instrumentation(ModuleDefinition module)
    {
        _hit = module.ImportReference(typeof(Probe).GetMethod(nameof(Probe.Hit)));
        _amount = module.ImportReference(typeof(Probe).GetMethod(nameof(Probe.Amount)));
        _indexOf = module.ImportReference(typeof(Probe).GetMethod(nameof(Probe.IndexOf)));
        _newArray = module.ImportReference(typeof(Probe).GetMethod(nameof(Probe.NewArray)));
    }

    /// <summary>The blocks, by the number that their counter has.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>The places with amounts, by the number that their counter has.</summary>
    public List<AmountSite> Sites { get; } = [];

    /// <summary>Instruments a method.</summary>
    public void Add(MethodDefinition method)
    {
        string name = $"{method.DeclaringType.Name}.{method.Name}";
        MethodBody body = method.Body;

        // Long forms: what is put in must not push a branch out of the reach of a short one.
        body.SimplifyMacros();
        List<Instruction> original = [.. body.Instructions];
        HashSet<Instruction> leaders = BasicBlocks.FindLeaders(body);
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        Block block = null!;
        foreach (Instruction instruction in original)
        {
            if (leaders.Contains(instruction))
            {
                block = new Block { Method = name };
                Instruction first = il.Create(OpCodes.Ldc_I4, Blocks.Count);
                il.InsertBefore(instruction, first);
                il.InsertBefore(instruction, il.Create(OpCodes.Call, _hit));
                moved.Add(instruction, first);
                Blocks.Add(block);
            }

            block.Il++;
            CountCosts(block, instruction);
            CountAmounts(name, il, instruction);
        }

        BasicBlocks.Redirect(body, original, moved);
        body.OptimizeMacros();
    }

    private static void CountCosts(Block block, Instruction instruction)
    {
        if (instruction.OpCode == OpCodes.Ldstr)
        {
            block.Heap += DeviceSizes.Literal;
        }
        else if (instruction.OpCode == OpCodes.Box)
        {
            block.Heap += DeviceSizes.Boxed;
            block.Allocations++;
        }
        else if (instruction.OpCode == OpCodes.Newarr)
        {
            block.Allocations++;
        }
        else if (instruction.Operand is MethodReference called)
        {
            CountCall(block, instruction, called);
        }
    }

    private static void CountCall(Block block, Instruction instruction, MethodReference called)
    {
        string name = NameOf(called);
        MethodDefinition? own = called as MethodDefinition;
        if (instruction.OpCode == OpCodes.Newobj)
        {
            block.Allocations++;
            block.Heap += own == null
                ? 0 : DeviceSizes.OfObject(FieldsOf(own.DeclaringType));
        }

        if (own == null)
        {
            block.Members.Add(name);
        }
        else if (own.DeclaringType.IsInterface)
        {
            block.VirtualCalls++;
            block.Seams.Add(name);
        }
        else if (instruction.OpCode == OpCodes.Callvirt && own.IsVirtual)
        {
            block.VirtualCalls++;
        }
        else
        {
            block.Calls++;
        }
    }

    private static int FieldsOf(TypeDefinition type)
    {
        int fields = 0;
        for (TypeDefinition? level = type; level != null;
            level = level.BaseType as TypeDefinition)
        {
            fields += level.Fields.Count(field => !field.IsStatic);
        }

        return fields;
    }

    private static string NameOf(MethodReference method)
    {
        return method is MethodDefinition
            ? $"{method.DeclaringType.Name}.{method.Name}"
            : $"{method.DeclaringType.FullName}.{method.Name}";
    }

    private static int ElementOctets(TypeReference element)
    {
        return element.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.Byte or MetadataType.SByte => 1,
            MetadataType.Int16 or MetadataType.UInt16 or MetadataType.Char => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            MetadataType.Int64 or MetadataType.UInt64 or MetadataType.Double => 8,
            _ => DeviceSizes.Reference,
        };
    }

    private void CountAmounts(string name, ILProcessor il, Instruction instruction)
    {
        if (instruction.OpCode == OpCodes.Newarr)
        {
            TypeReference element = (TypeReference)instruction.Operand;
            il.InsertBefore(
                instruction, il.Create(OpCodes.Ldc_I4, ElementOctets(element)));
            il.InsertBefore(instruction, il.Create(OpCodes.Ldc_I4, Sites.Count));
            il.InsertBefore(instruction, il.Create(OpCodes.Call, _newArray));
            Sites.Add(new AmountSite(name, AmountSite.Heap));
            return;
        }

        if (instruction.Operand is not MethodReference called
            || instruction.OpCode == OpCodes.Newobj)
        {
            return;
        }

        if (NameOf(called) == "System.Array.IndexOf")
        {
            il.InsertBefore(instruction, il.Create(OpCodes.Ldc_I4, Sites.Count));
            instruction.Operand = _indexOf;
            Sites.Add(new AmountSite(name, NameOf(called)));
            return;
        }

        // A length that is the last argument lies on top before the call, a result after it.
        bool lengthOnTop = s_lengthOnTop.Contains(called.Name)
            && called is not MethodDefinition { DeclaringType.IsInterface: false };
        bool counts = called is not MethodDefinition own || own.DeclaringType.IsInterface;
        if (lengthOnTop)
        {
            il.InsertBefore(instruction, il.Create(OpCodes.Ldc_I4, Sites.Count));
            il.InsertBefore(instruction, il.Create(OpCodes.Call, _amount));
            Sites.Add(new AmountSite(name, NameOf(called)));
        }
        else if (counts && called.ReturnType.MetadataType == MetadataType.Int32)
        {
            Instruction site = il.Create(OpCodes.Ldc_I4, Sites.Count);
            il.InsertAfter(instruction, site);
            il.InsertAfter(site, il.Create(OpCodes.Call, _amount));
            Sites.Add(new AmountSite(name, NameOf(called)));
        }
    }
}
