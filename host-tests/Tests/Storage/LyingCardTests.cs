using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>A card that may take back its last operations: what waits for later commits, and that
/// this waiting ends.</summary>
public sealed class LyingCardTests
{
    private const int FewRows = 24;
    private const int ShelvesMax = 64;
    private const int RoomMax = 2000;
    private const int Sent = 11;
    private const int LostMax = 2;
    private const int CutsMax = 24;
    private const int Seeds = 8;

    private World _world = NewWorld(1, Capacity.Board().Messages, 1);

    [Fact]
    public void Index_says_that_files_are_gone_when_enough_commits_followed()
    {
        Send(Begin("carol"));
        Delete("carol", 1);
        AssertSaidAfterEnoughCommits();
    }

    [Fact]
    public void Commits_that_write_nothing_are_none()
    {
        Send(Begin("carol"));
        List<ScriptedClient> waiting = Enumerable.Range(0, _world.Volume.MessagesAtRisk)
            .Select(_ => Begin("dave")).ToList();
        Send(Begin("dave"));
        Delete("carol", 1);
        Assert.All(waiting, client =>
            Assert.StartsWith("552", Send(client), StringComparison.Ordinal));
        AssertSaidAfterEnoughCommits();
    }

    [Fact]
    public void Store_comes_to_rest_however_little_room_there_is()
    {
        for (int room = 0; room < RoomMax; room += 8)
        {
            _world = NewWorld(room, FewRows, 1);
            Play("abababababBBAabaaa");
            _world.Volume.Faults.RoomOctets = room;
            Play("ababBAb");
            _world.Server.Stop(_world.Clock.NowMs);
        }
    }

    /// <summary>A card that takes back the deletes of a session takes back the newest deliveries
    /// before it as well, also of messages that it was to delete.</summary>
    [Fact]
    public void Deletes_happen_together_whatever_newest_messages_are_lost_before_them()
    {
        List<int> all = Enumerable.Range(1, Sent).ToList();
        HashSet<int> left = new HashSet<int>();
        for (int i = 0; i < Seeds * CutsMax; i++)
        {
            _world = NewWorld(i, Capacity.Board().Messages, Sent);
            all.ForEach(_ => Send(Begin("alice")));
            CutAtQuit(i / Seeds);
            List<int> numbers = Numbers("alice");
            bool happened = numbers.SequenceEqual(all.Where(number => number % 2 == 0));
            Assert.True(
                happened || numbers.SequenceEqual(all.Take(Math.Max(numbers.Count, Sent - LostMax))),
                $"cut {i}: {string.Join(' ', numbers)}");
            left.Add(numbers.Count);
        }

        // The deletes, none, and none with one message lost and with two.
        Assert.Equal(3 + LostMax - 1, left.Count);
    }

    [Fact]
    public void Start_drops_any_of_the_newest_messages_that_is_damaged_and_no_older_one()
    {
        for (int sent = 1; sent <= 7; sent++)
        {
            for (int damaged = 1; damaged <= sent; damaged++)
            {
                _world = NewWorld(1, Capacity.Board().Messages, Sent);
                Enumerable.Range(0, sent).ToList().ForEach(_ => Send(Begin("alice")));
                _world.Volume.Corrupt(FileKind.Message, damaged, 20);
                _world.StartAgain();
                bool drops = damaged > sent - _world.Volume.MessagesAtRisk;
                Assert.Equal(drops ? 1 : 0, _world.Server.Store.Report.Dropped);
                Assert.Equal(
                    Enumerable.Range(1, sent).Where(number => !drops || number != damaged),
                    Numbers("alice"));
                _world.Settle();
                Assert.Equal(
                    sent - (drops ? 1 : 0), _world.Volume.Numbers(FileKind.Message).Count);
            }
        }
    }

