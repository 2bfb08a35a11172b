using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Every spelling of an end of mail data that is not CRLF.CRLF, with commands
/// behind it.</summary>
public sealed class SmugglingTests
{
    private const string Commands =
        "MAIL FROM:<smuggled@evil>\r\nRCPT TO:<bob>\r\nDATA\r\nSubject: smuggled\r\n\r\nx";

    private static readonly string[] s_ends =
    [
        "", "\r", "\n", "\r\n", "\n\r", "\r\r\n", "\r\n\r", "\n\n", "\r\r", "\0", "\r\0\n",
        "\r\n\0", " \r\n", "\r \n", "\r\n ", "\t\r\n", "\u0085", "\u00e2\u0080\u00a8", "\v\f",
    ];

    private static readonly string[] s_dots = [".", "..", ". ", ".\0", "\0.", " .", "\u002e\u002e."];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void No_other_spelling_ends_mail_data(int segment)
    {
        World world = new World(
            SettingsSource.Quick("alice", "bob"), Capacity.Board(), 1);
        ScriptedClient client = world.Connect(
            true, NetworkBehaviour.Fixed(segment), "192.168.1.20");
        client.ReadReply();
        client.Command("EHLO x");
        int messages = 0;
        foreach (string before in s_ends)
        {
            foreach (string dot in s_dots)
            {
                foreach (string after in s_ends)
                {
                    string end = $"text{before}{dot}{after}";
                    if (!end.Contains("\r\n.\r\n", StringComparison.Ordinal))
                    {
                        messages++;
                        Send(client, end + Commands, messages);
                    }
                }
            }

            // The store has room for a thousand.
            Empty(world);
        }

        Assert.Equal(0, world.Server.Store.Totals.Messages(1));
        Assert.True(messages > 2000, $"{messages} spellings");
    }

    private static void Send(ScriptedClient client, string data, int number)
    {
        client.Command("MAIL FROM:<a@b>");
        client.Command("RCPT TO:<alice>");
        client.Command("DATA");
        client.SendRaw(data + "\r\n.\r\nNOOP\r\n");
        string stored = client.ReadReply();
        string next = client.ReadReply();
        Assert.True(
            stored.StartsWith("250 2.0.0 Stored", StringComparison.Ordinal)
            && next == "250 2.0.0 OK", $"spelling {number}: {stored}, then {next}");
    }

    private static void Empty(World world)
    {
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "x");
        int count = reader.MultiLine("LIST")!.Count;
        for (int i = 1; i <= count; i++)
        {
            reader.Command($"DELE {i}");
        }

        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        reader.Connection.ClientHalfClose();
        world.Pass(2000);
    }
}
