using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Server;

/// <summary>
/// Many clients at once over connections that segment, delay, break and half-close, all from a
/// seed: what was answered 250 is there once, and no slot or file is left over.
/// </summary>
public sealed class SeededWorldTests
{
    private const int Rounds = 30;
    private const int ClientsEach = 12;

    private readonly ITestOutputHelper _output;

    public SeededWorldTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Answered_messages_are_there_whatever_the_network_does(int seed)
    {
        int used = seed < 0 ? Environment.TickCount & 0xFFFFFF : seed;
        _output.WriteLine($"seed {used}");
        Random random = new Random(used);
        World world = new World(SettingsSource.Default, Capacity.Board(), used);
        HashSet<string> answered = new HashSet<string>();
        HashSet<string> offered = new HashSet<string>();
        for (int round = 0; round < Rounds; round++)
        {
            List<SeededSender> senders = Enumerable.Range(0, ClientsEach)
                .Select(i => new SeededSender(world, random.Next(), $"{round}-{i}")).ToList();
            for (int step = 0; step < 2000 && senders.Any(sender => !sender.IsDone); step++)
            {
                world.Server.Step(world.Clock.NowMs);
                senders[random.Next(senders.Count)].Act();
                world.Clock.Advance(random.Next(0, 20));
            }

            senders.ForEach(sender => sender.End());
            offered.UnionWith(senders.Select(sender => sender.Subject));
            answered.UnionWith(
                senders.Where(sender => sender.IsAnswered).Select(sender => sender.Subject));
            world.Pass(3000);
            Assert.Equal(0, world.Server.OpenConnections);
            if (round % 7 == 3)
            {
                world.PowerCut();
            }
        }

        Assert.NotEmpty(answered);
        Assert.NotEqual(offered.Count, answered.Count);
        Assert.Equal(0, world.Server.Counters.Get(Counters.Faults));
        Assert.Equal(0, world.Volume.OpenHandles);
        Dictionary<string, int> found = FetchAll(world);
        Assert.All(found, pair => Assert.True(
            pair.Value == 1 && offered.Contains(pair.Key), $"{pair.Key} {pair.Value} times"));
        Assert.All(answered, subject => Assert.True(
            found.ContainsKey(subject), $"seed {used}: {subject} is lost"));
        _output.WriteLine($"{offered.Count} offered, {answered.Count} answered, {found.Count} found");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        Assert.Equal(Fingerprint(5), Fingerprint(5));
        Assert.NotEqual(Fingerprint(5), Fingerprint(6));
    }

    [Fact]
    public void Reader_that_never_reads_is_ended_and_frees_its_maildrop()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        world.Connect(true).Deliver("a@b", "alice", "Subject: x\r\n\r\n" + new string('x', 50_000)
            + "\r\n");
        ScriptedClient reader = world.Connect(false);
        reader.LogIn("alice", "secret");
        reader.Connection.Stall(true);
        reader.Send("RETR 1");
        world.Pass(Limits.SendStallMs + 5000);
        Assert.True(reader.Connection.ServerClosed);
        Assert.Equal(0, world.Volume.OpenHandles);
        Assert.StartsWith(
            "+OK", world.Connect(false).LogIn("alice", "secret"), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_of_one_octet_a_minute_is_ended_by_the_total_deadline()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        int minutes = 0;
        while (!client.Connection.ServerClosed && minutes < 1000)
        {
            client.SendRaw("x");
            world.Pass(60_000);
            minutes++;
        }

        int deadline = Limits.SmtpTotalMs / 60_000;
        Assert.InRange(minutes, deadline, deadline + 1);
    }

    [Fact]
    public void Shared_secret_opens_the_maildrop_with_apop()
    {
        World world = new World(
            SettingsSource.Default + "secret = tanstaaf\n", Capacity.Board(), 1);
        ScriptedClient client = world.Connect(false);
        string greeting = client.ReadReply();
        string stamp = greeting[greeting.IndexOf('<', StringComparison.Ordinal)..];
        byte[] octets = System.Text.Encoding.ASCII.GetBytes(stamp + "tanstaaf");
#pragma warning disable CA5351 // APOP is defined with MD5
        string digest = Convert.ToHexString(System.Security.Cryptography.MD5.HashData(octets));
#pragma warning restore CA5351
        Assert.StartsWith(
            "+OK Maildrop", client.Command("APOP bob " + digest), StringComparison.Ordinal);
        ScriptedClient other = world.Connect(false);
        Assert.NotEqual(greeting, other.ReadReply());
    }

    [Fact]
    public void Orderly_stop_says_so_to_everybody()
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient sender = world.Connect(true);
        ScriptedClient reader = world.Connect(false);
        sender.ReadReply();
        reader.ReadReply();
        Assert.Equal(0, world.Server.Stop(world.Clock.NowMs));
        Assert.StartsWith("421 4.3.2", sender.ReadLine(), StringComparison.Ordinal);
        Assert.StartsWith("-ERR [SYS/TEMP]", reader.ReadLine(), StringComparison.Ordinal);
        Assert.True(sender.Connection.ServerClosed && reader.Connection.ServerClosed);
    }

    private static string Fingerprint(int seed)
    {
        Random random = new Random(seed);
        World world = new World(SettingsSource.Default, Capacity.Board(), seed);
        List<SeededSender> senders = Enumerable.Range(0, ClientsEach)
            .Select(i => new SeededSender(world, random.Next(), $"{i}")).ToList();
        for (int step = 0; step < 3000; step++)
        {
            world.Server.Step(world.Clock.NowMs);
            senders[random.Next(senders.Count)].Act();
            world.Clock.Advance(random.Next(0, 20));
        }

        EventLog log = world.Server.Events;
        return string.Join(';', Enumerable.Range(log.Oldest, log.Written - log.Oldest)
            .Select(i => $"{log.SecondsAt(i)} {log.KindAt(i)} {log.SessionAt(i)} {log.FirstAt(i)} "
                + log.SecondAt(i)));
    }

    private static Dictionary<string, int> FetchAll(World world)
    {
        ScriptedClient reader = world.Connect(false);
        Assert.StartsWith("+OK", reader.LogIn("alice", "secret"), StringComparison.Ordinal);
        Dictionary<string, int> found = new Dictionary<string, int>();
        int count = reader.MultiLine("LIST")!.Count;
        for (int i = 1; i <= count; i++)
        {
            string subject = reader.MultiLine($"TOP {i} 0")!
                .First(line => line.StartsWith("Subject: ", StringComparison.Ordinal));
            found[subject] = found.GetValueOrDefault(subject) + 1;
            Assert.NotNull(reader.MultiLine($"RETR {i}"));
        }

        return found;
    }
}
