using Mono.Cecil.Cil;

namespace Appliance.CostMeter;

/// <summary>Where the basic blocks of a method start, and how something is put in front of
/// them.</summary>
public static class BasicBlocks
{
    /// <summary>The instructions that blocks start with.</summary>
    public static HashSet<Instruction> FindLeaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            leaders.UnionWith(TargetsOf(instruction));
            bool ends = instruction.OpCode.FlowControl is FlowControl.Branch
                or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;
            if (ends && instruction.Next != null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
            leaders.UnionWith(new[] { handler.TryEnd, handler.HandlerEnd }
                .Where(instruction => instruction != null));
        }

        return leaders;
    }

    /// <summary>Lets branches and handlers lead to what was put before the first instruction of a
    /// block.</summary>
    /// <param name="body">The method.</param>
    /// <param name="original">The instructions that it had.</param>
    /// <param name="moved">What each block starts with now, by what it started with.</param>
    public static void Redirect(
        MethodBody body, List<Instruction> original, Dictionary<Instruction, Instruction> moved)
    {
        foreach (Instruction instruction in original)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = moved[target];
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = targets.Select(each => moved[each]).ToArray();
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = moved[handler.TryStart];
            handler.HandlerStart = moved[handler.HandlerStart];
            handler.TryEnd = handler.TryEnd == null ? null : moved[handler.TryEnd];
            handler.HandlerEnd = handler.HandlerEnd == null ? null : moved[handler.HandlerEnd];
        }
    }

    private static Instruction[] TargetsOf(Instruction instruction)
    {
        return instruction.Operand switch
        {
            Instruction target => [target],
            Instruction[] targets => targets,
            _ => [],
        };
    }
}
