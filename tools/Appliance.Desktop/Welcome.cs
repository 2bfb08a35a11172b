using System.Net;
using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Desktop;

/// <summary>What somebody needs to know at a start: where mail goes, and how to try it.</summary>
internal static class Welcome
{
    /// <summary>Prints it.</summary>
    public static void Print(
        string data, IPEndPoint smtp, IPEndPoint pop3, Settings settings, string? firstPassword)
    {
        Accounts accounts = settings.Accounts;
        string name = Encoding.UTF8.GetString(
            accounts.Text, accounts.NameOffset(0), accounts.NameCount(0));
        string password = firstPassword ?? "PASSWORD";
        bool isLocal = IPAddress.IsLoopback(smtp.Address) && IPAddress.IsLoopback(pop3.Address);
        Line(Terminal.Paint(Terminal.Bold, "Mail appliance"));
        Line($"  takes mail    smtp://{smtp}   up to {settings.MaxMessageOctets / (1024 * 1024)} MB a message");
        Line($"  gives mail    pop3://{pop3}   {accounts.Count} mailbox"
            + (accounts.Count == 1 ? string.Empty : "es"));
        Line($"  keeps it in   {data}");
        if (isLocal)
        {
            Line("  is open to    this PC only");
        }
        else
        {
            Line("  is open to    " + Terminal.Paint(
                Terminal.Yellow,
                "other computers too, without encryption: keep it behind your router"));
        }

        if (firstPassword != null)
        {
            Line($"\n  A mailbox {Terminal.Paint(Terminal.Bold, name)} was made. Its password is "
                + Terminal.Paint(Terminal.Bold, firstPassword));
            Line("  It is shown this once. To set another, write it into settings.txt there.");
        }

        Line("\n  Send a test mail, then fetch it:");
        Line($"    printf 'Subject: test\\r\\n\\r\\nhello\\r\\n' | curl -sS smtp://{smtp} "
            + $"--mail-from me@here --mail-rcpt {name} -T -");
        Line($"    curl -sS -u '{name}:{password}' pop3://{pop3}/1");
        Line("\n  Ctrl-C stops it.\n");
    }

    private static void Line(string text)
    {
        Console.Out.WriteLine(text);
    }
}
