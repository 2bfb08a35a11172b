using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Appliance.CostMeter;

/// <summary>
/// Runs the scenarios on the instrumented core. It runs in a load context of its own, where the
/// simulation, this assembly and the core are loaded a second time, so that the simulation meets
/// the instrumented core whatever core the process has loaded.
/// </summary>
public static class Meter
{
    /// <summary>Runs the scenarios.</summary>
    /// <param name="devicePath">The core as compiled for the device.</param>
    /// <returns>The table, as <see cref="CostTable"/> writes it.</returns>
    public static string Run(string devicePath)
    {
        MeteredContext context = new MeteredContext();
        Assembly second = context.LoadFromAssemblyPath(typeof(Meter).Assembly.Location);
        MethodInfo run = second.GetType(typeof(Meter).FullName!)!.GetMethod(
            nameof(RunMetered), BindingFlags.Static | BindingFlags.NonPublic)!;
        try
        {
            return (string)run.Invoke(null, [devicePath])!;
        }
        finally
        {
            context.Unload();
        }
    }

    private static string RunMetered(string devicePath)
    {
        using MemoryStream image = new MemoryStream();
        Instrumentation build = DeviceBuild.Instrument(devicePath, image);
        image.Position = 0;
        Assembly core = AssemblyLoadContext.GetLoadContext(typeof(Meter).Assembly)!
            .LoadFromStream(image);
        Probe.Prepare(build.Blocks.Count, build.Sites.Count);

        // All of them run before Main on the device; here, before anything is measured.
        foreach (Type type in core.GetTypes())
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return RunScenarios(build);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string RunScenarios(Instrumentation build)
    {
        CostTable table = new CostTable();
        foreach (Scenario scenario in Scenario.All)
        {
            Bench bench = new Bench(build);
            scenario.Run(bench);
            table.Add(new CostRow(scenario.Name, scenario.Unit, bench.Units, bench.Result!));
        }

        return table.ToString();
    }
}
