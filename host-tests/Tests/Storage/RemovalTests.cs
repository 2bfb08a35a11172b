using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>The files of deleted messages: each goes, with its directory, and what interrupts that
/// keeps none.</summary>
public sealed class RemovalTests
{
    private const int Messages = 12;

    private World _world = NewWorld();

    [Fact]
    public void Directory_is_removed_with_its_last_message_and_not_before()
    {
        _world.Volume.DirectoryShift = 2;
        Fill();
        Assert.Empty(Delete(4, 5, 6));
        Assert.Equal([1], Delete(7));
        Assert.Equal([0], Delete(1, 2, 3));
        Assert.Equal([2, 3], Delete(8, 9, 10, 11, 12));
    }

    [Fact]
    public void Removal_that_a_power_cut_interrupts_after_another_commit_ends_later()
    {
        for (int steps = 0; steps < Messages; steps++)
        {
            _world = NewWorld();
            Fill();
            ScriptedClient sender = Visits.Begin(_world, "bob");
            Quit([.. Enumerable.Range(1, Messages)]);
            for (int i = 0; i < steps; i++)
            {
                _world.Server.Step(_world.Clock.NowMs);
            }

            Assert.StartsWith("250", sender.Command("."), StringComparison.Ordinal);
            _world.PowerCut();
            _world.Settle();
            Assert.Equal([Messages + 1], _world.Volume.Numbers(FileKind.Message));
        }
    }

    [Fact]
    public void File_that_could_not_be_deleted_once_is_deleted_with_a_later_commit()
    {
        Fill();
        _world.Volume.Faults.MakeReadOnly(FileKind.Message, 3);
        Delete(2, 3, 4);
        Assert.Contains(3, _world.Volume.Numbers(FileKind.Message));
        _world.Volume.Faults.MakeWritable(FileKind.Message, 3);
        Visits.Deliver(_world, "bob");
        Assert.DoesNotContain(3, _world.Volume.Numbers(FileKind.Message));
    }

    private static World NewWorld()
    {
        return new World(SettingsSource.Quick("alice", "bob"), Capacity.Board(), 1);
    }

    private void Fill()
    {
        Visits.DeliverMany(_world, Messages, "alice");
    }

    private void Quit(params int[] numbers)
    {
        ScriptedClient reader = Visits.LogIn(_world, "alice");
        List<int> all = reader.Numbers();
        Array.ForEach(numbers, number => reader.Command($"DELE {all.IndexOf(number) + 1}"));
        Assert.StartsWith("+OK", reader.Command("QUIT"), StringComparison.Ordinal);
        reader.Connection.ClientHalfClose();
    }

    /// <summary>Deletes messages.</summary>
    /// <returns>The directories that were removed.</returns>
    private List<int> Delete(params int[] numbers)
    {
        _world.Volume.Pruned.Clear();
        Quit(numbers);
        _world.Pass(1000);
        return [.. _world.Volume.Pruned];
    }
}
