using System.Globalization;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Storage;

/// <summary>A card with 50,000 messages on a board that has rows for 1,000.</summary>
public sealed class ShelfTests
{
    private const int Messages = 50_000;
    private const int BigMailbox = 10_000;
    private const int Mailboxes = 12;
    private const int ClusterOctets = 32 * 1024;
    private const int CardClusters = 1_000_000;
    private const int DeviceOctetsMax = 53_000;
    private const int OpeningOperationsMax = 100;
    private const int PsramOctetsMax = 500_000;
    private const int SeenAtLeast = 200;

    private static readonly string s_settings = "hostname = mailbox.test\n"
        + SettingsSource.Quick([.. Enumerable.Range(0, Mailboxes).Select(i => $"m{i}")]);

    private readonly ITestOutputHelper _output;

    public ShelfTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void Card_with_50_000_messages_opens_quickly_and_gives_each_mailbox_its_newest()
    {
        World world = new World(
            s_settings, Capacity.Card(), 1, Medium.Fat,
            volume => volume.Meter = new FatMeter(CardClusters, ClusterOctets));
        List<int>[] numbers = Fill(world);
        DeviceHeap heap = new DeviceHeap();
        heap.Add(world.Server);
        MailStore store = world.Server.Store;
        _output.WriteLine(
            $"{heap.Octets} octets of heap, {store.Columns.Count} rows, {store.Shelves.Count} "
            + $"shelves, {world.Volume.Commits} commits, {world.Volume.OctetsWritten} octets");
        Assert.InRange(heap.Octets, 45_000, DeviceOctetsMax);

        world.Server.Stop(world.Clock.NowMs);
        int before = world.Volume.Operations;
        world.StartAgain();
        int operations = world.Volume.Operations - before;
        _output.WriteLine(
            $"{operations} operations to open, journal "
            + $"{world.Volume.Contents(FileKind.Journal, world.Volume.Numbers(FileKind.Journal)[0]).Length}"
            + " octets");
        Assert.Equal(StoreStatus.Ready, world.OpenStatus);
        Assert.InRange(operations, 10, OpeningOperationsMax);

        for (int mailbox = 0; mailbox < Mailboxes; mailbox++)
        {
            List<int> seen = See(world, mailbox, out int waiting);
            Assert.Equal(numbers[mailbox].Count, seen.Count + waiting);
            Assert.Equal(numbers[mailbox].TakeLast(seen.Count), seen);
            Assert.InRange(seen.Count, SeenAtLeast, Capacity.Card().Messages);
        }

        world.PowerCut();
        World roomy = world.OnCopy(Capacity.Desktop());
        for (int mailbox = 0; mailbox < Mailboxes; mailbox++)
        {
            Assert.Equal(numbers[mailbox], See(roomy, mailbox, out int waiting));
            Assert.Equal(0, waiting);
        }

        DownloadAndDelete(world, numbers[0]);
    }

    [Fact]
    public void Capacities_hold_what_they_say_with_shelves_that_are_half_full()
    {
        Assert.True(HeldByHalfFullShelves(Capacity.Flash()) >= 1_000);
        Assert.True(HeldByHalfFullShelves(Capacity.Card()) >= 50_000);
        Assert.True(HeldByHalfFullShelves(Capacity.Psram()) >= 200_000);
        DeviceHeap heap = new DeviceHeap();
        heap.Add(new World(s_settings, Capacity.Psram(), 1).Server);
        _output.WriteLine($"{heap.Octets} octets of heap with PSRAM");
        Assert.InRange(heap.Octets, 100_000, PsramOctetsMax);
    }

    private static int HeldByHalfFullShelves(Capacity capacity)
    {
        int shelf = Math.Min(capacity.Messages / 4, Core.Limits.ShelfRowsMax);
        return capacity.Shelves * shelf / 2;
    }

    private void DownloadAndDelete(World world, List<int> numbers)
    {
        int sessions = 0;
        HashSet<int> left = [.. numbers];
        while (left.Count > 0)
        {
            ScriptedClient reader = LogIn(world, 0, out int waiting);
            List<int> seen = reader.Numbers();
            Assert.True(left.IsSupersetOf(seen));
            Assert.Equal(left.Count, seen.Count + waiting);
            Assert.InRange(seen.Count, Math.Min(left.Count, SeenAtLeast), left.Count);
            for (int i = 1; i <= seen.Count; i++)
            {
                reader.Send($"DELE {i}");
                reader.ReadLine();
            }

            int commits = world.Volume.Commits;
            Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);

            // One, and now and then one more for a new journal.
            Assert.InRange(world.Volume.Commits - commits, 1, 2);
            Leave(world, reader);
            left.ExceptWith(seen);
            sessions++;
            if (sessions % 5 == 0)
            {
                world.PowerCut();
            }
        }

        _output.WriteLine($"{sessions} sessions to empty a mailbox of {numbers.Count}");
        Assert.Equal(
            Messages - BigMailbox, world.Volume.Numbers(FileKind.Message).Count);
    }

    /// <summary>Delivers to mailboxes in turn, the first one gets more; returns the numbers that
    /// each was told.</summary>
    private static List<int>[] Fill(World world)
    {
        List<int>[] numbers = [.. Enumerable.Range(0, Mailboxes).Select(_ => new List<int>())];
        ScriptedClient sender = world.Connect(true);
        sender.ReadReply();
        sender.Command("HELO x");
        for (int i = 0; i < Messages; i++)
        {
            int mailbox = i % 5 == 0 ? 0 : 1 + (i % (Mailboxes - 1));
            sender.SendRaw(
                $"MAIL FROM:<a@b>\r\nRCPT TO:<m{mailbox}>\r\nDATA\r\n");
            sender.ReadReply();
            sender.ReadReply();
            sender.ReadReply();
            string reply = sender.Command("Subject: x\r\n.");
            Assert.StartsWith("250", reply, StringComparison.Ordinal);
            numbers[mailbox].Add(int.Parse(
                reply.Split(' ')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        Leave(world, sender);
        Assert.Equal(BigMailbox, numbers[0].Count);
        return numbers;
    }

    private static List<int> See(World world, int mailbox, out int waiting)
    {
        ScriptedClient reader = LogIn(world, mailbox, out waiting);
        List<int> ids = reader.Numbers();
        Assert.NotNull(reader.MultiLine("RETR 1"));
        Assert.NotNull(reader.MultiLine($"RETR {ids.Count}"));
        Leave(world, reader);
        return ids;
    }

    private static ScriptedClient LogIn(World world, int mailbox, out int waiting)
    {
        ScriptedClient reader = world.Connect(false);
        string login = reader.LogIn($"m{mailbox}", "x");
        Assert.StartsWith("+OK Maildrop has ", login, StringComparison.Ordinal);
        string[] halves = login.Split("; ");
        waiting = halves.Length == 1
            ? 0 : int.Parse(halves[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.True(
            halves.Length == 1
            || halves[1] == $"{waiting} older ones follow when these are deleted", login);
        return reader;
    }

    private static void Leave(World world, ScriptedClient client)
    {
        client.Connection.ClientHalfClose();
        world.Pass(700);
    }
}
