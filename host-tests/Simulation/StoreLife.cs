using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>
/// The life of a store from a seed: clients deliver, read and delete, the volume fails and fills
/// up, the power is cut, also while the store opens. A model that is not the store knows what must
/// be there.
/// </summary>
public sealed class StoreLife
{
    private const int StepsEach = 8;
    private const int NoFailure = -1;

    private static readonly string[] s_names = ["alice", "bob"];

    // 0 is as on the board; so few that most messages are on shelves.
    private static readonly int[] s_rows = [0, 12, 16, 24];

    private readonly Random _random;
    private readonly StoreClients _clients;
    private readonly World _world;
    private readonly int _rows;
    private bool _powerWasCut;

    private StoreLife(int seed)
    {
        _random = new Random(seed);
        Medium medium = (Medium)_random.Next(3);
        int rows = s_rows[_random.Next(s_rows.Length)];
        _clients = new StoreClients(seed, medium, s_names, rows);
        _rows = rows;
        _world = _clients.World;
    }

    /// <summary>Lives a number of power cuts.</summary>
    /// <exception cref="InvalidDataException">A promise was broken; the message tells which, and
    /// the seed.</exception>
    public static void Live(int seed, int cuts)
    {
        StoreLife life = new StoreLife(seed);
        try
        {
            for (int i = 0; i < cuts; i++)
            {
                life.LiveUntilCut();
                life._clients.Check(life._powerWasCut);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(
                $"seed {seed}, {life._world.Volume.Medium}, {life._rows} rows, operation "
                + $"{life._world.Volume.Operations}: {exception.Message}", exception);
        }
    }

    private void LiveUntilCut()
    {
        MemoryVolume volume = _world.Volume;
        int kind = _random.Next(4);
        volume.Faults.Count = kind == 0 ? _random.Next(1, 4) : int.MaxValue;
        volume.Faults.From = volume.Operations + _random.Next(0, 60);
        if (kind == 1)
        {
            volume.Faults.From = NoFailure;
            volume.Faults.RoomOctets = _random.Next(0, 20_000);
        }

        int steps = _random.Next(1, StepsEach);
        for (int i = 0; i < steps; i++)
        {
            if (_random.Next(3) == 0)
            {
                string name = s_names[_random.Next(2)];
                _clients.Read(name, _ => _random.Next(3) == 0, _random.Next(5) != 0);
            }
            else
            {
                Deliver(_random.Next(3));
            }
        }

        volume.Faults.RoomOctets = Faults.Unlimited;
        CutPower();
    }

    private void CutPower()
    {
        MemoryVolume volume = _world.Volume;
        bool orderly = _random.Next(6) == 0;
        _powerWasCut = !orderly;
        if (orderly)
        {
            volume.Faults.From = NoFailure;
            _world.Settle();
            _world.Restart();
        }
        else
        {
            if (_random.Next(3) == 0)
            {
                // The opening is cut as well.
                volume.Faults.From = NoFailure;
                _clients.CutPower();
                volume.Faults.From = volume.Operations + _random.Next(0, 30);
                volume.Faults.Count = int.MaxValue;
                _clients.StartAgain();
            }

            volume.Faults.From = NoFailure;
            _clients.CutPower();
            _clients.StartAgain();
        }

        if (_world.OpenStatus != StoreStatus.Ready)
        {
            throw new InvalidDataException($"the store does not open: {_world.OpenStatus}, error {_world.Server.Store.LastError}, journals {string.Join(",", _world.Volume.Numbers(1))}");
        }
    }

    private void Deliver(int to)
    {
        string[] names = to == 0 ? ["alice"] : to == 1 ? ["bob"] : s_names;
        int lines = _random.Next(4) == 0 ? _random.Next(20, 120) : _random.Next(0, 6);

        // Another one may begin later and end first.
        Action? meanwhile = _random.Next(4) == 0 ? () => Deliver(_random.Next(2)) : null;
        _clients.Deliver(names, lines, meanwhile);
    }
}
