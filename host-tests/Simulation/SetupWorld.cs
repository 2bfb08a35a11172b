using System.Text;
using Appliance.Front.Setup;

namespace Appliance.Simulation;

/// <summary>A set-up server with everything around it simulated. Text stands for octets one to one
/// (ISO 8859-1).</summary>
public sealed class SetupWorld
{
    private const int PatienceMs = 60_000;
    private const int StepMs = 10;

    private readonly SimulatedListener _listener = new SimulatedListener();
    private readonly byte[] _sink = new byte[65536];
    private string? _token;

    /// <summary>Builds a server.</summary>
    /// <param name="seed">Decides the token.</param>
    public SetupWorld(int seed = 1)
    {
        byte[] octets = new byte[32];
        new Random(seed).NextBytes(octets);
        Server = new SetupServer(Host, _listener, octets);
    }

    /// <summary>The clock.</summary>
    public VirtualClock Clock { get; } = new VirtualClock();

    /// <summary>What is set up.</summary>
    public SimulatedSetupHost Host { get; } = new SimulatedSetupHost();

    /// <summary>The server.</summary>
    public SetupServer Server { get; }

    /// <summary>The token of the form, as a browser reads it out of the page.</summary>
    public string Token => _token ??= ReadToken();

    /// <summary>Connects a browser.</summary>
    public SimulatedConnection Connect(int segment = 0)
    {
        SimulatedConnection connection = new SimulatedConnection(
            Clock, NetworkBehaviour.Fixed(segment), "192.168.4.2");
        _listener.Connect(connection);
        return connection;
    }

    /// <summary>Does steps while something moves.</summary>
    public void Settle()
    {
        for (int i = 0; i < 1_000_000 && Server.Step(Clock.NowMs); i++)
        {
        }
    }

    /// <summary>Lets time pass, in small pieces, and the server go on.</summary>
    public void Pass(long ms)
    {
        Settle();
        for (long end = Clock.NowMs + ms; Clock.NowMs < end; Settle())
        {
            Clock.Advance(Math.Min(StepMs, end - Clock.NowMs));
        }
    }

    /// <summary>What has arrived at a browser.</summary>
    public string Received(SimulatedConnection connection)
    {
        int count = connection.ClientReceive(_sink);
        return Encoding.Latin1.GetString(_sink, 0, count);
    }

    /// <summary>Sends a request and waits until the server closes.</summary>
    /// <returns>The whole answer.</returns>
    public string Exchange(string request, int segment = 0)
    {
        SimulatedConnection connection = Connect(segment);
        connection.ClientSend(Encoding.Latin1.GetBytes(request));
        return Finish(connection);
    }

    /// <summary>Waits until the server closes.</summary>
    /// <returns>What arrived until then.</returns>
    public string Finish(SimulatedConnection connection)
    {
        StringBuilder answer = new StringBuilder();
        long end = Clock.NowMs + PatienceMs;
        while (!connection.ServerClosed && Clock.NowMs < end)
        {
            Settle();
            answer.Append(Received(connection));
            Clock.Advance(StepMs);
        }

        answer.Append(Received(connection));
        return connection.ServerClosed
            ? answer.ToString() : throw new InvalidOperationException("it was not closed");
    }

    /// <summary>Asks for the page.</summary>
    public string Get(string target = "/", string host = "192.168.4.1")
    {
        return Exchange($"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    }

    /// <summary>Sends a form.</summary>
    /// <param name="body">The form, encoded.</param>
    /// <param name="segment">Octets of each read and write.</param>
    public string Post(string body, int segment = 0)
    {
        return Exchange(
            "POST / HTTP/1.1\r\nHost: 192.168.4.1\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}",
            segment);
    }

    /// <summary>Sends a form of fields, encoded as browsers do, with the token.</summary>
    /// <param name="fields">Letters and values in turn.</param>
    public string PostFields(params string[] fields)
    {
        StringBuilder body = new StringBuilder("g=" + Token);
        for (int i = 0; i < fields.Length; i += 2)
        {
            body.Append('&').Append(fields[i]).Append('=')
                .Append(System.Net.WebUtility.UrlEncode(fields[i + 1]));
        }

        return Post(body.ToString());
    }

    private string ReadToken()
    {
        string page = Get();
        const string Before = "name=\"g\" value=\"";
        int at = page.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return page[at..page.IndexOf('"', at)];
    }
}
