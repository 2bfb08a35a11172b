using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Appliance.Soak.Kill;

namespace Appliance.Soak.Load;

/// <summary>
/// Keeps the desktop appliance under a mixed load of real clients, kills it now and then, checks
/// each time that it kept what it had answered, and judges whether it grows. The last life takes a
/// third of the time; it ends in quiet, where what it holds open is compared with its beginning.
/// </summary>
internal sealed class LoadSoak
{
    private const int SampleMs = 5_000;
    private const int TellEvery = 12;
    private const int MessagesKept = 60;
    private const int QuietMs = 5_000;
    private const int HandlesOfChance = 2;
    private const double LastLifeShare = 1.0 / 3;
    private const int LifeSecondsMin = 120;
    private const int LifeSecondsMax = 300;

    // The socket clients share the first three; programs have the others to themselves.
    private static readonly string[] s_mailboxes = ["alice", "bob", "carol", "dave", "erin"];

    private readonly int _seed;
    private readonly double _seconds;
    private readonly string _results;
    private readonly TextWriter _output;
    private readonly Random _random;
    private readonly string _folder = Directory.CreateTempSubdirectory("soak-").FullName;
    private readonly string _data;
    private readonly string _heapFile;
    private readonly Promises _promises = new Promises();
    private readonly Latencies _latencies = new Latencies();
    private readonly List<Sample> _samples = new List<Sample>();
    private readonly Sampler _sampler;
    private int _kills;
    private int _complaints;

    /// <summary>Prepares a soak.</summary>
    /// <param name="seed">Decides what is open to chance.</param>
    /// <param name="minutes">How long it takes.</param>
    /// <param name="results">The directory that table and picture are written to.</param>
    /// <param name="output">Is told the progress.</param>
    public LoadSoak(int seed, double minutes, string results, TextWriter output)
    {
        _seed = seed;
        _seconds = minutes * 60;
        _results = Directory.CreateDirectory(results).FullName;
        _output = output;
        _random = new Random(seed);
        _data = Path.Combine(_folder, "data");
        _heapFile = Path.Combine(_folder, "heap");
        _sampler = new Sampler(_data, _heapFile, _promises, _latencies);
    }

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when every promise was kept and nothing grew.</returns>
    public int Run()
    {
        _output.WriteLine(
            $"programs: MailKit, {string.Join(", ", ProgramSenders.Installed)}; "
            + string.Join(", ", ProgramReaders.Deleting));
        bool isQuiet;
        try
        {
            double endOfKills = _seconds * (1 - LastLifeShare);
            while (_sampler.Seconds < endOfKills)
            {
                double life = _random.Next(LifeSecondsMin, LifeSecondsMax);
                Live(Math.Min(_sampler.Seconds + life, endOfKills), false);
            }

            isQuiet = Live(_seconds, true);
            using KilledAppliance last = new KilledAppliance(_data, s_mailboxes);
            last.WaitUntilReady();
            PromiseCheck.Run(_promises, s_mailboxes, last.Pop3Port, 0);
            isQuiet &= IsEmpty();
        }
        catch (BrokenPromiseException broken)
        {
            _output.WriteLine($"BROKEN with seed {_seed} after {_kills} kills: {broken.Message}");
            _output.WriteLine($"The files are in {_folder}.");
            return 1;
        }

        bool isSteady = new Verdict(_samples, _output).IsSteady() && isQuiet
            && _complaints == 0;
        WriteFiles();
        if (_complaints == 0)
        {
            Directory.Delete(_folder, true);
        }

        _output.WriteLine(
            $"seed {_seed}: {_sampler.Seconds / 60:0.0} minutes, {_kills} kills; {_promises.Answered} "
            + $"messages answered 250, {_promises.Unanswered} cut off before the answer, "
            + $"{_promises.Deleted} deleted, {_promises.Compared} fetched and compared octet for "
            + $"octet; {_complaints} promises broken; {(isSteady ? "no growth" : "NOT STEADY")}");
        return isSteady ? 0 : 1;
    }

    private bool Live(double until, bool isLast)
    {
        using KilledAppliance appliance = new KilledAppliance(_data, s_mailboxes, _heapFile);
        appliance.WaitUntilReady();
        PromiseCheck.Run(_promises, s_mailboxes, appliance.Pop3Port, MessagesKept);
        appliance.Run(QuietMs);
        _sampler.BeginLife();
        Sample quiet = _sampler.Take(appliance.Process);
        using LoadLife life = new LoadLife(appliance, _promises, _latencies);
        List<Thread> clients = new LoadMix(
            life, s_mailboxes, _folder, $"s{_seed}-k{_kills}", _random).Start();
        Sample atEnd;
        try
        {
            while (_sampler.Seconds < until)
            {
                appliance.Run(SampleMs);
                Note(_sampler.Take(appliance.Process));
            }

            if (isLast)
            {
                life.End();
                clients.ForEach(client => client.Join());
                appliance.Run(QuietMs);
            }

            atEnd = _sampler.Take(appliance.Process);
        }
        finally
        {
            life.Kill();
            appliance.Kill();
            clients.ForEach(client => client.Join());
            Complain(life);
        }

        _kills++;
        return !isLast || IsAsQuiet(quiet, atEnd);
    }

    private void Complain(LoadLife life)
    {
        foreach (string broken in life.Broken)
        {
            _complaints++;
            _output.WriteLine($"BROKEN: {broken}");
        }
    }

    private bool IsAsQuiet(Sample before, Sample after)
    {
        _output.WriteLine(
            $"quiet before and after the load of the last life: {before.Handles} and {after.Handles} "
            + $"handles, {before.Threads} and {after.Threads} threads, {before.ResidentOctets / 1e6:0.0}"
            + $" and {after.ResidentOctets / 1e6:0.0} MB resident");
        return after.Handles <= before.Handles + HandlesOfChance;
    }

    /// <summary>After all messages are deleted, nothing of them may be left.</summary>
    private bool IsEmpty()
    {
        FileInfo[] files = new DirectoryInfo(_data).GetFiles("*", SearchOption.AllDirectories);
        int left = files.Count(file => file.Extension == ".eml");
        _output.WriteLine(
            $"after all messages were deleted: {left} message files, {files.Length - left} other "
            + $"files of {files.Sum(file => file.Length)} octets");
        return left == 0;
    }

    private void Note(Sample sample)
    {
        _samples.Add(sample);
        if (_samples.Count % TellEvery == 0)
        {
            _output.WriteLine(
                $"{sample.Seconds,5:0} s  life {sample.Life}: {sample.ResidentOctets / 1e6:0.0} MB "
                + $"resident, heap {sample.HeapOctets / 1e6:0.0} MB, {sample.Handles} handles, "
                + $"{sample.Threads} threads, p99 {sample.P99Ms:0.0} ms; {_promises.Answered} answered "
                + $"250, {_promises.Deleted} deleted, {_promises.Compared} compared");
            WriteFiles();
        }
    }

    private void WriteFiles()
    {
        if (_samples.Count > 0)
        {
            SoakFiles.WriteTable(Path.Combine(_results, "soak.csv"), _samples);
            SoakFiles.WritePicture(
                Path.Combine(_results, "soak.svg"),
                $"Desktop appliance under load, seed {_seed}: {_samples.Max(one => one.Life)} lives, "
                + $"{_promises.Answered:N0} messages", _samples);
        }
    }
}
