using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>Shelves that cannot be written, once or for long: mail is delivered and read while there
/// is memory for it, and memory is free when they can be written again.</summary>
public sealed class ShelfWritingTests
{
    private const int Rows = ShelfCapacity.Rows;
    private const int Freed = Rows * 5 / 8;

    private World _world = NewWorld(Medium.LittleFs);

    [Theory]
    [InlineData(1, Medium.LittleFs)]
    [InlineData(5, Medium.LittleFs)]
    [InlineData(1, Medium.LyingFat)]
    [InlineData(5, Medium.LyingFat)]
    public void Shelf_that_cannot_be_created_some_times_is_written_with_a_later_message(
        int times, Medium medium)
    {
        _world = NewWorld(medium);
        _world.Volume.Faults.RefuseCreates(FileKind.Shelf, times);
        int messages = 2 * Rows;
        int refused = 0;
        for (int i = 0; i < messages; i++)
        {
            while (!Visits.TryDeliver(_world, "alice"))
            {
                refused++;
                Assert.InRange(refused, 0, times);
            }
        }

        Assert.Equal(0, _world.Volume.Faults.CreatesRefused);
        Assert.InRange(_world.Server.Store.Columns.Count, 1, Freed);
        Assert.Equal(
            _world.Server.Store.Shelves.Count, _world.Volume.Numbers(FileKind.Shelf).Count);
        _world.Restart();
        Assert.Equal(messages, Visits.Drain(_world).Count);
    }

    [Fact]
    public void Mail_is_refused_when_no_shelf_can_be_written_and_read_and_taken_again_after_it()
    {
        _world.Volume.Faults.RefuseCreates(FileKind.Shelf);
        int delivered = 0;
        while (Visits.TryDeliver(_world, "alice"))
        {
            delivered++;
        }

        Assert.InRange(delivered, Rows / 2, Rows);
        Assert.Equal(Enumerable.Range(1, delivered), Visits.Numbers(_world, "alice"));
        Assert.Empty(Visits.Numbers(_world, "bob"));
        _world.Volume.Faults.Clear();
        Visits.TryDeliver(_world, "alice");
        int before = _world.Server.Store.Totals.Messages(0);
        Visits.DeliverMany(_world, Rows, "alice");

        Assert.InRange(_world.Server.Store.Columns.Count, 1, Freed);
        Assert.Equal(before + Rows, Visits.Drain(_world).Count);
    }

    [Theory]
    [InlineData(1, Medium.Fat)]
    [InlineData(5, Medium.Fat)]
    [InlineData(1, Medium.LyingFat)]
    [InlineData(5, Medium.LyingFat)]
    public void Whatever_fails_around_the_writing_of_a_shelf_keeps_all_mail_and_no_file(
        int failures, Medium medium)
    {
        for (int at = 0; at < 24; at++)
        {
            _world = NewWorld(medium);
            Visits.DeliverMany(_world, Freed, "alice");

            Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
            _world.Volume.Faults.From = _world.Volume.Operations + at;
            _world.Volume.Faults.Count = failures;
            int delivered = Freed;
            for (int i = 0; i < Rows; i++)
            {
                delivered += Visits.TryDeliver(_world, "alice") ? 1 : 0;
            }

            Assert.InRange(delivered, Freed + Rows - failures - 1, Freed + Rows);
            Assert.InRange(_world.Server.Store.Columns.Count, 1, Freed);
            Assert.Equal(delivered, _world.Server.Store.Totals.Messages(0));
            Shelves shelves = _world.Server.Store.Shelves;
            Assert.Equal(
                _world.Volume.Numbers(FileKind.Shelf),
                Enumerable.Range(0, shelves.Count).Select(shelves.File).Order());
            if (medium == Medium.Fat)
            {
                _world.PowerCut();
            }
            else
            {
                // A cut would take back the newest messages.
                _world.Restart();
            }

            _world.Settle();
            Assert.Equal(delivered, Visits.Drain(_world).Count);
            Assert.Equal(0, _world.Server.Store.Report.ShelvesRebuilt);
            _world.Restart();
            Assert.Empty(_world.Volume.Numbers(FileKind.Message));
            Assert.Empty(_world.Volume.Numbers(FileKind.Shelf));
        }
    }

    private static World NewWorld(Medium medium)
    {
        return new World(
            SettingsSource.Quick("alice", "bob"), ShelfCapacity.Few(), 1, medium);
    }
}
