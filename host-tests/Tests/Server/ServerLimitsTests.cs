using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Server;

/// <summary>Limits that a transcript would be too long for.</summary>
public sealed class ServerLimitsTests
{
    [Fact]
    public void Text_line_of_the_longest_length_is_kept_and_a_longer_one_refused()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient client = Begin(world);
        client.Command("RCPT TO:<alice>");
        client.Command("DATA");
        client.Send(new string('x', Limits.TextLineOctetsMax - 1));
        Assert.StartsWith("250", client.Command("."), StringComparison.Ordinal);
        client.Command("MAIL FROM:<a@b>");
        client.Command("RCPT TO:<alice>");
        client.Command("DATA");
        client.Send(new string('x', Limits.TextLineOctetsMax + 1));
        Assert.StartsWith("554 5.6.0", client.Command("."), StringComparison.Ordinal);
        Assert.StartsWith("250", client.Command("NOOP"), StringComparison.Ordinal);
        Assert.Equal(1, world.Server.Store.Columns.Count);
    }

    [Fact]
    public void Recipient_after_the_thousandth_is_refused()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient client = Begin(world);
        for (int i = 0; i < Limits.RecipientsMax; i++)
        {
            Assert.StartsWith(
                "250", client.Command($"RCPT TO:<alice+{i}>"), StringComparison.Ordinal);
        }

        Assert.StartsWith("452 4.5.3", client.Command("RCPT TO:<bob>"), StringComparison.Ordinal);
    }

    [Fact]
    public void Password_of_64_octets_is_right_and_one_that_goes_on_is_wrong()
    {
        string password = new string('p', Limits.PasswordOctetsMax);
        World world = new World(
            $"mailbox = alice\npassword = {password}\n", Capacity.Board(), 1);
        foreach (string wrong in new[] { password + "p", password[1..] })
        {
            ScriptedClient client = world.Connect(false);
            Assert.StartsWith("-ERR", client.LogIn("alice", wrong), StringComparison.Ordinal);
            client.Connection.ClientReset();
        }

        Assert.StartsWith(
            "+OK", world.Connect(false).LogIn("alice", password), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_finds_a_full_output_as_it_finds_any_other()
    {
        World world = new World(SettingsSource.Quick("alice"), Capacity.Board(), 1);
        int sizes = Limits.Pop3OutputOctetsMin;
        for (int i = 1; i <= sizes; i++)
        {
            world.Connect(true).Deliver("a@b", "alice", new string('x', i) + "\r\n");
            world.Settle();
        }

        for (int i = 1; i <= sizes; i++)
        {
            ScriptedClient reader = world.Connect(false);
            reader.LogIn("alice", "x");
            reader.Connection.Stall(true);
            reader.Send($"RETR {i}");
            world.Settle();
            world.Restart();
            Assert.Equal(sizes, world.Server.Store.Totals.Messages(0));
        }
    }

    private static ScriptedClient Begin(World world)
    {
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        return client;
    }
}
