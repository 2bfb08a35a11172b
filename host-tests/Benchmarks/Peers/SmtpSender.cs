using System.Collections.Concurrent;
using System.Diagnostics;

namespace Appliance.Benchmarks.Peers;

/// <summary>Sends messages over several connections, measures each, and knows which were answered
/// 250.</summary>
internal sealed class SmtpSender(int port, string recipient)
{
    private readonly ConcurrentQueue<double> _latenciesMs = new ConcurrentQueue<double>();
    private readonly ConcurrentQueue<string> _answered = new ConcurrentQueue<string>();
    private volatile bool _stopAsked;

    /// <summary>Milliseconds from MAIL to 250 for each message, in order of size.</summary>
    public IReadOnlyList<double> LatenciesMs => _latenciesMs.Order().ToList();

    /// <summary>The names of the messages that were answered 250.</summary>
    public IReadOnlyCollection<string> Answered => _answered;

    /// <summary>The first fault of any connection, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Ends the sending after the messages that are under way.</summary>
    public void Stop()
    {
        _stopAsked = true;
    }

    /// <summary>Sends, and returns when all is sent, or no connection works any more.</summary>
    /// <param name="connections">Connections at the same time.</param>
    /// <param name="each">Messages over each.</param>
    /// <param name="message">Makes a message, given connection and number, or null when there is no
    /// more.</param>
    public void Run(int connections, int each, Func<int, int, byte[]?> message)
    {
        Threads.Run(connections, connection => Send(connection, each, message));
    }

    private void Send(int connection, int each, Func<int, int, byte[]?> message)
    {
        try
        {
            using LineClient client = new LineClient(port);
            client.Expect('2');
            client.Send("EHLO bench.test");
            client.Expect('2');
            for (int i = 0; i < each && !_stopAsked; i++)
            {
                byte[]? octets = message(connection, i);
                if (octets == null)
                {
                    break;
                }

                byte[] wire = TestMessage.Wire(octets);
                long start = Stopwatch.GetTimestamp();
                SendOne(client, wire);
                _latenciesMs.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                _answered.Enqueue(TestMessage.NameOf(octets) ?? string.Empty);
            }

            client.Send("QUIT");
            client.Expect('2');
        }
        catch (Exception exception) when (exception is SocketException or InvalidDataException)
        {
            Fault ??= exception.Message;
        }
    }

    private void SendOne(LineClient client, byte[] wire)
    {
        client.Send("MAIL FROM:<bench@bench.test>");
        client.Expect('2');
        client.Send($"RCPT TO:<{recipient}>");
        client.Expect('2');
        client.Send("DATA");
        client.Expect('3');
        client.Send(wire);
        client.Expect('2');
    }
}
