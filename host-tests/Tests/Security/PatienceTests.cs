using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Nobody keeps a slot or a maildrop for ever, however busy it looks.</summary>
public sealed class PatienceTests
{
    private const int MinuteMs = 60_000;

    [Theory]
    [InlineData("NOOP")]
    [InlineData("STAT")]
    [InlineData("RETR 1")]
    public void Reader_that_never_stops_asking_loses_its_maildrop_at_the_total_deadline(
        string command)
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n\r\nx\r\n");
        ScriptedClient holder = world.Connect(false);
        holder.LogIn("alice", "secret");
        long beganMs = world.Clock.NowMs;
        while (!holder.Connection.ServerClosed && world.Clock.NowMs - beganMs < 2L * Limits.Pop3TotalMs)
        {
            holder.Send(command);
            world.Pass(MinuteMs);
            holder.Unread();
        }

        Assert.InRange(
            world.Clock.NowMs - beganMs, Limits.Pop3TotalMs - MinuteMs,
            Limits.Pop3TotalMs + (2 * MinuteMs));
        Assert.StartsWith(
            "+OK", world.Connect(false).LogIn("alice", "secret"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "", "", Limits.SmtpIdleMs)]
    [InlineData(false, "", "", Limits.Pop3IdleMs)]
    [InlineData(true, "", "x", Limits.SmtpTotalMs)]
    [InlineData(false, "", "x", Limits.Pop3TotalMs)]
    [InlineData(true, "", "NOOP\r\n", Limits.SmtpTotalMs)]
    [InlineData(
        true, "HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<alice>\r\nDATA\r\n", "x",
        Limits.SmtpTotalMs)]
    public void Half_open_and_slow_connections_end_at_their_deadline(
        bool smtp, string first, string eachMinute, int deadlineMs)
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient client = world.Connect(smtp);
        long beganMs = world.Clock.NowMs;
        client.SendRaw(first);
        while (!client.Connection.ServerClosed && world.Clock.NowMs - beganMs < 2L * deadlineMs)
        {
            client.SendRaw(eachMinute);
            world.Pass(MinuteMs);
        }

        Assert.InRange(
            world.Clock.NowMs - beganMs, deadlineMs - MinuteMs, deadlineMs + (2 * MinuteMs));
        Assert.Equal(0, world.Server.OpenConnections);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    [Fact]
    public void Reader_that_takes_nothing_is_ended_whatever_it_asked_for()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        world.Connect(true).Deliver(
            "a@b", "alice", "Subject: x\r\n\r\n" + new string('x', 50_000) + "\r\n");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.Connection.Stall(true);
        reader.SendRaw(string.Concat(Enumerable.Repeat("RETR 1\r\nUIDL\r\nCAPA\r\n", 20)));
        world.Pass(Limits.SendStallMs + 5000);
        Assert.True(reader.Connection.ServerClosed);
        Assert.Equal(0, world.Volume.OpenHandles);
    }
}
