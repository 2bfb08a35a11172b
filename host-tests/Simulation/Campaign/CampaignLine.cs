using System.IO;
using System.Text;

namespace Appliance.Simulation.Campaign;

/// <summary>
/// The client's end of a connection in a campaign: never waits, checks that each reply is legal in
/// its form, and remembers before which cut of the power a reply arrived.
/// </summary>
internal sealed class CampaignLine
{
    private const int ReplyOctetsMax = 512;

    private readonly CampaignWorld _world;
    private readonly byte[] _buffer = new byte[4096];
    private readonly StringBuilder _received = new StringBuilder();
    private bool _killed;

    internal CampaignLine(CampaignWorld world, SimulatedConnection connection, bool smtp)
    {
        _world = world;
        Connection = connection;
        IsSmtp = smtp;
    }

    /// <summary>The connection.</summary>
    public SimulatedConnection Connection { get; }

    /// <summary>True on the SMTP port.</summary>
    public bool IsSmtp { get; }

    /// <summary>True when nothing more will come.</summary>
    public bool IsOver => _received.Length == 0 && IsGone;

    /// <summary>The cuts of the power before the last octets arrived.</summary>
    public int CutsAtArrival { get; private set; }

    /// <summary>Sends octets.</summary>
    public void Send(string octets)
    {
        if (!_killed && !Connection.IsBroken && !Connection.ServerClosed)
        {
            Connection.ClientSend(Encoding.Latin1.GetBytes(octets));
        }
    }

    /// <summary>Takes what arrived.</summary>
    public void Collect()
    {
        int count = _killed ? 0 : Connection.ClientReceive(_buffer);
        while (count > 0)
        {
            CutsAtArrival = _world.Cuts;
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            count = Connection.ClientReceive(_buffer);
        }
    }

    /// <summary>The connection is gone, as after a power cut; what had arrived can still be
    /// read.</summary>
    public void Kill()
    {
        Collect();
        _killed = true;
        Connection.ClientReset();
    }

    /// <summary>Takes the next line, without its CRLF, if it is there.</summary>
    public bool TryReadLine(out string line)
    {
        Collect();
        line = string.Empty;
        for (int i = 0; i + 1 < _received.Length; i++)
        {
            if (_received[i] == '\r' && _received[i + 1] == '\n')
            {
                line = _received.ToString(0, i);
                _received.Remove(0, i + 2);
                return true;
            }
        }

        if (IsGone)
        {
            // A part of a line says nothing.
            _received.Clear();
        }

        return false;
    }

    /// <summary>Takes the last line of the next reply, if all of it is there.</summary>
    /// <exception cref="InvalidDataException">It has not the form of RFC 5321 section 4.2 or RFC
    /// 1939 section 3.</exception>
    public bool TryReadReply(out string reply)
    {
        while (TryReadLine(out reply))
        {
            _world.Note(reply);
            if (!IsLegal(reply))
            {
                throw new InvalidDataException($"no legal reply: {reply}");
            }

            if (!IsSmtp || reply.Length < 4 || reply[3] != '-')
            {
                return true;
            }
        }

        return false;
    }

    private bool IsGone => _killed || Connection.IsBroken
        || (Connection.ServerClosed && Connection.WaitingForClient == 0);

    private bool IsLegal(string reply)
    {
        if (reply.Length > ReplyOctetsMax - 2 || reply.Any(octet => octet is < ' ' or > '~'))
        {
            return false;
        }

        return IsSmtp
            ? reply.Length > 3 && reply[0] is >= '2' and <= '5' && char.IsAsciiDigit(reply[1])
                && char.IsAsciiDigit(reply[2]) && reply[3] is ' ' or '-'
            : reply.StartsWith("+OK", StringComparison.Ordinal)
                || reply.StartsWith("-ERR", StringComparison.Ordinal) || reply == "+ ";
    }
}
