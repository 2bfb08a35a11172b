using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Server;

/// <summary>One buffer at a time has the large memory, and no client sees whether it is
/// his.</summary>
public sealed class LargeMemoryTests
{
    private const int GroupsBehind = 60;
    private const int LongLines = 400;
    private const int LongOctets = 20_000;

    // More than an output has of its own, and less than half of the large memory, so that the end
    // of the response comes with it.
    private const int OneBufferOctets = 1000;

    private const string SmtpStart = "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\n";

    // Each command with the code of its reply; that to EHLO is the longest.
    private static readonly (string Command, string Code)[] s_group =
    [
        ("NOOP", "250"), ("EHLO client.example.org", "250"), ("HELP", "214"),
        ("MAIL FROM:<alice@example.org>", "250"), ("RCPT TO:<bob@mailbox.test>", "250"),
        ("RSET", "250"), ("VRFY alice", "252"),
    ];

    private static readonly string[] s_fetching =
    [
        "USER alice", "PASS secret", "STAT", "LIST", "RETR 1", "NOOP", "UIDL", "TOP 1 7",
        "RETR 2", "LIST 2", "DELE 2", "RETR 2", "RETR 1", "RSET", "TOP 2 9999", "CAPA", "QUIT",
    ];

    // Lines of all lengths, many of which begin with a dot, and some are empty.
    private static readonly string s_long = "Subject: long\r\n\r\n" + string.Concat(
        Enumerable.Range(0, LongLines).Select(
            i => new string('.', i % 3) + new string((char)('a' + (i % 26)), i % 79) + "\r\n"));

