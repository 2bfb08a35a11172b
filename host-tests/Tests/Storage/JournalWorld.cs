using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>An appliance whose journal is looked at, damaged and written anew.</summary>
public abstract class JournalWorld
{
    protected const int Record = JournalRecord.Octets;

    /// <summary>The appliance; a test may take another one.</summary>
    protected World World { get; set; } = NewWorld(Capacity.Board());

    /// <summary>An appliance whose mailbox of cam is full with three messages, of which what was
    /// read makes room.</summary>
    protected static World NewWorld(
        Capacity capacity, int seed = 1, Medium medium = Medium.LittleFs)
    {
        return new World(
            SettingsSource.Quick("alice", "bob", "cam")
                + "quota-messages = 3\nwhen-full = drop-oldest-read\n", capacity, seed, medium);
    }

    /// <summary>An opening finds a torn record, as after a power cut, and so writes the journal
    /// anew; another one reads that.</summary>
    protected void WriteAnew()
    {
        int number = World.Volume.Numbers(FileKind.Journal)[^1];
        World.Volume.Put(
            FileKind.Journal, number,
            [.. World.Volume.Contents(FileKind.Journal, number), .. new byte[Record / 2]]);
        World.PowerCut();
        Assert.True(World.Volume.Numbers(FileKind.Journal)[^1] > number);
        World.PowerCut();
    }

    /// <summary>Damages the first record of a type.</summary>
    protected void Damage(byte type)
    {
        byte[] journal = JournalOctets();
        int at = JournalFile.Records(journal, type)[0];
        Assert.True(at + Record < journal.Length);
        World.Volume.Corrupt(FileKind.Journal, World.Volume.Numbers(FileKind.Journal)[^1], at + 5);
    }

    /// <summary>The octets of the newest journal.</summary>
    protected byte[] JournalOctets()
    {
        return World.Volume.Contents(
            FileKind.Journal, World.Volume.Numbers(FileKind.Journal)[^1]);
    }

    /// <summary>Begins a message, up to its data.</summary>
    protected ScriptedClient Begin(params string[] names)
    {
        return Visits.Begin(World, names);
    }

    /// <summary>Sends so much of a message that it has a file.</summary>
    protected void BeginLong()
    {
        int files = World.Volume.Numbers(FileKind.Message).Count;
        Begin("alice").SendRaw(new string('x', 3000) + "\r\n");
        World.Settle();
        Assert.Equal(files + 1, World.Volume.Numbers(FileKind.Message).Count);
    }

    /// <summary>Reads a message.</summary>
    protected void Fetch(string name, int message)
    {
        ScriptedClient reader = Visits.LogIn(World, name);
        Assert.NotNull(reader.MultiLine($"RETR {message}"));
        Visits.Quit(World, reader);
    }

    /// <summary>Deletes a message.</summary>
    protected void Delete(string name, int message)
    {
        ScriptedClient reader = Visits.LogIn(World, name);
        reader.Command($"DELE {message}");
        Visits.Quit(World, reader);
    }

    /// <summary>The numbers of the messages of a mailbox, each of which can be fetched.</summary>
    protected List<int> Numbers(string name)
    {
        return Visits.Fetch(World, name);
    }
}
