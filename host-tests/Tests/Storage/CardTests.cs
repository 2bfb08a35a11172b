using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Cards that are taken out, put back, swapped, and written elsewhere meanwhile.</summary>
public sealed class CardTests
{
    private readonly World _world = new World(SettingsSource.Default, Capacity.Board(), 1);

    [Fact]
    public void Without_a_card_mail_is_refused_and_the_card_is_in_use_again_when_it_is_back()
    {
        Send("one", "250");
        MemoryCard card = _world.Volume.TakeOut();
        Send("lost", "451");
        Send("lost", "452");
        Assert.StartsWith("-ERR [SYS/TEMP]", LogIn(), StringComparison.Ordinal);
        _world.Volume.PutIn(card);
        Send("asks", "452");
        Send("two", "250");
        Assert.Equal(["one", "two"], Subjects());
        Assert.Equal(2, _world.Volume.FileCount - 2);
    }

    [Fact]
    public void Swapped_card_is_adopted_and_neither_has_mail_or_ids_of_the_other()
    {
        Send("one", "250");
        string id = UniqueIds()[0];
        MemoryCard first = _world.Volume.TakeOut();
        _world.Volume.PutIn(null);
        Send("notices", "45");
        Send("two", "250");
        Assert.Equal(["two"], Subjects());
        Assert.Equal([0], _world.Volume.Numbers(FileKind.Reserve));
        Assert.NotEqual(id[..16], UniqueIds()[0][..16]);
        MemoryCard second = _world.Volume.TakeOut();
        _world.Volume.PutIn(first);
        Send("notices", "45");
        Send("three", "250");
        Assert.Equal(["one", "three"], Subjects());
        Assert.Equal(id, UniqueIds()[0]);
        _world.Volume.TakeOut();
        _world.Volume.PutIn(second);
        _world.PowerCut();
        Assert.Equal(["two"], Subjects());
    }

    [Fact]
    public void Numbers_of_one_card_do_not_go_on_on_another()
    {
        Send("one", "250");
        Send("two", "250");
        Send("three", "250");
        _world.Volume.TakeOut();
        _world.Volume.PutIn(null);
        Send("notices", "45");
        Send("four", "250");
        Assert.Equal("00000001", UniqueIds()[0].Substring(16, 8));
    }