    private static readonly string s_stuffed =
        s_long.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1000, 0)]
    [InlineData(2040, 0)]
    [InlineData(2060, 0)]
    [InlineData(3060, 0)]
    [InlineData(3067, 0)]
    [InlineData(3068, 0)]
    [InlineData(3069, 0)]
    [InlineData(3070, 0)]
    [InlineData(3071, 0)]
    [InlineData(3072, 0)]
    [InlineData(9000, 0)]
    [InlineData(9000, 1)]
    [InlineData(9000, 700)]
    [InlineData(9000, 1440)]
    public void Commands_behind_the_final_dot_are_all_answered(int textOctets, int segment)
    {
        World world = NewWorld();
        ScriptedClient client = BeginMail(world, segment);

        // All that fits comes before anything can be sent.
        client.Connection.Stall(true);
        client.SendRaw(new string('x', textOctets) + "\r\n.\r\n");
        for (int i = 0; i < GroupsBehind; i++)
        {
            client.SendRaw(string.Concat(s_group.Select(each => each.Command + "\r\n")));
        }

        client.SendRaw("QUIT\r\n");
        world.Settle();
        client.Connection.Stall(false);
        Assert.StartsWith("250 2.0.0 Stored", client.ReadReply(), StringComparison.Ordinal);
        for (int i = 0; i < GroupsBehind; i++)
        {
            foreach ((string command, string code) in s_group)
            {
                string reply = client.ReadReply();
                Assert.True(
                    reply.StartsWith(code, StringComparison.Ordinal), $"{command}: {reply}");
            }
        }

        Assert.StartsWith("221", client.ReadReply(), StringComparison.Ordinal);
        client.Connection.ClientHalfClose();
        AssertIsBack(world);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(61)]
    [InlineData(1440)]
    public void A_slow_reader_who_pipelines_gets_what_one_gets_who_waits(int segment)
    {
        World world = NewWorld();
        Fill(world);
        string waiting = Fetch(world, 0, false);
        Assert.Contains(s_stuffed, waiting, StringComparison.Ordinal);
        Assert.Equal(waiting, Fetch(world, segment, true));
        AssertIsBack(world);
    }

    [Fact]
    public void Two_at_a_time_send_and_fetch_the_same_as_one()
    {
        World world = NewWorld();
        Fill(world);
        List<ScriptedClient> senders = [BeginMail(world, 500), BeginMail(world, 900)];
        ScriptedClient[] readers = [world.Connect(false), world.Connect(false)];
        Assert.StartsWith("+OK", readers[0].LogIn("alice", "secret"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", readers[1].LogIn("bob", "hunter2"), StringComparison.Ordinal);
        readers[0].Connection.Stall(true);
        readers[0].Send("RETR 1");
        world.Settle();
        for (int at = 0; at < s_stuffed.Length; at += 100)
        {
            string piece = s_stuffed.Substring(at, Math.Min(100, s_stuffed.Length - at));
            senders.ForEach(sender => sender.SendRaw(piece));
            world.Settle();
        }

        string[] lines = s_long.Split("\r\n")[..^1];
        Assert.Equal(lines, readers[1].MultiLine("RETR 1")![^lines.Length..]);
        readers[0].Connection.Stall(false);
        Assert.StartsWith("+OK", readers[0].ReadReply(), StringComparison.Ordinal);
        senders.ForEach(sender => Assert.StartsWith(
            "250", sender.Command("."), StringComparison.Ordinal));
        while (readers[0].ReadLine() is { } line && line != ".")
        {
        }

        senders.ForEach(sender => sender.Connection.ClientReset());
        Array.ForEach(readers, reader => Assert.Equal("+OK Goodbye", reader.Command("QUIT")));
        Array.ForEach(readers, reader => reader.Connection.ClientHalfClose());
        AssertIsBack(world);
        ScriptedClient last = world.Connect(false);
        last.LogIn("alice", "secret");
        for (int number = 2; number <= 4; number++)
        {
            Assert.Equal(lines, last.MultiLine($"RETR {number}")![^lines.Length..]);
        }
    }

    [Theory]
    [InlineData("reset in the mail data")]
    [InlineData("half-close in the mail data")]
    [InlineData("silence in the mail data")]
    [InlineData("reset before the commands behind it are answered")]
    [InlineData("half-close with commands behind it")]
    [InlineData("a message that is refused")]
    [InlineData("reset in a response")]
    [InlineData("half-close in a response")]
    [InlineData("a response that nobody takes")]
    [InlineData("a message that is damaged")]
    [InlineData("a card that is gone")]
    public void However_a_session_ends_the_next_one_has_the_memory(string how)
    {
        World world = NewWorld();
        Fill(world);
        bool isSmtp = !how.Contains("response", StringComparison.Ordinal)
            && how != "a message that is damaged" && how != "a card that is gone";
        ScriptedClient client = isSmtp ? BeginMail(world, 0) : world.Connect(false);
        if (isSmtp)
        {
            client.SendRaw(s_stuffed);
        }
        else
        {
            client.LogIn("alice", "secret");
            client.Connection.Stall(true);
            client.SendRaw("RETR 1\r\nNOOP\r\n");
        }

        world.Settle();

        // In another slot, and there when the memory becomes free.
        ScriptedClient next = world.Connect(true);
        next.ReadReply();
        End(world, client, next, how);
        world.Pass(3000);
        Assert.Equal(1, world.Server.OpenConnections);
        World other = NewWorld();
        ScriptedClient alone = other.Connect(true);
        alone.ReadReply();
        Assert.Equal(OperationsToSend(other, alone), OperationsToSend(world, next));
        next.Connection.ClientHalfClose();
        AssertIsBack(world);
    }

    [Fact]
    public void Who_is_done_with_mail_data_gives_the_memory_back_and_stays()
    {
        World world = NewWorld();
        int alone = OperationsToDeliver(NewWorld());
        ScriptedClient sender = BeginMail(world, 0);
        Assert.True(OperationsToDeliver(world) > alone + 5);
        sender.SendRaw(s_stuffed);
        Assert.StartsWith("250", sender.Command("."), StringComparison.Ordinal);
        Assert.Equal(alone, OperationsToDeliver(world));
        Assert.StartsWith("250", sender.Command("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_done_with_a_response_gives_the_memory_back_and_stays()
    {
        World world = NewWorld();
        Fill(world);
        world.Connect(true).DeliverPlain(["alice"], new string('x', OneBufferOctets) + "\r\n");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.MultiLine("RETR 3");
        int alone = OperationsToDeliver(NewWorld());
        Assert.Equal(alone, OperationsToDeliver(world));
        reader.Connection.Stall(true);
        reader.Send("RETR 1");
        world.Settle();
        Assert.True(OperationsToDeliver(world) > alone + 5);
        reader.Connection.Stall(false);
        world.Settle();
        Assert.Equal(alone, OperationsToDeliver(world));
    }

    private static World NewWorld()
    {
        return new World(SettingsSource.Default, Capacity.Board(), 1);
    }

    private static void Fill(World world)
    {
        foreach (string[] to in new string[][] { ["alice", "bob"], ["alice"] })
        {
            Assert.StartsWith(
                "250", world.Connect(true).DeliverPlain(to, s_stuffed), StringComparison.Ordinal);
        }
    }

    private static ScriptedClient BeginMail(World world, int segment)
    {
        ScriptedClient client = world.Connect(
            true, NetworkBehaviour.Fixed(segment), "192.168.1.20");
        client.ReadReply();
        foreach (string line in SmtpStart.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            client.Command(line);
        }

        return client;
    }

    private static string Fetch(World world, int segment, bool pipelines)
    {
        ScriptedClient client = world.Connect(
            false, NetworkBehaviour.Fixed(segment), "192.168.1.20");
        if (pipelines)
        {
            client.SendRaw(string.Concat(s_fetching.Select(each => each + "\r\n")));
            client.Connection.ClientHalfClose();
        }

        string all = "";
        for (int i = 0; !client.Connection.ServerClosed; i++)
        {
            if (!pipelines && i < s_fetching.Length)
            {
                client.Send(s_fetching[i]);
            }
            else if (!pipelines)
            {
                client.Connection.ClientHalfClose();
            }

            // For most of the time, nothing can be sent.
            client.Connection.Stall(pipelines && i % 5 != 0);
            world.Pass(pipelines ? 10 : 1000);
            all = client.Unread();
        }

        return all;
    }

    private static void End(World world, ScriptedClient client, ScriptedClient next, string how)
    {
        switch (how)
        {
            case "reset in the mail data" or "reset in a response":
                client.Connection.ClientReset();
                break;
            case "half-close in the mail data" or "half-close in a response":
                client.Connection.ClientHalfClose();
                world.Settle();
                client.Connection.Stall(false);
                break;
            case "reset before the commands behind it are answered"
                or "half-close with commands behind it":
                client.Connection.Stall(true);
                client.SendRaw(".\r\n" + string.Concat(Enumerable.Repeat("NOOP\r\n", 2000)));
                world.Settle();
                client.Connection.Stall(how[0] == 'r');
                if (how[0] == 'r')
                {
                    client.Connection.ClientReset();
                }

                client.Connection.ClientHalfClose();
                break;
            case "a message that is refused":
                world.Volume.Faults.From = world.Volume.Operations;
                world.Volume.Faults.Count = 1;
                client.SendRaw(s_stuffed);
                Assert.StartsWith("451", client.Command("."), StringComparison.Ordinal);
                client.Connection.ClientHalfClose();
                break;
            case "a message that is damaged":
                world.Volume.Corrupt(
                    Core.Storage.FileKind.Message, world.Volume.Numbers(
                        Core.Storage.FileKind.Message)[0], s_long.Length);
                client.Connection.Stall(false);
                break;
            case "a card that is gone":
                Core.Storage.IVolume volume = world.Volume;
                MemoryCard card = world.Volume.TakeOut();
                client.Connection.Stall(false);
                world.Settle();
                world.Volume.PutIn(card);
                volume.Mount();

                // Who wants the store has it opened again.
                next.Command("HELO x");
                next.Command("MAIL FROM:<a@b>");
                world.Settle();
                next.Command("RSET");
                break;
            default:
                // Nobody says anything, nor takes anything.
                world.Pass(Limits.SmtpIdleMs / 2);
                next.Command("NOOP");
                world.Pass((Limits.SmtpIdleMs / 2) + 1000);
                client.Connection.ClientHalfClose();
                break;
        }
    }

    /// <summary>Tells that no session is left, and that the next one has the large
    /// memory.</summary>
    private static void AssertIsBack(World world)
    {
        world.Pass(3000);
        Assert.Equal(0, world.Server.OpenConnections);
        Assert.Equal(0, world.Server.Counters.Get(Counters.Faults));
        Assert.Equal(OperationsToDeliver(NewWorld()), OperationsToDeliver(world));
    }

    /// <summary>The operations of the volume that a long message takes: fewer when the large memory
    /// is free.</summary>
    private static int OperationsToDeliver(World world)
    {
        // Who left the memory in the first slot has it there still, so this is for another one.
        ScriptedClient first = world.Connect(true);
        world.Pass(100);
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        int operations = OperationsToSend(world, client);
        client.Connection.ClientReset();
        first.Connection.ClientReset();
        world.Pass(100);
        return operations;
    }

    private static int OperationsToSend(World world, ScriptedClient client)
    {
        int before = 0;
        client.Command("HELO x");

        // The first message of a store does more.
        foreach (string text in new[] { "x", new string('x', LongOctets) })
        {
            before = world.Volume.Operations;
            client.Command("MAIL FROM:<a@b>");
            client.Command("RCPT TO:<bob>");
            client.Command("DATA");
            string reply = client.Command(text + "\r\n.");
            Assert.StartsWith("250", reply, StringComparison.Ordinal);
            world.Pass(1000);
        }

        return world.Volume.Operations - before;
    }
}
