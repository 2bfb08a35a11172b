using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>A short script of clients, to be played with the power cut, or the volume failing, at
/// any operation of it.</summary>
public sealed class StoreScenario
{
    private const int None = -1;
    private const int RewriteRounds = 36;
    private const int FewRows = 16;
    private const int CutsOutlived = 10;

    private static readonly string[] s_names = ["alice", "bob", "carol", "dave", "erin"];

    private readonly Action<StoreClients> _prepare;
    private readonly Action<StoreClients> _play;

    private readonly int _rows;

    private StoreScenario(
        string name, Action<StoreClients> prepare, Action<StoreClients> play, int rows = 0)
    {
        Name = name;
        _prepare = prepare;
        _play = play;
        _rows = rows;
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoreScenario> All { get; } =
    [
        new StoreScenario("deliver to one", Nothing, one => one.Deliver(["alice"], 40)),
        new StoreScenario("deliver to five", Nothing, one => one.Deliver(s_names, 3)),
        new StoreScenario("several sessions in turn", Nothing, Interleave),
        new StoreScenario("delete and quit", Fill, one => one.Read("alice", i => i != 2, true)),
        new StoreScenario("delete long afterwards", Outlive, DeleteAndDeliver),
        new StoreScenario("give up a delivery", Nothing, GiveUp),
        new StoreScenario("quota eviction", FillBob, one => one.Deliver(["bob", "alice"], 2)),
        new StoreScenario("journal rewriting", PrepareRewriting, DeliverAndDelete),
        new StoreScenario("first settings", Nothing, one => one.Settings.Change()),
        new StoreScenario("settings change", HaveSettings, one => one.Settings.Change()),
        new StoreScenario("recovery without the index", Fill, LoseJournal),
        new StoreScenario("shelving", FillRows, Shelve, FewRows),
        new StoreScenario("shelving around deleted copies", FillAndDelete, Shelve, FewRows),
        new StoreScenario("shelf rewriting", FillShelves, Shelve, FewRows),
        new StoreScenario(
            "delete from a shelf", FillShelves, one => one.Read("alice", i => i < 4, true), FewRows),
        new StoreScenario("read from a shelf", FillShelves, ReadAll, FewRows),
        new StoreScenario("eviction from a shelf", FillReadShelves, Evict, FewRows),
        new StoreScenario("recovery without a shelf", FillShelves, LoseShelf, FewRows),
        new StoreScenario("recovery of shelves without the index", FillShelves, LoseJournal, FewRows),
    ];

    /// <summary>What it plays.</summary>
    public string Name { get; }

    /// <summary>True when the index is lost in it.</summary>
    public bool LosesIndex => _play == LoseJournal;

    /// <summary>Plays it undisturbed.</summary>
    /// <returns>The operations of the volume that it took.</returns>
    public int CountOperations(Medium medium)
    {
        StoreClients clients = Begin(1, medium);
        int before = clients.World.Volume.Operations;
        _play(clients);
        return clients.World.Volume.Operations - before;
    }

    /// <summary>
    /// Plays it with the power cut at an operation, and a second time at an operation of the
    /// opening and what it leaves to be done, checks the store against the model, and plays it once
    /// more to its end.
    /// </summary>
    /// <returns>False when the opening ended before the second cut.</returns>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public bool Cut(int seed, Medium medium, int cut, int second = None)
    {
        bool reached = second != None;
        Explain(seed, medium, $"cuts at operations {cut} and {second}", clients =>
        {
            Faults faults = clients.World.Volume.Faults;
            faults.From = faults.Operations + cut;
            _play(clients);
            faults.Clear();
            clients.CutPower();
            if (second != None)
            {
                faults.From = faults.Operations + second;
                clients.StartAgain();
                clients.World.Settle();
                reached = faults.Operations > faults.From;
                faults.Clear();
                clients.CutPower();
            }

            clients.StartAgain();
            CheckOpening(clients);
            _play(clients);
            clients.Check(false);
        });
        return reached;
    }

    /// <summary>
    /// Plays it with so many operations failing from one on, then with a volume that works: the
    /// appliance must serve again without a restart.
    /// </summary>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public void Fail(int seed, Medium medium, int from, int count, int error)
    {
        Explain(seed, medium, $"{count} operations from {from} on answer {error}", clients =>
        {
            Faults faults = clients.World.Volume.Faults;
            faults.From = faults.Operations + from;
            faults.Count = count;
            faults.Error = error;
            _play(clients);
            faults.Clear();
            clients.World.Pass(1000);

            // The first one after a failure may be told to try again.
            clients.Deliver(["carol"], 1);
            clients.Deliver(["carol"], 1);
            Expect(clients.World.Server.Store.HasRoom(1000), "mail is not taken again");
            clients.Check(false);
            clients.CutPower();
            clients.StartAgain();
            CheckOpening(clients);
        });
    }

    /// <summary>
    /// Plays it with a bit flipped in what an operation reads, cuts the power, and flips another
    /// one while the store opens: nothing is lost, and nothing damaged is served.
    /// </summary>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public void Flip(int seed, Medium medium, int at, int second)
    {
        Explain(seed, medium, $"bits flip in operations {at} and {second}", clients =>
        {
            Faults faults = clients.World.Volume.Faults;
            faults.FlipAt = faults.Operations + at;
            _play(clients);
            faults.Clear();
            clients.CutPower();
            faults.FlipAt = faults.Operations + second;
            clients.StartAgain();
            faults.Clear();
            CheckOpening(clients);
        });
    }

    private static void Nothing(StoreClients clients)
    {
    }

    private static void Fill(StoreClients clients)
    {
        clients.Deliver(["alice"], 1);
        clients.Deliver(["alice", "erin"], 40);
        clients.Deliver(["alice"], 3);
    }

    private static void Outlive(StoreClients clients)
    {
        Fill(clients);
        for (int i = 0; i < CutsOutlived; i++)
        {
            clients.CutPower();
            clients.StartAgain();
        }
    }

    private static void DeleteAndDeliver(StoreClients clients)
    {
        clients.Read("alice", i => i != 2, true);
        clients.Deliver(["bob"], 1);
        clients.Deliver(["bob"], 1);
    }

    private static void GiveUp(StoreClients clients)
    {
        clients.Deliver(["alice"], 120, () => clients.Deliver(["bob"], 1), true);
        clients.Deliver(["alice"], 1);
        clients.Deliver(["carol"], 1);
    }

    private static void FillBob(StoreClients clients)
    {
        for (int i = 0; i < 6; i++)
        {
            clients.Deliver(["bob"], i);
        }

        clients.Read("bob", _ => false, true);
    }

    private static void HaveSettings(StoreClients clients)
    {
        clients.Settings.Change();
        clients.Settings.Change();
    }

    private static void Interleave(StoreClients clients)
    {
        clients.Deliver(["alice"], 2, () => clients.Deliver(
            ["carol"], 2, () => clients.Deliver(["alice", "dave"], 2)));
    }

    private static void PrepareRewriting(StoreClients clients)
    {
        for (int i = 0; i < RewriteRounds; i++)
        {
            DeliverAndDelete(clients);
        }
    }

    private static void DeliverAndDelete(StoreClients clients)
    {
        clients.Deliver(["alice"], 1);
        clients.Read("alice", _ => true, true);
    }

    private static void FillRows(StoreClients clients)
    {
        for (int i = 0; i < 3; i++)
        {
            clients.Deliver(["alice"], i);
            clients.Deliver(["alice", "carol"], 1);
        }
    }

    private static void FillAndDelete(StoreClients clients)
    {
        FillRows(clients);
        clients.Read("alice", i => i is 2 or 4, true);
        clients.Deliver(["alice"], 1);
        clients.Deliver(["alice"], 1);
    }

    private static void Shelve(StoreClients clients)
    {
        clients.Deliver(["alice"], 1);
        clients.Deliver(["alice", "dave"], 1);
    }

    private static void FillShelves(StoreClients clients)
    {
        for (int i = 0; i < 5; i++)
        {
            clients.Deliver(["alice"], i);
            clients.Deliver(["alice", "carol"], 1);
        }
    }

    private static void ReadAll(StoreClients clients)
    {
        clients.Read("alice", _ => false, true);
        clients.Deliver(["alice"], 1);
    }

    private static void FillReadShelves(StoreClients clients)
    {
        FillBob(clients);
        for (int i = 0; i < 4; i++)
        {
            clients.Deliver(["alice", "carol"], 1);
        }
    }

    private static void Evict(StoreClients clients)
    {
        clients.Deliver(["bob", "alice"], 2);
        clients.Deliver(["bob"], 1);
    }

    private static void LoseShelf(StoreClients clients)
    {
        MemoryVolume volume = clients.World.Volume;
        volume.Lose(FileKind.Shelf, volume.Numbers(FileKind.Shelf).LastOrDefault());
        clients.Read("alice", i => i == 2, true);
    }

    private static void LoseJournal(StoreClients clients)
    {
        MemoryVolume volume = clients.World.Volume;
        foreach (int number in volume.Numbers(FileKind.Journal))
        {
            volume.Lose(FileKind.Journal, number);
        }

        clients.StartAgain();
    }

    private static void CheckOpening(StoreClients clients)
    {
        Expect(clients.World.OpenStatus == StoreStatus.Ready, "the store does not open");
        clients.Check(true);
    }

    private static void Expect(bool met, string broken)
    {
        if (!met)
        {
            throw new InvalidDataException(broken);
        }
    }

    private StoreClients Begin(int seed, Medium medium)
    {
        StoreClients clients = new StoreClients(seed, medium, s_names, _rows);
        _prepare(clients);
        clients.World.Settle();
        return clients;
    }

    private void Explain(int seed, Medium medium, string fault, Action<StoreClients> play)
    {
        try
        {
            play(Begin(seed, medium));
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(
                $"{Name}, {medium}, seed {seed}, {fault}: {exception.Message}", exception);
        }
    }
}
