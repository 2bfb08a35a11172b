using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Messages that others overtook, so that their files get another number, when that
/// fails: each is refused or delivered, and the others of the same commit are delivered.</summary>
public sealed class OvertakenTests
{
    private const int Operations = 14;

    private World _world = NewWorld(Medium.LittleFs);

    [Theory]
    [InlineData(Medium.LittleFs, false)]
    [InlineData(Medium.Fat, false)]
    [InlineData(Medium.Fat, true)]
    [InlineData(Medium.LyingFat, false)]
    public void Move_that_fails_refuses_that_message_and_delivers_the_others_of_its_commit(
        Medium medium, bool cut)
    {
        _world = NewWorld(medium);
        ScriptedClient[] slow = [Begin("slow 1"), Begin("slow 2"), Begin("slow 3")];
        Assert.StartsWith("250", End(Begin("fast")), StringComparison.Ordinal);
        _world.Volume.Faults.MovesRefused = 1;
        string[] replies = EndTogether(slow);
        Assert.Single(replies, reply => reply.StartsWith("45", StringComparison.Ordinal));
        Assert.Equal(2, replies.Count(reply => reply.StartsWith("250", StringComparison.Ordinal)));
        int refused = Array.FindIndex(replies, reply => reply[0] == '4') + 1;
        if (cut)
        {
            _world.PowerCut();
            _world.Settle();
        }

        CheckDelivered([.. new[] { "slow 1", "slow 2", "slow 3", "fast" }
            .Where(subject => subject != $"slow {refused}").Order()]);
        Assert.StartsWith("250", End(Begin("again")), StringComparison.Ordinal);
        Assert.Equal(4, Visits.Drain(_world).Count);
        Assert.Empty(_world.Volume.Numbers(FileKind.Message));
    }

    [Fact]
    public void Moves_that_all_fail_refuse_all_that_were_overtaken_and_leave_no_files()
    {
        ScriptedClient[] slow = [Begin("slow 1"), Begin("slow 2"), Begin("slow 3")];
        Assert.StartsWith("250", End(Begin("fast")), StringComparison.Ordinal);
        _world.Volume.Faults.MovesRefused = 3;
        Assert.All(EndTogether(slow), reply => Assert.StartsWith(
            "451", reply, StringComparison.Ordinal));
        CheckDelivered(["fast"]);
        Assert.StartsWith("250", End(Begin("later")), StringComparison.Ordinal);
        CheckDelivered(["fast", "later"]);
        _world.PowerCut();
        CheckDelivered(["fast", "later"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Whatever_fails_in_a_commit_with_overtaken_messages_replies_tell_what_is_there(
        int failures)
    {
        int kept = 0;
        for (int at = 0; at < Operations; at++)
        {
            foreach (bool cut in new[] { false, true })
            {
                _world = NewWorld(Medium.Fat);
                ScriptedClient[] slow = [Begin("slow 1"), Begin("slow 2"), Begin("slow 3")];
                Assert.StartsWith("250", End(Begin("fast")), StringComparison.Ordinal);
                _world.Volume.Faults.From = _world.Volume.Operations + at;
                _world.Volume.Faults.Count = failures;
                string[] replies = EndTogether(slow);
                _world.Volume.Faults.Clear();
                if (cut)
                {
                    _world.PowerCut();
                    _world.Settle();
                }
                else
                {
                    // A store that failed says so once more and mends itself.
                    Visits.Leave(_world, Ask());
                    Assert.StartsWith("250", End(Begin("later")), StringComparison.Ordinal);
                }

                List<string> expected = [.. Enumerable.Range(1, 3)
                    .Where(i => replies[i - 1].StartsWith("250", StringComparison.Ordinal))
                    .Select(i => $"slow {i}"), "fast"];
                kept += expected.Count;
                CheckDelivered([.. expected.Concat(cut ? [] : ["later"]).Order()]);
            }
        }

        Assert.InRange(kept, 2 * Operations, 8 * Operations);
    }

    private static World NewWorld(Medium medium)
    {
        return new World(SettingsSource.Quick("alice"), Capacity.Board(), 1, medium);
    }

    /// <summary>The subjects in the mailbox, whole messages all, each with a file, and no file
    /// besides.</summary>
    private void CheckDelivered(string[] expected)
    {
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        List<int> numbers = reader.Numbers();
        List<string> subjects = [];
        for (int i = 1; i <= numbers.Count; i++)
        {
            List<string> message = reader.MultiLine($"RETR {i}")!;
            Assert.Equal(new string('x', 70), message[^1]);
            subjects.Add(message.First(line => line.StartsWith(
                "Subject: ", StringComparison.Ordinal))[9..]);
        }

        Visits.Quit(_world, reader);
        Assert.Equal(expected, subjects.Order());
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers, _world.Volume.Numbers(FileKind.Message));
    }

    /// <summary>Asks to send a message.</summary>
    private ScriptedClient Ask()
    {
        ScriptedClient client = _world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        return client;
    }

    /// <summary>Sends all of a message but its end; it has its number then.</summary>
    private ScriptedClient Begin(string subject)
    {
        ScriptedClient client = Visits.Begin(_world, "alice");
        client.SendRaw($"Subject: {subject}\r\n\r\n"
            + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 60)));
        _world.Settle();
        return client;
    }

    private string End(ScriptedClient client)
    {
        string reply = client.Command(".");
        Visits.Leave(_world, client);
        return reply;
    }

    private string[] EndTogether(ScriptedClient[] clients)
    {
        Array.ForEach(clients, client => client.Send("."));
        string[] replies = Array.ConvertAll(clients, client => client.ReadReply());
        Array.ForEach(clients, client => Visits.Leave(_world, client));
        return replies;
    }
}
