using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Sessions that deliver at the same time: what one of them does or meets leaves the files
/// and the room of the others alone.</summary>
public sealed class SessionsTests
{
    private const int Others = 12;
    private const int OperationsFailed = 12;

    private World _world = NewWorld();

    [Fact]
    public void Delivery_that_was_unfinished_for_long_is_all_that_a_power_cut_removes()
    {
        Begin("alice", Large("Subject: x", 5000));
        for (int i = 0; i < Others; i++)
        {
            Assert.StartsWith("250", End(Begin("bob", "Subject: y\r\n")), StringComparison.Ordinal);
        }

        Assert.Equal(
            Enumerable.Range(1, Others + 1), _world.Volume.Numbers(FileKind.Message));
        _world.Volume.KeepsUncommitted = true;
        _world.PowerCut();
        Assert.Equal(1, _world.Server.Store.Report.OrphansRemoved);
        Assert.Equal(0, _world.Server.Store.Report.Rebuilt);
        Assert.Equal(
            Enumerable.Range(2, Others), _world.Volume.Numbers(FileKind.Message));
        Assert.StartsWith("250", End(Begin("alice", "x: y\r\n")), StringComparison.Ordinal);
        Assert.Equal(
            Others + 2 + Core.Limits.NumbersSkippedAfterPowerCut,
            Assert.Single(Visits.Numbers(_world, "alice")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_that_fails_leaves_the_file_of_a_session_that_goes_on_to_that_session(
        bool cut)
    {
        for (int at = 0; at < OperationsFailed; at++)
        {
            _world = NewWorld();
            ScriptedClient fails = Begin("bob", Large("Subject: x", 5000));
            ScriptedClient goesOn = Begin("alice", Large("Subject: y", 5000));
            _world.Volume.Faults.From = _world.Volume.Operations + at;
            _world.Volume.Faults.Count = 1;
            End(fails);
            _world.Volume.Faults.Clear();
            if (cut)
            {
                _world.Volume.KeepsUncommitted = true;
                _world.PowerCut();
                Assert.Equal(
                    Visits.Numbers(_world, "bob"), _world.Volume.Numbers(FileKind.Message));
                continue;
            }

            Assert.StartsWith("250", End(goesOn), StringComparison.Ordinal);
            int number = Assert.Single(Visits.Numbers(_world, "alice"));
            Assert.Equal(
                Visits.Numbers(_world, "bob").Append(number).Order(),
                _world.Volume.Numbers(FileKind.Message));
            ScriptedClient reader = Visits.LogIn(_world, "alice");
            Assert.Contains("Subject: y", reader.MultiLine("RETR 1")!);
            reader.Connection.ClientReset();
        }
    }

    [Fact]
    public void Room_that_a_session_takes_is_not_promised_to_another_one()
    {
        const int Kib = 300;
        const int Announced = 160 * 1024;
        _world.Volume.CapacityKib = Kib;
        ScriptedClient first = Begin("alice", Large("Subject: x", Announced));
        Assert.StartsWith("452", Mail(Announced), StringComparison.Ordinal);
        first.Connection.ClientReset();
        _world.Settle();
        Assert.StartsWith("250", Mail(Announced), StringComparison.Ordinal);
    }

    private static World NewWorld()
    {
        return new World(SettingsSource.Quick("alice", "bob"), Capacity.Board(), 1);
    }

    private static string Large(string header, int octets)
    {
        string line = new string('x', 70) + "\r\n";
        return header + "\r\n\r\n"
            + string.Concat(Enumerable.Repeat(line, octets / line.Length));
    }

    private string Mail(int octets)
    {
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        string reply = client.Command($"MAIL FROM:<a@b> SIZE={octets}");
        client.Connection.ClientReset();
        _world.Settle();
        return reply;
    }

    /// <summary>Sends all of a message but its end.</summary>
    private ScriptedClient Begin(string to, string data)
    {
        ScriptedClient client = Visits.Begin(_world, to);
        client.SendRaw(data);
        _world.Settle();
        return client;
    }

    private string End(ScriptedClient client)
    {
        string reply = client.Command(".");
        client.Connection.ClientHalfClose();
        _world.Settle();
        return reply;
    }
}
