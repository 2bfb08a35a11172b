using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>What a client does in one visit, when all goes as it should. Passwords are those of
/// <see cref="SettingsSource.Quick"/>.</summary>
internal static class Visits
{
    private const string Message = "Subject: x\r\n";
    private const string Recipient = "Delivered-To: ";

    /// <summary>Delivers a message to mailboxes.</summary>
    public static void Deliver(World world, params string[] names)
    {
        DeliverData(world, Message, names);
    }

    /// <summary>Delivers a message of these lines to mailboxes.</summary>
    public static void DeliverData(World world, string data, params string[] names)
    {
        string reply = world.Connect(true).DeliverPlain(names, data);
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        world.Settle();
    }

    /// <summary>Opens a maildrop.</summary>
    public static ScriptedClient LogIn(World world, string name)
    {
        ScriptedClient reader = world.Connect(false);
        Assert.StartsWith("+OK", reader.LogIn(name, "x"), StringComparison.Ordinal);
        return reader;
    }

    /// <summary>Ends a connection, without QUIT or after it.</summary>
    public static void Leave(World world, ScriptedClient client)
    {
        client.Connection.ClientHalfClose();
        world.Settle();
    }

    /// <summary>Ends a POP3 session in order: what was marked is deleted.</summary>
    public static void Quit(World world, ScriptedClient reader)
    {
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        Leave(world, reader);
    }

    /// <summary>The numbers of the messages that a session sees.</summary>
    public static List<int> Numbers(World world, string name)
    {
        ScriptedClient reader = LogIn(world, name);
        List<int> numbers = reader.Numbers();
        Quit(world, reader);
        return numbers;
    }

    /// <summary>Reads and deletes all messages of a mailbox, however many sessions that takes. Each
    /// has the size that was told, and names this mailbox and no other.</summary>
    /// <returns>Their numbers.</returns>
    public static List<int> Drain(World world, string name = "alice")
    {
        List<int> numbers = new List<int>();
        int before;
        do
        {
            before = numbers.Count;
            ScriptedClient reader = LogIn(world, name);
            List<int> seen = reader.Numbers();
            List<string> sizes = reader.MultiLine("LIST")!;
            Assert.Equal(seen.Count, sizes.Count);
            for (int i = 1; i <= seen.Count; i++)
            {
                List<string> message = reader.MultiLine($"RETR {i}")!;
                Assert.Equal($"{i} {message.Sum(line => line.Length + 2)}", sizes[i - 1]);
                Assert.Equal([Recipient + name], message.Where(line => line.StartsWith(
                    Recipient, StringComparison.Ordinal)));
                Assert.StartsWith("+OK", reader.Command($"DELE {i}"), StringComparison.Ordinal);
            }

            numbers.AddRange(seen);
            Quit(world, reader);
        }
        while (numbers.Count > before);
        return numbers.Order().ToList();
    }
}
