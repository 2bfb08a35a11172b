using System.Diagnostics;
using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>Load by smtp-source, the generator that comes with Postfix: one message after the other
/// over each connection.</summary>
internal sealed class SourceLoad(string[] command)
{
    private const int WithinMs = 20_000;

    /// <summary>Sends messages.</summary>
    /// <returns>Seconds that it took, or null when it failed.</returns>
    public double? Run(PeerServer server, int octets, int connections, int messages)
    {
        string[] arguments =
        [
            .. command[1..], "-d", "-s", Text(connections), "-m", Text(messages), "-l",
            Text(octets), "-f", "bench@bench.test", "-t", server.Recipient,
            "inet:127.0.0.1:" + Text(server.SmtpPort),
        ];
        Stopwatch watch = Stopwatch.StartNew();
        (int code, _) = Shell.TryRun(command[0], arguments, WithinMs);
        return code == 0 ? watch.Elapsed.TotalSeconds : null;
    }

    private static string Text(int number)
    {
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
