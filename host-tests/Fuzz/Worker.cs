using System.IO;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Targets;

namespace Appliance.Fuzz;

/// <summary>What <see cref="FuzzHost"/> calls in the context of the instrumented product; only
/// types of .NET pass between the two.</summary>
internal static class Worker
{
    private static readonly (string Name, Func<Target> Make)[] s_targets =
    [
        ("base64", () => new Base64Target()),
        ("dots", () => new DotsTarget()),
        ("dns", () => new DnsTarget()),
        ("mdns", () => new MdnsTarget()),
        ("path", () => new PathTarget()),
        ("auth", () => new AuthTarget()),
        ("smtp", () => new SmtpTarget()),
        ("pop3", () => new Pop3Target()),
        ("settings", () => new SettingsTarget()),
        ("slots", () => new SlotsTarget()),
        ("setup", () => new SetupTarget()),
        ("header", () => new HeaderTarget()),
        ("store", () => new StoreTarget()),
    ];

    /// <summary>The names of the targets.</summary>
    public static string[] Names()
    {
        return s_targets.Select(target => target.Name).ToArray();
    }

    /// <summary>Executes one input.</summary>
    public static string? Replay(string target, byte[] input)
    {
        return new Execution(Find(target)).Run(input, input.Length);
    }

    /// <summary>Runs a target.</summary>
    public static int Run(
        string name, long executions, long seed, TimeSpan duration, TimeSpan tellsEach,
        string corpusFolder, bool distils, string? findingsFolder, TextWriter log)
    {
        Func<Target> make = Find(name);
        Fuzzer fuzzer = new Fuzzer(name, make, (ulong)seed, log);
        string folder = Path.Combine(corpusFolder, name);
        foreach (byte[] input in make().Seeds.Concat(Read(folder)))
        {
            fuzzer.Take(input);
        }

        fuzzer.Run(executions, duration, tellsEach);
        foreach (FoundInput found in fuzzer.Findings.Where(_ => findingsFolder != null))
        {
            Directory.CreateDirectory(findingsFolder!);
            File.WriteAllBytes(Path.Combine(findingsFolder!, found.FileName), found.Input);
        }

        if (distils)
        {
            Write(folder, fuzzer.Distil());
        }

        return fuzzer.Findings.Count;
    }

    private static Func<Target> Find(string name)
    {
        foreach ((string each, Func<Target> make) in s_targets)
        {
            if (each == name)
            {
                return make;
            }
        }

        throw new ArgumentException(
            $"There is no target {name}; there are {string.Join(", ", Names())}.");
    }

    private static IEnumerable<byte[]> Read(string folder)
    {
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }

    private static void Write(string folder, IReadOnlyList<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }

        foreach (byte[] input in inputs)
        {
            File.WriteAllBytes(Path.Combine(folder, FoundInput.NameOf(input) + ".bin"), input);
        }
    }
}
