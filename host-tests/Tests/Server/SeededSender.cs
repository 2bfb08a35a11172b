using Appliance.Simulation;

namespace Appliance.Tests.Server;

/// <summary>
/// A sender that a seed drives: in steps or all at once, in pieces, sometimes leaving in the
/// middle.
/// </summary>
internal sealed class SeededSender
{
    private readonly ScriptedClient _client;
    private readonly Random _random;
    private readonly Queue<string> _pieces = new Queue<string>();
    private bool _ended;

    /// <summary>Connects.</summary>
    public SeededSender(World world, int seed, string name)
    {
        _random = new Random(seed);
        Subject = "Subject: " + name;
        _client = world.Connect(
            true, NetworkBehaviour.FromSeed(seed, true), $"192.168.1.{_random.Next(2, 250)}");
        string body = string.Concat(
            Enumerable.Repeat("line of text\r\n", _random.Next(0, 200)));
        string session = "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\n"
            + $"{Subject}\r\n\r\n{body}.\r\nQUIT\r\n";
        bool leaves = _random.Next(5) == 0;
        int end = leaves ? _random.Next(session.Length) : session.Length;
        for (int at = 0; at < end;)
        {
            int count = Math.Min(_random.Next(1, 400), end - at);
            _pieces.Enqueue(session.Substring(at, count));
            at += count;
        }
    }

    /// <summary>The message's subject, which no other has.</summary>
    public string Subject { get; }

    /// <summary>True when nothing more will come of it.</summary>
    public bool IsDone => _client.Connection.ServerClosed || _client.Connection.IsBroken;

    /// <summary>True when the message was answered 250.</summary>
    public bool IsAnswered => _client.Unread().Contains("Stored as", StringComparison.Ordinal);

    /// <summary>Does the next thing.</summary>
    public void Act()
    {
        if (_pieces.Count > 0)
        {
            _client.SendRaw(_pieces.Dequeue());
        }
        else if (!_ended)
        {
            End();
        }
    }

    /// <summary>Ends the sending, in one of three ways.</summary>
    public void End()
    {
        if (_pieces.Count > 0)
        {
            _client.Connection.ClientReset();
        }
        else
        {
            _client.Connection.ClientHalfClose();
        }

        _ended = true;
    }
}
