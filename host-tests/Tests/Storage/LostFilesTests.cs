using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Messages whose files are gone when a journal with a damaged record is read.</summary>
public sealed class LostFilesTests
{
    private readonly World _world = new World(SettingsSource.Quick("alice"), Capacity.Board(), 1);

    [Fact]
    public void Message_without_its_file_is_dropped_and_counted()
    {
        Deliver(4);
        _world.Volume.Lose(FileKind.Message, 2);
        DamageFirstAndStart();
        Assert.Equal([1, 3, 4], Visits.Numbers(_world, "alice"));
        Assert.Equal(1, _world.Server.Store.Report.Dropped);
    }

    [Fact]
    public void Deleted_message_whose_file_is_removed_is_none_that_was_lost()
    {
        Deliver(4);
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        reader.Command("DELE 2");
        Visits.Quit(_world, reader);
        Assert.Equal([1, 3, 4], _world.Volume.Numbers(FileKind.Message));
        DamageFirstAndStart();
        Assert.Equal([1, 3, 4], Visits.Numbers(_world, "alice"));
        Assert.Equal(0, _world.Server.Store.Report.Dropped);
    }

    private void DamageFirstAndStart()
    {
        int journal = _world.Volume.Numbers(FileKind.Journal).Single();
        byte[] octets = _world.Volume.Contents(FileKind.Journal, journal);
        int at = JournalFile.Records(octets, JournalRecord.Delivered)[0];
        _world.Volume.Corrupt(FileKind.Journal, journal, at + 4);
        _world.PowerCut();
        Assert.Equal(StoreStatus.Ready, _world.OpenStatus);
        Assert.Equal(1, _world.Server.Store.Report.BadRecords);
    }

    private void Deliver(int count)
    {
        Visits.DeliverMany(_world, count, "alice");
    }
}
