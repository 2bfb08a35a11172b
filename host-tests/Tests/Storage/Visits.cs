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

    /// <summary>Delivers so many messages, one after the other.</summary>
    public static void DeliverMany(World world, int count, params string[] names)
    {
        for (int i = 0; i < count; i++)
        {
            Deliver(world, names);
        }
    }

    /// <summary>Delivers a message where that may be refused.</summary>
    /// <returns>True when it was delivered.</returns>
    public static bool TryDeliver(World world, params string[] names)
    {
        string reply = world.Connect(true).DeliverPlain(names, Message);
        world.Settle();
        return reply[0] == '2';
    }

    /// <summary>Begins a message, up to its data.</summary>
    public static ScriptedClient Begin(World world, params string[] names)
    {
        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("HELO x");
        sender.Command("MAIL FROM:<a@b>");
        Array.ForEach(names, name => sender.Command($"RCPT TO:<{name}>"));
        Assert.StartsWith("354", sender.Command("DATA"), StringComparison.Ordinal);
        return sender;
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

    /// <summary>Fetches all messages that a session sees.</summary>
    /// <returns>Their numbers.</returns>
    public static List<int> Fetch(World world, string name)
    {
        ScriptedClient reader = LogIn(world, name);
        List<int> numbers = reader.Numbers();
        for (int i = 1; i <= numbers.Count; i++)
        {
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

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
