using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;

namespace Appliance.Soak.Kill;

/// <summary>A connection to the appliance, which may be gone at any moment: then every operation
/// throws <see cref="IOException"/>.</summary>
internal sealed class Peer : IDisposable
{
    private const int PatienceMs = 60_000;

    private readonly Socket _socket;
    private readonly BufferedStream _stream;
    private readonly NetworkStream _network;
    private readonly Latencies? _latencies;

    /// <summary>Connects.</summary>
    /// <param name="port">Where to, on this PC.</param>
    /// <param name="latencies">Is told how long each answer took, or null.</param>
    public Peer(int port, Latencies? latencies = null)
    {
        _latencies = latencies;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = PatienceMs,
            SendTimeout = PatienceMs,
        };
        try
        {
            _socket.Connect("127.0.0.1", port);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new IOException(exception.Message);
        }

        _network = new NetworkStream(_socket);
        _stream = new BufferedStream(_network, 65536);
    }

    /// <summary>Sends octets as they are.</summary>
    public void Send(byte[] octets)
    {
        _network.Write(octets);
    }

    /// <summary>Sends a line and reads the reply: its last line, without the line end.</summary>
    public string Ask(string line)
    {
        long asked = Stopwatch.GetTimestamp();
        Send(Encoding.Latin1.GetBytes(line + "\r\n"));
        string reply = ReadReply();
        _latencies?.Add(Stopwatch.GetElapsedTime(asked));
        return reply;
    }

    /// <summary>Reads a reply; of several lines (RFC 5321 section 4.2.1), the last.</summary>
    public string ReadReply()
    {
        string line = Encoding.Latin1.GetString(ReadLine());
        while (line.Length > 3 && char.IsDigit(line[0]) && line[3] == '-')
        {
            line = Encoding.Latin1.GetString(ReadLine());
        }

        return line;
    }

    /// <summary>Asks for a multi-line response (RFC 1939 section 3).</summary>
    /// <returns>Its octets without transparency, or null for -ERR.</returns>
    public byte[]? AskLines(string line)
    {
        if (Ask(line)[0] != '+')
        {
            return null;
        }

        MemoryStream response = new MemoryStream();
        byte[] next = ReadLine();
        while (next.Length != 1 || next[0] != '.')
        {
            response.Write(next.AsSpan(next.Length > 0 && next[0] == '.' ? 1 : 0));
            response.Write("\r\n"u8);
            next = ReadLine();
        }

        return response.ToArray();
    }

    /// <summary>Ends its own direction: FIN.</summary>
    public void EndSending()
    {
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Reads until the appliance has closed as well, in whatever way.</summary>
    public void ReadToEnd()
    {
        try
        {
            _stream.CopyTo(Stream.Null);
        }
        catch (IOException)
        {
            // Octets that it had not read when it closed make the system answer with a reset.
        }
    }

    /// <summary>Drops the connection: RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    private byte[] ReadLine()
    {
        List<byte> line = new List<byte>();
        while (true)
        {
            int octet = _stream.ReadByte();
            if (octet < 0)
            {
                throw new IOException("the connection is gone");
            }

            if (octet == '\n' && line.Count > 0 && line[^1] == '\r')
            {
                line.RemoveAt(line.Count - 1);
                return line.ToArray();
            }

            line.Add((byte)octet);
        }
    }
}