    [Fact]
    public void Start_drops_no_message_that_was_deleted_or_that_cannot_be_read()
    {
        Enumerable.Range(0, 3).ToList().ForEach(_ => Send(Begin("bob")));
        Send(Begin("alice"));
        Delete("alice", 1);
        _world.StartAgain();
        Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
        Assert.Equal(0, _world.Server.Store.Report.Dropped);
        _world.Settle();
        int last = _world.Volume.Numbers(FileKind.Message)[^1];
        _world.Volume.Faults.MakeUnreadable(FileKind.Message, last);
        _world.StartAgain();
        Assert.Equal(StoreStatus.VolumeFailed, _world.OpenStatus);
        Assert.Contains(last, _world.Volume.Numbers(FileKind.Message));
    }

    private static World NewWorld(int seed, int rows, int quota)
    {
        Capacity capacity = Capacity.Board();
        capacity.SmtpSlots = 6;
        capacity.Messages = rows;
        capacity.Shelves = ShelvesMax;
        string settings = "hostname = mailbox.test\n"
            + SettingsSource.Quick("alice", "bob", "carol", "dave");
        return new World(
            settings + $"quota-messages = {quota}\n", capacity, seed, Medium.LyingFat);
    }

    /// <summary>Deletes every other message, and cuts the power at an operation of QUIT.</summary>
    private void CutAtQuit(int operation)
    {
        ScriptedClient client = _world.Connect(false);
        client.LogIn("alice", "x");
        for (int i = 1; i <= Sent; i += 2)
        {
            client.Command($"DELE {i}");
        }

        _world.Volume.Faults.From = _world.Volume.Operations + operation;
        client.Command("QUIT");
        _world.Settle();
        _world.Volume.Faults.Clear();
        _world.PowerCut();
    }

    /// <summary>The numbers of the messages in a mailbox.</summary>
    private List<int> Numbers(string mailbox)
    {
        ScriptedClient client = _world.Connect(false);
        client.LogIn(mailbox, "x");
        return client.Numbers();
    }

    /// <summary>Plays what clients do: <c>a</c> and <c>b</c> are messages, <c>B</c> one that is
    /// given up, <c>A</c> deletes.</summary>
    private void Play(string script)
    {
        foreach (char what in script)
        {
            switch (what)
            {
                case 'A':
                    Delete("alice", 3);
                    break;
                case 'B':
                    ScriptedClient client = Begin("bob");
                    client.SendRaw(new string('x', 2000));
                    _world.Settle();
                    client.Connection.ClientReset();
                    _world.Settle();
                    break;
                default:
                    Send(Begin(what == 'a' ? "alice" : "bob"));
                    break;
            }
        }
    }

    private void AssertSaidAfterEnoughCommits()
    {
        for (int i = 0; i <= _world.Volume.MessagesAtRisk; i++)
        {
            Assert.False(SaysRemoved());
            Assert.StartsWith("250", Send(Begin("bob")), StringComparison.Ordinal);
        }

        Assert.True(SaysRemoved());
    }

    private bool SaysRemoved()
    {
        byte[] journal = _world.Volume.Contents(
            FileKind.Journal, _world.Volume.Numbers(FileKind.Journal)[^1]);
        return journal.Where((_, at) => at % 32 == 0).Contains((byte)'C');
    }

    /// <summary>Sends all of a message but its end.</summary>
    private ScriptedClient Begin(string to)
    {
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        client.Command($"RCPT TO:<{to}>");
        if (client.Command("DATA")[0] == '3')
        {
            client.SendRaw("x\r\n");
        }

        _world.Settle();
        return client;
    }

    private string Send(ScriptedClient client)
    {
        string reply = client.Command(".");
        client.Connection.ClientHalfClose();
        _world.Settle();
        return reply;
    }

    private void Delete(string mailbox, int messages)
    {
        ScriptedClient client = _world.Connect(false);
        client.LogIn(mailbox, "x");
        for (int i = 1; i <= messages; i++)
        {
            client.Command($"DELE {i}");
        }

        client.Command("QUIT");
        client.Connection.ClientHalfClose();
        _world.Settle();
    }
}
