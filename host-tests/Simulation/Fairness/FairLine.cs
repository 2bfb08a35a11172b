using System.Text;

namespace Appliance.Simulation.Fairness;

/// <summary>The client's end of a connection that never waits.</summary>
internal sealed class FairLine
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly StringBuilder _received = new StringBuilder();

    internal FairLine(SimulatedConnection connection, bool isSmtp)
    {
        Connection = connection;
        IsSmtp = isSmtp;
    }

    /// <summary>The connection.</summary>
    public SimulatedConnection Connection { get; }

    /// <summary>True on the SMTP port.</summary>
    public bool IsSmtp { get; }

    /// <summary>True when nothing more can come.</summary>
    public bool IsOver => Connection.IsBroken
        || (Connection.ServerClosed && Connection.WaitingForClient == 0 && _received.Length == 0);

    /// <summary>Sends octets, one for each character.</summary>
    public void Send(string octets)
    {
        if (!Connection.IsBroken && !Connection.ServerClosed)
        {
            Connection.ClientSend(Encoding.Latin1.GetBytes(octets));
        }
    }

    /// <summary>Takes the next line without its CRLF, if it is there.</summary>
    public bool TryReadLine(out string line)
    {
        int count = Connection.ClientReceive(_buffer);
        while (count > 0)
        {
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            count = Connection.ClientReceive(_buffer);
        }

        string text = _received.ToString();
        int at = text.IndexOf("\r\n", StringComparison.Ordinal);
        line = at < 0 ? string.Empty : text[..at];
        _received.Remove(0, at < 0 ? 0 : at + 2);
        return at >= 0;
    }

    /// <summary>Takes the last line of the next reply, if it is there.</summary>
    public bool TryReadReply(out string reply)
    {
        while (TryReadLine(out reply))
        {
            if (!IsSmtp || reply.Length < 4 || reply[3] != '-')
            {
                return true;
            }
        }

        return false;
    }
}
