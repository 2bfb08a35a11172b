using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>A POP3 session that does as little as possible itself.</summary>
internal sealed class Pop3Client : IDisposable
{
    private readonly LineClient _client;

    /// <summary>Logs in.</summary>
    /// <exception cref="InvalidDataException">That is refused.</exception>
    public Pop3Client(int port, string name)
    {
        _client = new LineClient(port);
        try
        {
            _client.Expect('+');
            Command("USER " + name);
            Command("PASS load");
        }
        catch
        {
            _client.Dispose();
            throw;
        }
    }

    /// <summary>Says a command with a response of one line.</summary>
    /// <returns>The response.</returns>
    /// <exception cref="InvalidDataException">It was refused.</exception>
    public string Command(string line)
    {
        _client.Send(line);
        string response = _client.ReadLine();
        return response.StartsWith('+') ? response : throw new InvalidDataException(response);
    }

    /// <summary>The messages that there are.</summary>
    public int Count()
    {
        return int.Parse(Command("STAT").Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Says a command with a response of several lines.</summary>
    public void Skip(string line)
    {
        _client.Send(line);
        _client.ReadResponse();
    }

    /// <summary>Fetches a message.</summary>
    /// <returns>Its octets, with dots unstuffed.</returns>
    public byte[] Retrieve(int number)
    {
        _client.Send(string.Create(CultureInfo.InvariantCulture, $"RETR {number}"));
        MemoryStream response = new MemoryStream();
        _client.ReadResponse(response);
        string text = Encoding.Latin1.GetString(response.GetBuffer(), 0, (int)response.Length);
        int start = text.IndexOf("\r\n", StringComparison.Ordinal);
        string body = text[start..^3].Replace("\r\n.", "\r\n", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(body[2..]);
    }

    public void Dispose()
    {
        _client.Dispose();
    }
}
