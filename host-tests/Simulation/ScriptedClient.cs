using System.Globalization;
using System.Text;

namespace Appliance.Simulation;

/// <summary>
/// A client that says lines and waits, in simulated time, for lines. Text stands for octets one to
/// one (ISO 8859-1).
/// </summary>
public sealed class ScriptedClient
{
    private const int PatienceMs = 30_000;

    private readonly World _world;
    private readonly byte[] _buffer = new byte[65536];
    private readonly StringBuilder _received = new StringBuilder();

    internal ScriptedClient(World world, SimulatedConnection connection)
    {
        _world = world;
        Connection = connection;
    }

    /// <summary>The connection.</summary>
    public SimulatedConnection Connection { get; }

    /// <summary>The number of a message in the store.</summary>
    /// <param name="id">Its unique-id.</param>
    public static int NumberOf(string id)
    {
        return int.Parse(id.AsSpan(16, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>Sends octets as they are.</summary>
    public void SendRaw(string octets)
    {
        Connection.ClientSend(Encoding.Latin1.GetBytes(octets));
    }

    /// <summary>Sends a line.</summary>
    public void Send(string line)
    {
        SendRaw(line + "\r\n");
    }

    /// <summary>Waits for the next line.</summary>
    /// <returns>The line without its CRLF, or null when the connection ends or nothing comes in
    /// 30 simulated seconds.</returns>
    public string? ReadLine()
    {
        long end = _world.Clock.NowMs + PatienceMs;
        while (true)
        {
            Collect();
            string text = _received.ToString();
            int at = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (at >= 0)
            {
                _received.Remove(0, at + 2);
                return text[..at];
            }

            if (Connection.ServerClosed || Connection.IsBroken || _world.Clock.NowMs > end)
            {
                return null;
            }

            if (!_world.Server.Step(_world.Clock.NowMs))
            {
                _world.Clock.Advance(5);
            }
        }
    }

    /// <summary>Sends a line and waits for the whole reply of SMTP.</summary>
    /// <returns>Its last line.</returns>
    public string Command(string line)
    {
        Send(line);
        return ReadReply();
    }

    /// <summary>Waits for the whole reply of SMTP.</summary>
    /// <returns>Its last line.</returns>
    public string ReadReply()
    {
        string? reply = ReadLine();
        while (reply != null && reply.Length > 3 && reply[3] == '-' && char.IsDigit(reply[0]))
        {
            reply = ReadLine();
        }

        return reply ?? "(nothing)";
    }

    /// <summary>Sends a POP3 command with a multi-line response.</summary>
    /// <returns>The lines after the first, without their stuffed dots; null when it was
    /// refused.</returns>
    public List<string>? MultiLine(string line)
    {
        Send(line);
        string first = ReadReply();
        if (!first.StartsWith("+OK", StringComparison.Ordinal))
        {
            return null;
        }

        List<string> lines = new List<string>();
        while (true)
        {
            string? next = ReadLine();
            if (next == null || next == ".")
            {
                return next == null ? null : lines;
            }

            lines.Add(next.StartsWith('.') ? next[1..] : next);
        }
    }

    /// <summary>Asks for the unique-ids of a maildrop.</summary>
    /// <returns>The numbers in them, which are those of the messages in the store.</returns>
    public List<int> Numbers()
    {
        return MultiLine("UIDL")!.Select(line => NumberOf(line.Split(' ')[1])).ToList();
    }

    /// <summary>Logs in to a maildrop.</summary>
    /// <returns>The response to PASS.</returns>
    public string LogIn(string name, string password)
    {
        ReadReply();
        Command("USER " + name);
        return Command("PASS " + password);
    }

    /// <summary>Delivers a message in a session of its own.</summary>
    /// <returns>The reply to the end of the mail data, or to RCPT when that is refused.</returns>
    public string Deliver(string from, string to, string data)
    {
        string reply = Transact("EHLO client", from, [to], data);
        Command("QUIT");
        Connection.ClientHalfClose();
        return reply;
    }

    /// <summary>Delivers a message to several mailboxes in a session of its own, without SMTP's
    /// extensions and without QUIT.</summary>
    /// <returns>The reply to the end of the mail data, or to the first RCPT that is
    /// refused.</returns>
    public string DeliverPlain(string[] to, string data)
    {
        string reply = Transact("HELO x", "a@b", to, data);
        Connection.ClientHalfClose();
        return reply;
    }

    /// <summary>What arrived and was not read as lines.</summary>
    public string Unread()
    {
        Collect();
        return _received.ToString();
    }

    private string Transact(string hello, string from, string[] to, string data)
    {
        ReadReply();
        Command(hello);
        Command($"MAIL FROM:<{from}>");
        foreach (string name in to)
        {
            string reply = Command($"RCPT TO:<{name}>");
            if (reply[0] != '2')
            {
                return reply;
            }
        }

        Command("DATA");
        return Command(data + ".");
    }

    private void Collect()
    {
        int count = Connection.ClientReceive(_buffer);
        while (count > 0)
        {
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            count = Connection.ClientReceive(_buffer);
        }
    }
}
