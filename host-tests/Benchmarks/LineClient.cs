namespace Appliance.Benchmarks;

/// <summary>A client that does as little as possible itself.</summary>
internal sealed class LineClient : IDisposable
{
    private const int PatienceMs = 15_000;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[65536];
    private int _start;
    private int _end;

    public LineClient(int port)
    {
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
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public void Send(byte[] octets)
    {
        for (int sent = 0; sent < octets.Length;)
        {
            sent += _socket.Send(octets, sent, octets.Length - sent, SocketFlags.None);
        }
    }

    public void Send(string line)
    {
        Send(Encoding.ASCII.GetBytes(line + "\r\n"));
    }

    public string ReadLine()
    {
        StringBuilder line = new StringBuilder();
        while (true)
        {
            Fill();
            int lf = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            int end = lf < 0 ? _end : lf + 1;
            line.Append(Encoding.ASCII.GetString(_buffer, _start, end - _start));
            _start = end;
            if (lf >= 0)
            {
                return line.ToString().TrimEnd();
            }
        }
    }

    public void Expect(char first)
    {
        string line = ReadLine();
        while (line.Length > 3 && line[3] == '-' && char.IsDigit(line[0]))
        {
            line = ReadLine();
        }

        if (line[0] != first)
        {
            throw new InvalidDataException(line);
        }
    }

    /// <summary>Reads a multi-line response to its end.</summary>
    /// <param name="copy">Is given its octets.</param>
    public void ReadResponse(Stream? copy = null)
    {
        ReadOnlySpan<byte> end = "\r\n.\r\n"u8;
        Span<byte> tail = stackalloc byte[5];
        while (true)
        {
            Fill();
            int count = _end - _start;
            ReadOnlySpan<byte> block = _buffer.AsSpan(_start, count);
            copy?.Write(block);
            _start = _end;
            if (count >= 5)
            {
                block[^5..].CopyTo(tail);
            }
            else
            {
                tail[count..].CopyTo(tail);
                block.CopyTo(tail[(5 - count)..]);
            }

            if (tail.SequenceEqual(end))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    private void Fill()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = _socket.Receive(_buffer);
            if (_end == 0)
            {
                throw new InvalidDataException("the server closed the connection");
            }
        }
    }
}
