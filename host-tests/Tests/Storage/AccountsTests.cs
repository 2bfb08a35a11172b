using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Names of mailboxes, as many as there is room for, and those of former
/// settings.</summary>
public sealed class AccountsTests
{
    [Fact]
    public void As_many_aliases_as_there_is_room_for_lead_each_to_its_mailbox()
    {
        Capacity capacity = Capacity.Board();
        int many = capacity.Aliases - 3;
        string alice = string.Join(' ', Enumerable.Range(0, many).Select(i => $"a{i}"));
        string settings = SettingsSource.Quick("alice") + $"alias = {alice}\n"
            + SettingsSource.Quick("bob") + "alias = b0 b1 b2\n";
        World world = new World(settings, capacity, 1);
        for (int i = 0; i < capacity.Aliases; i++)
        {
            bool isAlice = i < many;
            string name = isAlice ? $"a{i}" : $"b{i - many}";
            Visits.Deliver(world, name);
            Assert.Equal(isAlice ? i + 1 : many, world.Server.Store.Totals.Messages(0));
            Assert.Equal(isAlice ? 0 : i + 1 - many, world.Server.Store.Totals.Messages(1));
        }

        Assert.ThrowsAny<ArgumentException>(
            () => SettingsSource.Read(settings + "alias = b3\n", capacity));
    }

    [Fact]
    public void Mailbox_that_left_the_settings_takes_no_mail_and_lets_nobody_in()
    {
        World world = OnCardOf("alice", "carol");
        Assert.StartsWith(
            "550", world.Connect(true).DeliverPlain(["carol"], "x: y\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "550", world.Connect(true).DeliverPlain(["carol+x"], "x: y\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "-ERR", world.Connect(false).LogIn("carol", "x"), StringComparison.Ordinal);
        Visits.Deliver(world, "alice");
    }

    [Fact]
    public void Names_of_former_mailboxes_take_no_more_room_each_time_a_card_is_put_in()
    {
        Capacity capacity = Capacity.Board();
        capacity.AccountOctets = 1;
        World? world = null;
        while (world == null || world.OpenStatus != StoreStatus.Ready)
        {
            capacity.AccountOctets++;
            try
            {
                world = OnCardOf(capacity, "alice", "carol", "dave");
            }
            catch (ArgumentException refused)
            {
                // The settings alone do not fit, and say so.
                Assert.StartsWith("line ", refused.Message, StringComparison.Ordinal);
            }
        }

        for (int i = 0; i < 3; i++)
        {
            MemoryCard card = world.Volume.TakeOut();
            world.Connect(true).DeliverPlain(["alice"], "x: y\r\n");
            world.Settle();
            world.Volume.PutIn(card);
            world.Connect(true).DeliverPlain(["alice"], "x: y\r\n");
            world.Settle();
            Visits.Deliver(world, "alice");
            Assert.Equal(3, world.Server.Store.Accounts.Count);
        }
    }

    private static World OnCardOf(params string[] names)
    {
        return OnCardOf(Capacity.Board(), names);
    }

    /// <summary>An appliance of the first of these mailboxes, on a card that has all of
    /// them.</summary>
    private static World OnCardOf(Capacity capacity, params string[] names)
    {
        return new World(
            SettingsSource.Quick(names[0]), capacity, 1, Medium.LittleFs, volume =>
            {
                World other = new World(SettingsSource.Quick(names), Capacity.Board(), 2);
                volume.TakeOut();
                volume.PutIn(other.Volume.CopyCard());
                volume.Mount();
            });
    }
}