    [Fact]
    public void Names_of_one_card_do_not_get_onto_another()
    {
        World world = new World(
            SettingsSource.Default, Capacity.Board(), 1, Medium.LittleFs, volume =>
            {
                World other = new World(
                    SettingsSource.Quick("carol"), Capacity.Board(), 2);
                volume.TakeOut();
                volume.PutIn(other.Volume.CopyCard());
                volume.Mount();
            });
        Assert.Contains("carol", JournalText(world.Volume), StringComparison.Ordinal);
        world.Volume.TakeOut();
        world.Volume.PutIn(null);
        world.Connect(true).Deliver("a@b", "alice", "Subject: notices\r\n");
        string reply = world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n");
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("carol", JournalText(world.Volume), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_that_goes_in_the_middle_of_mail_data_and_of_a_download_loses_nothing_that_was_answered()
    {
        Send("one", "250");
        ScriptedClient reader = _world.Connect(false);
        Assert.StartsWith("+OK", reader.LogIn("alice", "secret"), StringComparison.Ordinal);
        ScriptedClient sender = Begin(out _);
        sender.SendRaw("Subject: half\r\n\r\n" + new string('x', 5000) + "\r\n");
        _world.Settle();
        MemoryCard card = _world.Volume.TakeOut();
        sender.SendRaw("end\r\n.\r\n");
        Assert.StartsWith("451", sender.ReadReply(), StringComparison.Ordinal);
        Leave(sender);
        Assert.Null(reader.MultiLine("RETR 1"));
        _world.Volume.PutIn(card);
        Send("asks", "452");
        Assert.Null(reader.ReadLine());
        Assert.True(reader.Connection.ServerClosed);
        reader.Connection.ClientHalfClose();
        Send("two", "250");
        Assert.Equal(["one", "two"], Subjects());
        Assert.Equal(0, _world.Volume.OpenHandles);
    }

    [Fact]
    public void Deletes_that_were_not_committed_before_the_card_went_are_not_answered_and_not_done()
    {
        Send("one", "250");
        ScriptedClient reader = _world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.Command("DELE 1");
        MemoryCard card = _world.Volume.TakeOut();
        Assert.StartsWith("-ERR [SYS/TEMP]", reader.Command("QUIT"), StringComparison.Ordinal);
        Leave(reader);
        _world.Volume.PutIn(card);
        Send("asks", "452");
        Assert.Equal(["one"], Subjects());
    }

    [Fact]
    public void Mailbox_whose_number_is_that_of_another_on_the_next_card_does_not_get_its_mail()
    {
        World other = new World(SettingsSource.Quick("carol", "alice"), Capacity.Board(), 2);
        other.Connect(true).Deliver("a@b", "alice", "Subject: for alice\r\n\r\n");
        Send("one", "250");
        _world.Volume.TakeOut();
        _world.Volume.PutIn(other.Volume.CopyCard());
        Send("notices", "45");
        Send("two", "250");
        Assert.Equal(["for alice", "two"], Subjects());
        ScriptedClient bob = _world.Connect(false);
        Assert.EndsWith(" 0 0", bob.LogIn("bob", "hunter2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_with_shelves_that_is_put_in_again_has_each_message_once()
    {
        const int Many = 2 * ShelfCapacity.Rows;
        World world = new World(SettingsSource.Quick("alice"), ShelfCapacity.Few(), 1);
        for (int i = 0; i < Many; i++)
        {
            world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n");
            world.Settle();
        }

        int shelves = world.Server.Store.Shelves.CountOf(Shelves.Closed);
        Assert.True(shelves > 1);
        MemoryCard card = world.Volume.TakeOut();
        world.Connect(true).Deliver("a@b", "alice", "Subject: notices\r\n");
        world.Volume.PutIn(card);
        world.Connect(true).Deliver("a@b", "alice", "Subject: asks\r\n");
        world.Settle();
        Assert.InRange(world.Server.Store.Totals.Messages(0), Many, Many + 1);
        Assert.InRange(world.Server.Store.Shelves.CountOf(Shelves.Closed), shelves, shelves + 1);
    }

    [Fact]
    public void Card_written_by_a_larger_appliance_is_used_whole_by_a_small_one()
    {
        const int Many = 3 * ShelfCapacity.Rows;
        for (int i = 0; i < Many; i++)
        {
            Send($"{i}", "250");
        }

        World small = _world.OnCopy(ShelfCapacity.Few());
        for (int start = 0; start < 3; start++)
        {
            Assert.Equal(StoreStatus.Ready, small.OpenStatus);
            Assert.Equal(Many, small.Server.Store.Totals.Messages(0));
            small.Settle();
            Assert.Equal(
                small.Server.Store.Shelves.Count, small.Volume.Numbers(FileKind.Shelf).Count);
            small.PowerCut();
        }

        // What is on shelves is in its journal, so that no start writes them again.
        Assert.Equal([2], small.Volume.Numbers(FileKind.Journal));
    }

    [Fact]
    public void Card_that_was_written_elsewhere_is_read_anew_before_anything_is_written_to_it()
    {
        Send("one", "250");
        MemoryCard card = _world.Volume.TakeOut();
        World elsewhere = new World(
            SettingsSource.Default, Capacity.Board(), 2, Medium.LittleFs, volume =>
            {
                volume.TakeOut();
                volume.PutIn(card);
                volume.Mount();
            });
        elsewhere.Volume.Delete(FileKind.Journal, elsewhere.Volume.Numbers(FileKind.Journal)[0]);
        elsewhere.StartAgain();
        ScriptedClient client = elsewhere.Connect(true);
        Assert.StartsWith(
            "250", client.Deliver("a@b", "alice", "Subject: away\r\n\r\n"),
            StringComparison.Ordinal);
        _world.Volume.PutIn(elsewhere.Volume.TakeOut());
        Send("notices", "45");
        Send("two", "250");
        Assert.Equal(["one", "away", "two"], Subjects());
    }

    [Fact]
    public void Card_that_is_swapped_between_rcpt_and_data_gives_nobody_the_mail_of_another()
    {
        // Its first mailbox is that of bob; on the one that goes, it is that of alice.
        World other = new World(SettingsSource.Quick("bob", "alice"), Capacity.Board(), 2);
        ScriptedClient sender = _world.Connect(true);
        sender.ReadReply();
        sender.Command("EHLO x");
        sender.Command("MAIL FROM:<a@b>");
        Assert.StartsWith("250", sender.Command("RCPT TO:<alice>"), StringComparison.Ordinal);
        _world.Volume.TakeOut();
        _world.Volume.PutIn(other.Volume.CopyCard());
        Send("notices", "45");
        Send("first", "250");
        Assert.StartsWith("354", sender.Command("DATA"), StringComparison.Ordinal);
        sender.SendRaw("Subject: second\r\n\r\n.\r\n");
        Assert.StartsWith("250", sender.ReadReply(), StringComparison.Ordinal);
        Leave(sender);
        Assert.Equal(["first", "second"], Subjects());
        int bob = _world.Server.Store.Accounts.MailboxOf(1);
        Assert.Equal(0, _world.Server.Store.Totals.Messages(bob));
    }

    [Fact]
    public void Card_that_is_taken_out_again_and_again_has_as_much_room_as_before()
    {
        _world.Volume.CapacityKib = 400;
        string data = "Subject: x\r\n" + new string('x', 900).Insert(0, "\r\n");
        string large = string.Concat(Enumerable.Repeat(data + "\r\n", 80));
        for (int i = 0; i < 4; i++)
        {
            string reply = _world.Connect(true).Deliver("a@b", "alice", large);
            Assert.StartsWith("250", reply, StringComparison.Ordinal);
            _world.Volume.PutIn(_world.Volume.TakeOut());
            Send("notices", "45");
        }

        Assert.Equal(4, _world.Server.Store.Totals.Messages(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Index_that_is_another_one_when_a_commit_fails_is_read_and_not_replaced(int change)
    {
        Send("one", "250");
        World other = new World(SettingsSource.Default, Capacity.Board(), 2);
        other.Connect(true).Deliver("a@b", "bob", "Subject: foreign\r\n");
        byte[] foreign = other.Volume.Contents(FileKind.Journal, 1);
        ScriptedClient sender = Begin(out _);
        sender.SendRaw("Subject: two\r\n\r\n");
        _world.Settle();

        // What shows no change: a file that a PC wrote, lost, emptied, or made another one.
        _world.Volume.Lose(FileKind.Journal, 1);
        byte[][] changed = [[], [.. foreign.Select(octet => (byte)~octet)], foreign];
        if (change > 0)
        {
            _world.Volume.Put(FileKind.Journal, 1, changed[change - 1]);
        }

        _world.Volume.Faults.From = _world.Volume.Operations + 5 - (change == 0 ? 2 : 0);
        _world.Volume.Faults.Count = 1;
        sender.SendRaw(".\r\n");
        Assert.StartsWith("45", sender.ReadReply(), StringComparison.Ordinal);
        _world.Volume.Faults.Clear();
        Leave(sender);
        Send("three", "250");
        List<string> subjects = Subjects();
        Assert.Equal("three", subjects[^1]);
        Assert.Equal(change == 3 ? 0 : 1, subjects.Count(subject => subject == "one"));
        int bob = _world.Server.Store.Accounts.MailboxOf(1);
        Assert.Equal(change == 3 ? 1 : 0, _world.Server.Store.Totals.Messages(bob));
        Assert.Equal(0, _world.Volume.OpenHandles);
    }

    private static string JournalText(MemoryVolume volume)
    {
        int number = volume.Numbers(FileKind.Journal).Single();
        return Encoding.Latin1.GetString(volume.Contents(FileKind.Journal, number));
    }

    private void Send(string subject, string expected)
    {
        ScriptedClient client = Begin(out string reply);
        if (reply[0] == '3')
        {
            client.SendRaw($"Subject: {subject}\r\n\r\n.\r\n");
            reply = client.ReadReply();
        }

        Assert.StartsWith(expected, reply, StringComparison.Ordinal);
        Leave(client);
    }

    private ScriptedClient Begin(out string reply)
    {
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        reply = client.Command("MAIL FROM:<a@b>");
        if (reply[0] == '2')
        {
            client.Command("RCPT TO:<alice>");
            reply = client.Command("DATA");
        }

        return client;
    }

    private void Leave(ScriptedClient client)
    {
        client.Connection.ClientHalfClose();
        _world.Pass(1000);
    }

    private string LogIn()
    {
        ScriptedClient client = _world.Connect(false);
        string response = client.LogIn("alice", "secret");
        Leave(client);
        return response;
    }

    private List<string> UniqueIds()
    {
        ScriptedClient client = _world.Connect(false);
        client.LogIn("alice", "secret");
        List<string> ids = client.MultiLine("UIDL")!.Select(line => line.Split(' ')[1]).ToList();
        Leave(client);
        return ids;
    }

    private List<string> Subjects()
    {
        ScriptedClient client = _world.Connect(false);
        Assert.StartsWith("+OK", client.LogIn("alice", "secret"), StringComparison.Ordinal);
        List<string> subjects = new List<string>();
        int count = client.MultiLine("LIST")!.Count;
        MailStore store = _world.Server.Store;
        Assert.Equal(count, store.Totals.Messages(store.Accounts.MailboxOf(0)));
        for (int i = 1; i <= count; i++)
        {
            subjects.Add(client.MultiLine($"RETR {i}")!
                .First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..]);
        }

        Leave(client);
        return subjects;
    }
}
