using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit.Sdk;

namespace Appliance.Tests.Transcripts;

/// <summary>Plays a transcript against a simulated appliance at one read size.</summary>
internal sealed class TranscriptPlayer
{
    private readonly Transcript _transcript;
    private readonly int _segment;
    private readonly int _seed;
    private readonly World _world;
    private readonly List<ScriptedClient> _clients = new List<ScriptedClient>();
    private readonly StringBuilder _pending = new StringBuilder();
    private ScriptedClient? _client;
    private string _address = "192.168.1.20";

    internal TranscriptPlayer(Transcript transcript, int segment, int seed)
    {
        _transcript = transcript;
        _segment = segment;
        _seed = seed;
        Capacity capacity = Capacity.Board();
        foreach (string line in transcript.Capacity)
        {
            string[] parts = line.Split(" = ");
            int value = int.Parse(parts[1], CultureInfo.InvariantCulture);
            typeof(Capacity).GetProperty(parts[0])!.SetValue(capacity, value);
        }

        string settings = SettingsSource.Default + string.Join('\n', transcript.Settings);
        _world = new World(settings, capacity, seed) { UnixSeconds = transcript.UnixSeconds };
        if (transcript.UnixSeconds > 0)
        {
            _world.TellTime();
        }
    }

    /// <summary>Plays it to its end.</summary>
    public void Play()
    {
        foreach (TranscriptStep step in _transcript.Steps)
        {
            switch (step.Kind)
            {
                case 'C':
                    _pending.Append(step.Text);
                    break;
                case 'S':
                    Flush();
                    Expect(step);
                    break;
                default:
                    Flush();
                    Do(step);
                    break;
            }
        }

        Flush();
        _world.Settle();
    }

    private void Flush()
    {
        if (_pending.Length > 0)
        {
            _client!.SendRaw(_pending.ToString());
            _pending.Clear();
        }
    }

    private void Expect(TranscriptStep step)
    {
        ScriptedClient client = _client!;
        if (step.Text == "(closed)")
        {
            _world.Pass(2000);
            Check(step, client.Unread().Length == 0 && client.Connection.ServerClosed,
                client.Unread() + (client.Connection.ServerClosed ? "(closed)" : "(open)"));
        }
        else if (step.Text == "(nothing)")
        {
            _world.Pass(1000);
            Check(step, client.Unread().Length == 0 && !client.Connection.ServerClosed,
                client.Unread());
        }
        else
        {
            string? line = client.ReadLine();
            Check(step, line != null && Matches(step.Text, line), line ?? "(nothing)");
        }
    }

    private static bool Matches(string expected, string actual)
    {
        string pattern = "^" + Regex.Escape(expected).Replace(
            "\\*", ".*", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(actual, pattern, RegexOptions.Singleline);
    }

    private void Check(TranscriptStep step, bool met, string actual)
    {
        if (!met)
        {
            throw new XunitException(
                $"{_transcript.Name}.txt({step.Number}), read size {_segment}, seed {_seed}\n"
                + $"  claim:    {_transcript.Claim}\n  expected: {step.Text}\n"
                + $"  actual:   {actual}");
        }
    }

    private void Do(TranscriptStep step)
    {
        string[] words = step.Text.Split(' ');
        switch (words[0])
        {
            case "smtp":
            case "pop3":
                NetworkBehaviour behaviour = _segment < 0
                    ? NetworkBehaviour.FromSeed(_seed + _clients.Count, false)
                    : NetworkBehaviour.Fixed(_segment);
                _client = _world.Connect(words[0] == "smtp", behaviour, _address);
                _clients.Add(_client);
                break;
            case "use":
                _client = _clients[int.Parse(words[1], CultureInfo.InvariantCulture) - 1];
                break;
            case "from":
                _address = words[1];
                break;
            case "half-close":
                _client!.Connection.ClientHalfClose();
                _world.Settle();
                break;
            case "reset":
                _world.Settle();
                _client!.Connection.ClientReset();
                _world.Settle();
                break;
            case "wait":
                _world.Pass(Milliseconds(words[1]));
                break;
            case "restart":
                _world.Restart();
                break;
            case "power-cut":
                _world.PowerCut();
                break;
            case "full":
                _world.Volume.Faults.RoomOctets = int.Parse(words[1], CultureInfo.InvariantCulture);
                break;
            case "fail":
                _world.Volume.Faults.From = _world.Volume.Operations;
                break;
            case "heal":
                _world.Volume.Faults.From = -1;
                break;
            default:
                throw new XunitException($"{_transcript.Name}.txt({step.Number}): {step.Text}?");
        }
    }

    private static long Milliseconds(string text)
    {
        int unit = text.EndsWith('m') ? 60_000 : 1000;
        return long.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) * unit;
    }
}
