using System.Diagnostics;
using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>The processes of a server: those whose root is its own, or a process and what it
/// started.</summary>
internal static class ProcessTree
{
    private const int KillRounds = 50;
    private const int RoundMs = 20;

    /// <summary>All processes that live in a root directory.</summary>
    public static IReadOnlyList<int> InRoot(string root)
    {
        return All().Where(pid => RootOf(pid).StartsWith(root, StringComparison.Ordinal)).ToList();
    }

    /// <summary>A process with all that it started.</summary>
    public static IReadOnlyList<int> Below(int first)
    {
        ILookup<int, int> children = All().ToLookup(ParentOf);
        List<int> found = new List<int> { first };
        for (int i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i]]);
        }

        return found.Where(pid => File.Exists($"/proc/{pid}/stat")).ToList();
    }

    /// <summary>The name of a process's program, or nothing when it is gone.</summary>
    public static string NameOf(int pid)
    {
        return Read($"/proc/{pid}/comm").TrimEnd();
    }

    /// <summary>Memory of processes, shared pages divided among those that share them, in
    /// octets.</summary>
    public static long Octets(IEnumerable<int> processes)
    {
        return processes.Sum(pid => Read($"/proc/{pid}/smaps_rollup").Split('\n')
            .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Sum(line => long.Parse(
                line["Pss:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal),
                CultureInfo.InvariantCulture) * 1024));
    }

    /// <summary>Kills by SIGKILL until none is left.</summary>
    public static void Kill(Func<IReadOnlyList<int>> find)
    {
        for (int round = 0; round < KillRounds; round++)
        {
            IReadOnlyList<int> processes = find();
            if (processes.Count == 0)
            {
                return;
            }

            foreach (int pid in processes)
            {
                Try(pid, process => process.Kill());
            }

            // No Pause: that throws after Ctrl-C, and servers would be left running.
            foreach (int pid in processes)
            {
                Try(pid, process => process.WaitForExit(RoundMs));
            }
        }
    }

    private static void Try(int pid, Action<Process> action)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            action(process);
        }
        catch (Exception exception) when (exception is ArgumentException
            or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone already.
        }
    }

    private static IEnumerable<int> All()
    {
        return Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture));
    }

    private static string RootOf(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/root").LinkTarget ?? string.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static int ParentOf(int pid)
    {
        string stat = Read($"/proc/{pid}/stat");
        int end = stat.LastIndexOf(')');
        return end < 0 ? 0 : int.Parse(
            stat[(end + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
