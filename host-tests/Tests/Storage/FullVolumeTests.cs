using System.Globalization;
using System.IO;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>
/// Volumes of a real size, filled to the last message: who sends is told before the body, who
/// deletes always can, and then there is room again.
/// </summary>
public sealed class FullVolumeTests
{
    private const int InternalBlocks = 64;
    private const int ReservedBlocks = 8;
    private const int RootBlocks = 2;
    private const int InternalKib = (InternalBlocks - ReservedBlocks - RootBlocks) * 4;

    [Theory]
    [InlineData(1, 46)]
    [InlineData(4, 46)]
    [InlineData(8, 23)]
    [InlineData(16, 11)]
    [InlineData(32, 5)]
    public void Internal_drive_of_256_KB_holds_as_many_messages_as_the_README_says(
        int kib, int messages)
    {
        World world = NewInternal();
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(messages, FillUp(world, (kib * 1024) - 600, true, out string reply));
            Assert.StartsWith("452 4.3.1", reply, StringComparison.Ordinal);
            Assert.Equal(messages, DeleteAll(world));
        }

        string row = string.Create(CultureInfo.InvariantCulture, $"| {kib} KB | {messages} |");
        Assert.Contains(row, File.ReadAllText(Path.Combine(RepositoryFiles.Root, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Medium.LittleFs, 700)]
    [InlineData(Medium.LittleFs, 5_000)]
    [InlineData(Medium.LittleFs, 70_000)]
    [InlineData(Medium.Fat, 700)]
    [InlineData(Medium.Fat, 40_000)]
    [InlineData(Medium.Fat, 300_000)]
    public void Volume_that_cannot_tell_its_size_shows_it_once_and_is_believed_after_a_power_cut(
        Medium medium, int octets)
    {
        World world = new World(SettingsSource.Default, Capacity.Desktop(), octets, medium, volume =>
        {
            volume.Meter = medium == Medium.LittleFs
                ? new LittleFsMeter(InternalBlocks, ReservedBlocks) : new FatMeter(64, 32_768);
        });
        int stored = FillUp(world, octets, false, out string reply);
        Assert.StartsWith("452 4.3.1", reply, StringComparison.Ordinal);
        Assert.StartsWith("452", FirstReply(world, 100_000), StringComparison.Ordinal);
        world.PowerCut();
        Assert.StartsWith("452", FirstReply(world, 100_000), StringComparison.Ordinal);
        Assert.Equal(stored, DeleteAll(world));
        Assert.InRange(FillUp(world, octets, false, out _), stored - 4, stored + 4);
        Assert.InRange(DeleteAll(world), stored - 4, stored + 4);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    public void Volume_of_small_units_is_full_before_the_body(int unitOctets)
    {
        const int Kib = 300;
        World world = new World(
            SettingsSource.Default, Capacity.Board(), 1, Medium.Fat, volume =>
            {
                volume.Meter = new FatMeter(Kib * 1024 / unitOctets, unitOctets);
                volume.CapacityKib = Kib - 2;
            });
        int stored = FillUp(world, 3_000, true, out string reply);
        Assert.StartsWith("452 4.3.1", reply, StringComparison.Ordinal);
        Assert.InRange(stored, 50, 95);
        Assert.Equal(stored, DeleteAll(world));
    }

    [Theory]
    [InlineData(0, 65_536)]
    [InlineData(2047, 8_192)]
    [InlineData(2048, 65_536)]
    public void Reserve_is_as_large_as_the_volume_asks_for_whatever_lies_in_its_place(
        int capacityKib, int octets)
    {
        World world = new World(
            SettingsSource.Default, Capacity.Board(), 1, Medium.LittleFs, volume =>
            {
                volume.CapacityKib = capacityKib;
                volume.Put(FileKind.Reserve, 0, new byte[100]);
                volume.Put(FileKind.Reserve, 1, new byte[100]);
            });
        world.Settle();
        Assert.Equal([0], world.Volume.Numbers(FileKind.Reserve));
        Assert.Equal(octets, world.Volume.Contents(FileKind.Reserve, 0).Length);
        int commits = world.Volume.Commits;
        world.Restart();
        world.Settle();

        // The end of the journal and its start: the reserve stays as it is.
        Assert.InRange(world.Volume.Commits - commits, 1, 2);
        Assert.Equal(octets, world.Volume.Contents(FileKind.Reserve, 0).Length);
    }

    [Fact]
    public void Message_without_a_body_is_refused_when_others_filled_the_volume_meanwhile()
    {
        World world = NewInternal();
        ScriptedClient slow = Visits.Begin(world, "alice");
        int stored = FillUp(world, 3_000, true, out _);
        Assert.StartsWith("452", slow.Command("."), StringComparison.Ordinal);
        world.Settle();
        Assert.Equal(stored, world.Volume.Numbers(FileKind.Message).Count);
        Assert.Equal(0, world.Volume.OpenHandles);
    }

    [Fact]
    public void Deleting_works_when_somebody_else_filled_the_volume()
    {
        for (int left = 0; left < 12; left++)
        {
            World world = NewInternal();
            for (int i = 0; i < 20; i++)
            {
                Assert.StartsWith("250", Deliver(world, 1_000, true), StringComparison.Ordinal);
            }

            int handle = world.Volume.Create(FileKind.Reserve, 1);
            byte[] block = new byte[4096];
            while (world.Volume.Meter!.FreeUnits > left)
            {
                Assert.Equal(block.Length, world.Volume.Write(handle, block, 0, block.Length));
            }

            world.Volume.Close(handle);
            Assert.Equal(20, DeleteAll(world));
            world.PowerCut();
            Assert.Equal(StoreStatus.Ready, world.OpenStatus);
            Assert.Equal(0, DeleteAll(world));
        }
    }

    [Fact]
    public void Shelves_that_a_power_cut_left_are_removed_and_make_no_room_that_is_not_there()
    {
        World plain = NewInternal(Capacity.Flash());
        plain.PowerCut();
        World world = NewInternal(Capacity.Flash());
        for (int file = 1; file <= 8; file++)
        {
            int handle = world.Volume.Create(FileKind.Shelf, file);
            world.Volume.Write(handle, new byte[100], 0, 100);
            world.Volume.Close(handle);
        }

        world.PowerCut();
        world.Settle();
        Assert.Empty(world.Volume.Numbers(FileKind.Shelf));
        Assert.Equal(FillUp(plain, 3_000, true, out _), FillUp(world, 3_000, true, out _));
    }

    [Fact]
    public void Room_is_the_same_after_a_restart_however_many_messages_are_on_shelves()
    {
        World world = new World(
            SettingsSource.Default, ShelfCapacity.Few(), 1, Medium.LittleFs, Limit);
        int empty = Room(world);
        for (int i = 0; i < 40; i++)
        {
            Assert.StartsWith("250", Deliver(world, 5_000, true), StringComparison.Ordinal);
        }

        world.Settle();
        Assert.True(world.Server.Store.Shelves.CountOf(Shelves.Closed) > 2);
        int filled = Room(world);
        Assert.InRange(empty - filled, 40 * 8 * 1024, 40 * 9 * 1024);
        world.Restart();
        Assert.Equal(filled, Room(world));
        world.PowerCut();
        Assert.Equal(filled, Room(world));
    }

    [Fact]
    public void Message_of_unknown_size_gets_all_the_room_there_is_and_no_more()
    {
        World world = new World(
            SettingsSource.Default, Capacity.Board(), 1, Medium.LittleFs, Limit);
        int room = Room(world);
        long before = world.Volume.OctetsWritten;
        string reply = Deliver(world, room + (300 * 1024), false);
        Assert.StartsWith("452", reply, StringComparison.Ordinal);
        Assert.InRange(
            world.Volume.OctetsWritten - before, room - (2 * 4096), room + (2 * 4096));
        Assert.StartsWith(
            "250", Deliver(world, room - (2 * 4096), false), StringComparison.Ordinal);
    }

    private static void Limit(MemoryVolume volume)
    {
        volume.CapacityKib = 800;
    }

    /// <summary>The largest message that the store takes, to an octet.</summary>
    private static int Room(World world)
    {
        int fits = 0;
        int tooLarge = 1 << 20;
        while (tooLarge - fits > 1)
        {
            int octets = (fits + tooLarge) / 2;
            bool hasRoom = world.Server.Store.HasRoom(octets);
            fits = hasRoom ? octets : fits;
            tooLarge = hasRoom ? tooLarge : octets;
        }

        return fits;
    }

    private static World NewInternal()
    {
        return NewInternal(Capacity.Board());
    }

    private static World NewInternal(Capacity capacity)
    {
        return new World(SettingsSource.Default, capacity, 1, Medium.LittleFs, volume =>
        {
            volume.Meter = new LittleFsMeter(InternalBlocks, ReservedBlocks);
            volume.CapacityKib = InternalKib;
            volume.DirectoryShift = 31;
        });
    }

    private static int FillUp(World world, int octets, bool tellsSize, out string reply)
    {
        int stored = 0;
        reply = Deliver(world, octets, tellsSize);
        while (reply.StartsWith("250", StringComparison.Ordinal))
        {
            stored++;
            Assert.InRange(stored, 0, 3000);
            reply = Deliver(world, octets, tellsSize);
        }

        return stored;
    }

    private static string FirstReply(World world, int octets)
    {
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        string reply = client.Command($"MAIL FROM:<a@b> SIZE={octets}");
        Quit(world, client);
        return reply;
    }

    private static string Deliver(World world, int octets, bool tellsSize)
    {
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        string size = tellsSize ? $" SIZE={octets}" : string.Empty;
        string reply = client.Command("MAIL FROM:<a@b>" + size);
        if (reply[0] == '2')
        {
            client.Command("RCPT TO:<alice>");
            Assert.StartsWith("354", client.Command("DATA"), StringComparison.Ordinal);
            string line = new string('x', 78) + "\r\n";
            client.SendRaw(string.Concat(Enumerable.Repeat(line, octets / line.Length)) + ".\r\n");
            reply = client.ReadReply();
            Assert.True(!tellsSize || reply[0] == '2', $"{reply} after the body");
        }

        Quit(world, client);
        return reply;
    }

    private static int DeleteAll(World world)
    {
        ScriptedClient client = world.Connect(false);
        client.LogIn("alice", "secret");
        int count = client.MultiLine("LIST")!.Count;
        for (int i = 1; i <= count; i++)
        {
            Assert.NotNull(client.MultiLine($"RETR {i}"));
            client.Command($"DELE {i}");
        }

        Assert.StartsWith("+OK", Quit(world, client), StringComparison.Ordinal);
        return count;
    }

    private static string Quit(World world, ScriptedClient client)
    {
        string reply = client.Command("QUIT");
        client.Connection.ClientHalfClose();
        world.Settle();
        return reply;
    }
}
