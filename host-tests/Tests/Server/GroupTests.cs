using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Server;

/// <summary>Commits that wait for each other: what ends together is committed together, in the
/// order of numbers, and nothing waits for long.</summary>
public sealed class GroupTests
{
    private const int GroupMs = 5;
    private const int StepsMax = 100;

    private const string Dialogue =
        "EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\nSubject: x\r\n\r\n";

    private readonly World _world = new World(SettingsSource.Default, CapacityOf(GroupMs), 1);

    [Fact]
    public void Sessions_that_end_while_others_go_on_share_a_commit()
    {
        ScriptedClient[] clients = Enumerable.Range(0, 3).Select(_ => Begin()).ToArray();
        int before = _world.Volume.Commits;
        foreach (ScriptedClient client in clients)
        {
            client.Send(".");
            _world.Server.Step(_world.Clock.NowMs);
            Assert.DoesNotContain("250 2.0.0", client.Unread(), StringComparison.Ordinal);
        }

        _world.Settle();
        Assert.All(clients, client => Assert.Contains(
            "250 2.0.0", client.Unread(), StringComparison.Ordinal));
        Assert.Equal(clients.Length + 1, _world.Volume.Commits - before);
    }

    [Fact]
    public void Commit_waits_no_longer_than_the_group_time()
    {
        ScriptedClient busy = Begin();
        ScriptedClient client = Begin();
        client.Send(".");
        long startMs = _world.Clock.NowMs;
        for (int i = 0; i < StepsMax && !client.Unread().Contains("250 2.0.0", StringComparison.Ordinal); i++)
        {
            busy.Send("a line");
            _world.Server.Step(_world.Clock.NowMs);
            _world.Clock.Advance(1);
        }

        Assert.InRange(_world.Clock.NowMs - startMs, 2, GroupMs + 1);
    }

    [Fact]
    public void Message_whose_client_is_gone_is_committed_before_its_slot_has_another()
    {
        ScriptedClient[] others = Enumerable.Range(0, 3).Select(_ => Begin()).ToArray();
        ScriptedClient client = Begin();
        client.Send(".");
        _world.Server.Step(_world.Clock.NowMs);
        Assert.Equal(0, _world.Server.Store.Columns.Count);

        client.Connection.ClientReset();
        others[0].Send("a line");
        _world.Server.Step(_world.Clock.NowMs);
        ScriptedClient next = _world.Connect(true);
        next.SendRaw(Dialogue + ".\r\n");
        others[0].Send("a line");
        _world.Server.Step(_world.Clock.NowMs);
        _world.Settle();
        Assert.Contains("250 2.0.0", next.Unread(), StringComparison.Ordinal);
        Assert.Equal(2, _world.Server.Store.Columns.Count);
    }

    [Fact]
    public void Messages_keep_their_numbers_whatever_the_order_of_their_sessions()
    {
        ScriptedClient[] clients = Enumerable.Range(0, 4).Select(_ => Begin()).ToArray();
        foreach (ScriptedClient client in clients.Reverse())
        {
            client.Send(".");
            _world.Server.Step(_world.Clock.NowMs);
        }

        int[] files = _world.Volume.Numbers(FileKind.Message).ToArray();
        _world.Settle();
        Assert.Equal(clients.Length, files.Length);
        Assert.Equal(files, _world.Volume.Numbers(FileKind.Message));
        MessageColumns columns = _world.Server.Store.Columns;
        Assert.Equal(files, Enumerable.Range(0, columns.Count).Select(columns.NumberAt));
    }

    [Fact]
    public void File_that_cannot_be_committed_refuses_its_own_message_only()
    {
        ScriptedClient[] clients = Enumerable.Range(0, 2).Select(_ => Begin()).ToArray();
        foreach (ScriptedClient client in clients)
        {
            client.Send(".");
            _world.Server.Step(_world.Clock.NowMs);
        }

        _world.Volume.Faults.From = _world.Volume.Operations;
        _world.Volume.Faults.Count = 1;
        _world.Settle();
        Assert.Contains("451", clients[0].Unread(), StringComparison.Ordinal);
        Assert.Contains("250 2.0.0", clients[1].Unread(), StringComparison.Ordinal);
        Assert.Equal(0, _world.Volume.OpenHandles);
    }

    [Fact]
    public void Volume_that_goes_while_commits_wait_leaves_no_file_open()
    {
        ScriptedClient[] clients = Enumerable.Range(0, 2).Select(_ => Begin()).ToArray();
        clients[0].Send(".");
        _world.Server.Step(_world.Clock.NowMs);
        _world.Volume.TakeOut();
        clients[1].Send(".");
        _world.Settle();
        Assert.All(clients, client => Assert.DoesNotContain(
            "250 2.0.0", client.Unread(), StringComparison.Ordinal));
        _world.Volume.PutIn(null);
        _world.Pass(100);
        Assert.Equal(0, _world.Volume.OpenHandles);
    }

    private static Capacity CapacityOf(int groupMs)
    {
        Capacity capacity = Capacity.Board();
        capacity.GroupMs = groupMs;
        return capacity;
    }

    private ScriptedClient Begin()
    {
        ScriptedClient client = _world.Connect(true);
        client.SendRaw(Dialogue);
        _world.Settle();
        return client;
    }
}
