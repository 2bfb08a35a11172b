using System.Diagnostics;
using System.IO;

namespace Appliance.Fuzz.Engine;

/// <summary>
/// Executes changed inputs again and again, and keeps those that do something new as the next ones
/// to change. The same seed and the same corpus give the same run.
/// </summary>
internal sealed class Fuzzer
{
    private const int FindingsMax = 10;
    private const int ClockEach = 1024;

    private readonly string _name;
    private readonly Draw _draw;
    private readonly WorkBuffer _work;
    private readonly Mutator _mutator;
    private readonly Execution _execution;
    private readonly Corpus _corpus = new Corpus();
    private readonly List<FoundInput> _findings = [];
    private readonly TextWriter _log;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Makes one.</summary>
    /// <param name="name">The name of the target.</param>
    /// <param name="make">Makes what is executed.</param>
    /// <param name="seed">Draws the changes.</param>
    /// <param name="log">Is told how it goes.</param>
    public Fuzzer(string name, Func<Target> make, ulong seed, TextWriter log)
    {
        _execution = new Execution(make);
        Target target = _execution.Target;
        _name = name;
        _log = log;
        _draw = new Draw(seed);
        _work = new WorkBuffer(target.OctetsMax);
        byte[][] words = target.Words.Select(System.Text.Encoding.Latin1.GetBytes).ToArray();
        _mutator = new Mutator(_draw, _work, words, target.IsText);
    }

    /// <summary>What is wrong, each kind once.</summary>
    public IReadOnlyList<FoundInput> Findings => _findings;

    /// <summary>Executes an input as it is.</summary>
    public void Take(byte[] input)
    {
        _work.Set(input);
        Execute();
    }

    /// <summary>Executes changed inputs.</summary>
    /// <param name="executions">Ends after so many, those before among them.</param>
    /// <param name="duration">Ends after this time.</param>
    /// <param name="eachTime">How often it tells how it goes.</param>
    public void Run(long executions, TimeSpan duration, TimeSpan eachTime)
    {
        TimeSpan told = _watch.Elapsed;
        TimeSpan end = told + duration;
        while (_execution.Count < executions && _findings.Count < FindingsMax)
        {
            _work.Set(_corpus.Draw(_draw));
            _mutator.Change(_corpus.Draw(_draw));
            Execute();
            if (_execution.Count % ClockEach != 0)
            {
                continue;
            }

            TimeSpan now = _watch.Elapsed;
            if (now >= end)
            {
                break;
            }

            if (now - told >= eachTime)
            {
                told = now;
                Tell();
            }
        }

        Tell();
    }

    /// <summary>The inputs that reach all that was reached, as few and as short as a greedy choice
    /// makes them.</summary>
    public IReadOnlyList<byte[]> Distil()
    {
        Corpus distilled = new Corpus();
        foreach (byte[] input in _corpus.Inputs.OrderBy(input => input.Length))
        {
            int edges = distilled.Edges;
            _execution.Run(input, input.Length);
            distilled.Note();
            if (distilled.Edges > edges)
            {
                distilled.Add(input, 0);
            }
        }

        return distilled.Inputs;
    }

    private void Execute()
    {
        string? wrong = _execution.Run(_work.Octets, _work.Count);
        long blocks = StepMap.Blocks;
        if (wrong != null)
        {
            Note(wrong);
        }
        else if (_corpus.Note())
        {
            _corpus.Add(_work.Span, blocks);
        }
    }

    private void Note(string wrong)
    {
        string kind = FoundInput.KindOf(wrong);
        if (_findings.Any(finding => finding.Kind == kind))
        {
            return;
        }

        byte[] input = Shrinker.Shrink(_work.Span.ToArray(), shorter =>
        {
            string? still = _execution.Run(shorter, shorter.Length);
            return still != null && FoundInput.KindOf(still) == kind;
        });
        string told = _execution.Run(input, input.Length) ?? wrong;
        FoundInput found = new FoundInput(_name, input, told);
        _findings.Add(found);
        _log.WriteLine(found.ToString());
        _log.Flush();
    }

    private void Tell()
    {
        double seconds = Math.Max(_watch.Elapsed.TotalSeconds, 0.001);
        _log.WriteLine(
            $"{_name}: {_execution.Count:N0} executions in {seconds:N0} s "
            + $"({_execution.Count / seconds:N0}/s), {_corpus.Edges:N0} edges, "
            + $"{_corpus.Inputs.Count:N0} inputs, at most {_execution.BlocksMax:N0} blocks, "
            + $"{_findings.Count} findings");
        _log.Flush();
    }
}
