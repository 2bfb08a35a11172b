using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>
/// A scripted life of a mailbox, with the power cut at every operation of the volume in turn: what
/// was answered is there afterwards, and nothing else but whole messages.
/// </summary>
public sealed class PowerCutTests
{
    private const int Messages = 5;

    private static Capacity SmallBlocks => Capacity.Board();

    [Fact]
    public void Commit_survives_power_loss_at_every_operation()
    {
        int operations = Live(new World(SettingsSource.Default, SmallBlocks, 1), -1).Operations;
        Assert.InRange(operations, 30, 1000);
        for (int cut = 0; cut < operations; cut++)
        {
            for (int seed = 0; seed < 2; seed++)
            {
                World world = new World(SettingsSource.Default, SmallBlocks, seed);
                Life life = Live(world, world.Volume.Operations + cut);
                world.Volume.Faults.From = -1;
                world.PowerCut();
                Assert.Equal(StoreStatus.Ready, world.OpenStatus);
                life.Check(world, $"cut at operation {cut}, seed {seed}");
            }
        }
    }

    [Fact]
    public void Recovery_that_is_cut_recovers()
    {
        for (int cut = 0; cut < 200; cut += 3)
        {
            for (int second = 0; second < 12; second++)
            {
                World world = new World(SettingsSource.Default, SmallBlocks, cut);
                Life life = Live(world, world.Volume.Operations + cut);
                world.Volume.Faults.From = world.Volume.Operations + second;
                world.PowerCut();
                world.Volume.Faults.From = -1;
                world.PowerCut();
                Assert.Equal(StoreStatus.Ready, world.OpenStatus);
                life.Check(world, $"cuts at operations {cut} and {second} of the opening");
            }
        }
    }

    [Fact]
    public void Any_single_failing_operation_is_answered_and_survived()
    {
        int operations = Live(new World(SettingsSource.Default, SmallBlocks, 1), -1).Operations;
        for (int at = 0; at < operations; at++)
        {
            World world = new World(SettingsSource.Default, SmallBlocks, at);
            world.Volume.Faults.Count = 1;
            Life life = Live(world, world.Volume.Operations + at);
            world.Volume.Faults.From = -1;
            Assert.Equal(0, world.Volume.OpenHandles);
            string reply = world.Connect(true).Deliver("a@b", "alice", "after: all\r\n");
            Assert.StartsWith("250", reply, StringComparison.Ordinal);
            world.Restart();
            Assert.Equal(StoreStatus.Ready, world.OpenStatus);
            life.AddExtra();
            life.Check(world, $"operation {at} failed");
        }
    }

    private static Life Live(World world, int failFrom)
    {
        int before = world.Volume.Operations;
        world.Volume.Faults.From = failFrom;
        Life life = new Life();
        for (int i = 1; i <= Messages; i++)
        {
            life.Deliver(world, i);
            if (i == 3)
            {
                life.DeleteSecond(world);
            }
        }

        world.Pass(1000);
        life.Operations = world.Volume.Operations - before;
        return life;
    }

    /// <summary>What clients did and what they were answered: the model that is not the
    /// store.</summary>
    private sealed class Life
    {
        private readonly bool[] _answered = new bool[Messages + 1];
        private bool _deleteAsked;
        private bool _deleteAnswered;
        private string? _deleted;
        private int _extra;

        /// <summary>Operations of the volume that it took.</summary>
        public int Operations { get; set; }

        /// <summary>Delivers message n, the second one in pieces longer than a block.</summary>
        public void Deliver(World world, int n)
        {
            string body = $"Subject: number {n}\r\n\r\n"
                + string.Concat(Enumerable.Repeat("text\r\n", n == 2 ? 300 : n));
            string reply = world.Connect(true).Deliver("a@b", "alice", body);
            _answered[n] = reply.StartsWith("250", StringComparison.Ordinal);
            world.Pass(700);
        }

        /// <summary>Deletes the second message in the maildrop, if there is one.</summary>
        public void DeleteSecond(World world)
        {
            ScriptedClient reader = world.Connect(false);
            reader.LogIn("alice", "secret");
            List<string>? top = reader.MultiLine("TOP 2 0");
            if (top == null)
            {
                reader.Connection.ClientReset();
                world.Pass(700);
                return;
            }

            _deleted = top.FirstOrDefault(line => line.StartsWith("Subject", StringComparison.Ordinal));
            _deleteAsked = reader.Command("DELE 2").StartsWith("+OK", StringComparison.Ordinal);
            _deleteAnswered = reader.Command("QUIT").StartsWith("+OK", StringComparison.Ordinal);
            world.Pass(700);
        }

        /// <summary>Notes a message delivered outside the script.</summary>
        public void AddExtra()
        {
            _extra++;
        }

        /// <summary>Compares what is there with what was answered.</summary>
        public void Check(World world, string when)
        {
            ScriptedClient reader = world.Connect(false);
            Assert.StartsWith(
                "+OK", reader.LogIn("alice", "secret"), StringComparison.Ordinal);
            List<string> list = reader.MultiLine("LIST")!;
            List<string> ids = reader.MultiLine("UIDL")!;
            Assert.Equal(ids.Count, ids.Distinct().Count());
            HashSet<string> subjects = new HashSet<string>();
            foreach (string line in list)
            {
                string[] parts = line.Split(' ');
                List<string>? message = reader.MultiLine("RETR " + parts[0]);
                Assert.True(message != null, $"{when}: message {parts[0]} is not whole");
                int octets = message.Sum(text => text.Length + 2);
                Assert.True(
                    parts[1] == octets.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    $"{when}: {line}, but {octets} octets");
                string? subject = message.Find(
                    text => text.StartsWith("Subject", StringComparison.Ordinal));
                Assert.True(
                    subject == null || subjects.Add(subject), $"{when}: {subject} is there twice");
                Assert.True(
                    subject != null || _extra > 0, $"{when}: a message without its subject");
            }

            for (int n = 1; n <= Messages; n++)
            {
                string subject = $"Subject: number {n}";
                bool mayBeGone = subject == _deleted && _deleteAsked;
                bool mustBeGone = subject == _deleted && _deleteAnswered;
                Assert.True(
                    !_answered[n] || mayBeGone || subjects.Contains(subject),
                    $"{when}: {subject} was answered 250 and is lost");
                Assert.False(
                    mustBeGone && subjects.Contains(subject),
                    $"{when}: {subject} was deleted and is back");
            }

            Assert.Equal(
                subjects.Count + (_extra > 0 ? 1 : 0), list.Count);
            reader.Command("QUIT");
            world.Pass(700);
            int files = world.Volume.Numbers(FileKind.Message).Count;
            Assert.True(files == list.Count, $"{when}: {files} files for {list.Count} messages");
            Assert.Single(world.Volume.Numbers(FileKind.Journal));
        }
    }
}
