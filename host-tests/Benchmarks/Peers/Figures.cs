using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>The names of figures.</summary>
internal static class Figures
{
    public const string MemoryBefore = "memory before";
    public const string MemoryPeak = "memory peak";
    public const string MemoryAfter = "memory after";
    public const string KillAnswered = "kill answered";
    public const string KillMissing = "kill missing";
    public const string KillTwice = "kill twice";
    public const string Checked = "checked";
    public const string CheckedSame = "checked same";

    /// <summary>Messages answered 250, a second.</summary>
    public static string Sent(int octets, int connections)
    {
        return Name($"sent {octets} {connections}");
    }

    /// <summary>Messages that got into the mailbox, a second.</summary>
    public static string Stored(int octets, int connections)
    {
        return Name($"stored {octets} {connections}");
    }

    /// <summary>Messages fetched, a second.</summary>
    public static string Fetched(int octets, int connections)
    {
        return Name($"fetched {octets} {connections}");
    }

    /// <summary>Milliseconds within which a share of the messages was answered.</summary>
    public static string Latency(int connections, double share)
    {
        return Name($"latency {connections} {share}");
    }

    /// <summary>Milliseconds of an operation on a mailbox.</summary>
    public static string Operation(string operation, int messages)
    {
        return Name($"operation {operation} {messages}");
    }

    private static string Name(FormattableString text)
    {
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
