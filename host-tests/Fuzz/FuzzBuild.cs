using System.IO;
using Appliance.Core;
using Appliance.CostMeter;
using Appliance.Fuzz.Engine;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Appliance.Fuzz;

/// <summary>
/// The product with a <see cref="StepMap"/> at the start of each basic block. A password is stretched
/// once, not a thousand times: the time belongs to the parsers, not to SHA-256.
/// </summary>
internal static class FuzzBuild
{
    private static readonly string[] s_stretchers =
        ["PasswordCheck", "MailboxSettings", "SettingsDraft"];

    /// <summary>Instruments an assembly.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="draw">Draws a number for each basic block.</param>
    /// <returns>The assembly to load.</returns>
    public static MemoryStream Instrument(string path, Draw draw)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        ModuleDefinition module = assembly.MainModule;
        MethodReference hit = module.ImportReference(typeof(StepMap).GetMethod(nameof(StepMap.Hit)));
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                method.Body.SimplifyMacros();
                if (s_stretchers.Contains(type.Name))
                {
                    StretchOnce(method.Body);
                }

                PutProbes(method.Body, hit, draw);
                method.Body.OptimizeMacros();
            }
        }

        MemoryStream image = new MemoryStream();
        assembly.Write(image);
        image.Position = 0;
        return image;
    }

    private static void StretchOnce(MethodBody body)
    {
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Limits.PasswordIterations)
            {
                instruction.Operand = 1;
            }
        }
    }

    private static void PutProbes(MethodBody body, MethodReference hit, Draw draw)
    {
        List<Instruction> original = [.. body.Instructions];
        HashSet<Instruction> leaders = BasicBlocks.FindLeaders(body);
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        foreach (Instruction instruction in original.Where(leaders.Contains))
        {
            Instruction first = il.Create(OpCodes.Ldc_I4, draw.Below(StepMap.MapSize));
            il.InsertBefore(instruction, first);
            il.InsertBefore(instruction, il.Create(OpCodes.Call, hit));
            moved.Add(instruction, first);
        }

        BasicBlocks.Redirect(body, original, moved);
    }
}
