using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Appliance.Benchmarks.Peers;

/// <summary>The benchmark against other mail servers.</summary>
internal static class PeersCommand
{
    private static readonly string[] s_parts = ["send", "fetch", "servers", "growth"];

    /// <summary>The command.</summary>
    public static Command Make()
    {
        Option<bool> quick = new Option<bool>("--quick")
        {
            Description = "A short run; the results are printed and not written.",
        };
        Option<string[]> only = Choice(
            "--only",
            "Peers by name, such as Postfix Dovecot; Postfix is always fetched, for its load "
                + "generator.",
            Servers(string.Empty).Select(server => server.Name).ToArray());
        Option<string[]> parts = Choice(
            "--parts",
            "What to measure: send, fetch, servers (memory, latency, octets, SIGKILL), growth; "
                + "all of it by default.",
            s_parts);
        Command command = new Command("peers", "The desktop appliance beside other mail servers.")
        {
            quick, only, parts,
        };
        command.SetAction(result => Run(
            result.GetValue(quick), result.GetValue(only) ?? [], result.GetValue(parts) ?? []));
        return command;
    }

    private static Option<string[]> Choice(string name, string description, string[] allowed)
    {
        Option<string[]> option = new Option<string[]>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !IsAmong(allowed, token.Value)))
            {
                result.AddError(
                    $"{name} takes {string.Join(", ", allowed)}, but not {token.Value}.");
            }
        });
        return option;
    }

    private static bool IsAmong(string[] words, string word)
    {
        return words.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    // What is not named does not take part; without names all do.
    private static bool IsChosen(string[] names, string name)
    {
        return names.Length == 0 || IsAmong(names, name);
    }

    private static PeerServer[] Servers(string folder)
    {
        return
        [
            new ApplianceServer(folder), new NativeServer(folder), new PostfixServer(folder),
            new OpenSmtpdServer(folder), new EximServer(folder), new AiosmtpdServer(folder),
            new MaildevServer(folder), new DovecotServer(folder), new Popa3dServer(folder),
        ];
    }

    private static int Run(bool isQuick, string[] only, string[] parts)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Console.Error.WriteLine(
                "Peers run in root directories of their own (chroot), which takes Linux and root: "
                + "start this with sudo.");
            return 1;
        }

        string folder = Directory.CreateTempSubdirectory("peers-").FullName;
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM, Stop);
        PeerServer[] all = Servers(folder);
        try
        {
            Measure(all, isQuick, only, parts);
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Nothing was written.");
            return 1;
        }
        catch (PeerMissingException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
        finally
        {
            foreach (PeerServer server in all)
            {
                server.Dispose();
            }

            Directory.Delete(folder, true);
        }
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Pause.Stop();
    }

    private static void Measure(
        PeerServer[] all, bool isQuick, string[] only, string[] parts)
    {
        Plan plan = isQuick ? Plan.Quick : Plan.Full;
        Results results = new Results();
        Progress progress = new Progress();
        List<PeerServer> ready = Prepare(all, only, results, progress);
        PostfixServer postfix = ready.OfType<PostfixServer>().FirstOrDefault()
            ?? throw new PeerMissingException("The load generator smtp-source comes with Postfix, which "
                + "is missing: " + string.Join(' ', results.Remarks));
        SourceLoad load = new SourceLoad(postfix.SourceCommand);
        List<PeerServer> senders = ready.Where(
            server => server.SmtpPort != 0 && TakesPart(server, only)).ToList();
        List<PeerServer> readers = ready.Where(
            server => server.Pop3Port != 0 && TakesPart(server, only)).ToList();
        (string Name, Action Run)[] runs =
        [
            ("send", new SendRuns(plan, results, progress, load, senders).Run),
            ("fetch", new FetchRuns(plan, results, progress, readers).Run),
            ("servers", new ServerRuns(plan, results, progress, load, senders).Run),
            ("growth", new GrowthRuns(plan, results, progress, readers).Run),
        ];
        foreach ((string name, Action run) in runs)
        {
            if (IsChosen(parts, name))
            {
                run();
            }
        }

        progress.Tell("done");
        string text = new Report(plan, results, senders, readers, isQuick).Write();
        Console.Out.WriteLine(text);
        if (!isQuick && only.Length == 0 && parts.Length == 0)
        {
            string target = Path.GetFullPath(Path.Combine(SourceFolder(), ".."));
            File.WriteAllText(Path.Combine(target, "RESULTS.md"), text);
            File.WriteAllText(
                Path.Combine(target, "peers.svg"), DrawPlot(results, senders, readers));
            Console.Out.WriteLine($"Written to {target}: RESULTS.md, peers.svg.");
        }
    }

    private static bool TakesPart(PeerServer server, string[] only)
    {
        return server.Name == nameof(Appliance) || IsChosen(only, server.Name);
    }

    private static List<PeerServer> Prepare(
        PeerServer[] all, string[] only, Results results, Progress progress)
    {
        progress.Tell("looking for packages");
        Shell.TryRun("apt-get", ["-q", "update"], 120_000);
        List<PeerServer> ready = new List<PeerServer>();
        foreach (PeerServer server in all)
        {
            if (server is not PostfixServer && !TakesPart(server, only))
            {
                continue;
            }

            progress.Tell($"getting {server.Name}");
            try
            {
                server.Prepare();
                server.StartEmpty();
                server.Stop();
                ready.Add(server);
            }
            catch (PeerMissingException problem)
            {
                results.Remark($"{server.Name} does not take part: {problem.Message}");
                progress.Tell($"{server.Name} does not take part: {problem.Message}");
            }
        }

        return ready;
    }

    private static string DrawPlot(
        Results results, List<PeerServer> senders, List<PeerServer> readers)
    {
        Plot plot = new Plot(results);
        plot.Add("1 KB, 32 connections: messages/s", senders, Figures.Sent(1_000, 32), 1);
        plot.Add("20 KB, 32 connections: messages/s", senders, Figures.Sent(20_000, 32), 1);
        plot.Add("25 MB, 8 connections: MB/s", senders, Figures.Sent(25_000_000, 8), 25);
        plot.Add("20 KB, 32 connections: memory, MB", senders, Figures.MemoryPeak, 1e-6);
        plot.Add("POP3, 20 KB, 8 connections: messages/s", readers, Figures.Fetched(20_000, 8), 1);
        plot.Add("POP3, 25 MB, 1 connection: MB/s", readers, Figures.Fetched(25_000_000, 1), 25);
        return plot.Write();
    }

    private static string SourceFolder([CallerFilePath] string file = "")
    {
        return Path.GetDirectoryName(file)!;
    }
}
