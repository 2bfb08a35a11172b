using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>An open maildrop stays as it was opened while messages of others come and go.</summary>
public sealed class OpenMaildropTests
{
    private const int Of = 4;

    private readonly World _world = new World(
        SettingsSource.Quick("alice", "bob", "carol"), ShelfCapacity.Few(), 1);

    [Fact]
    public void Next_message_is_the_next_one_when_old_messages_of_another_came_from_a_shelf()
    {
        Deliver("alice", 3 * ShelfCapacity.Rows);
        Deliver("bob", Of);
        ScriptedClient bob = Visits.LogIn(_world, "bob");
        ExpectFirst(bob);
        int row = _world.Server.Store.Columns.Find(1, 0);
        Visits.LogIn(_world, "alice");
        Assert.NotEqual(row, _world.Server.Store.Columns.Find(1, 0));
        ExpectOthers(bob);
    }

    [Fact]
    public void Next_message_is_the_next_one_when_messages_of_another_are_gone()
    {
        Deliver("alice", 2);
        Deliver("bob", Of);
        ScriptedClient bob = Visits.LogIn(_world, "bob");
        ExpectFirst(bob);
        ScriptedClient alice = Visits.LogIn(_world, "alice");
        alice.Command("DELE 1");
        alice.Command("DELE 2");
        alice.Command("QUIT");
        _world.Pass(1000);
        Assert.Equal(0, _world.Server.Store.Columns.Find(1, 0));
        ExpectOthers(bob);
    }

    private static void ExpectFirst(ScriptedClient bob)
    {
        Assert.Contains("Subject: bob 0", bob.MultiLine("RETR 1")!);
    }

    private static void ExpectOthers(ScriptedClient bob)
    {
        for (int i = 1; i < Of; i++)
        {
            Assert.Contains($"Subject: bob {i}", bob.MultiLine($"RETR {i + 1}")!);
        }
    }

    private void Deliver(string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Visits.DeliverData(_world, $"Subject: {name} {i}\r\n", name);
        }
    }
}
