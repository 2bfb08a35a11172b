using Appliance.Core.Server;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>Stores after some use: with and without shelves, stopped in order or not.</summary>
internal static class StoreImages
{
    /// <summary>Room for all of it: below 2,048, so that the reserve is a small one.</summary>
    public const int CapacityKib = 2000;

    private const int FewMessages = 7;
    private const int ManyMessages = 44;

    /// <summary>The images, made once: the same ones each time.</summary>
    public static VolumeImage[] All { get; } =
    [
        Use(FewMessages, false), Use(FewMessages, true), Use(ManyMessages, false),
        Use(ManyMessages, true),
    ];

    private static VolumeImage Use(int messages, bool orderly)
    {
        Capacity capacity = Capacity.Card();
        capacity.Messages = StoreStage.Rows;
        capacity.Shelves = StoreStage.ShelvesMax;
        World world = new World(
            StoreStage.Settings, capacity, messages, Medium.LittleFs,
            volume => volume.CapacityKib = CapacityKib);
        for (int i = 0; i < messages; i++)
        {
            Deliver(world, i);
        }

        Delete(world, "bob", 2);
        Deliver(world, messages);
        Delete(world, "alice", 1);
        if (orderly)
        {
            world.Server.Stop(world.Clock.NowMs);
        }

        return VolumeImage.Of(world.Volume);
    }

    private static void Deliver(World world, int i)
    {
        string[] names = (i % 3) switch
        {
            0 => ["alice", "bob"],
            1 => ["alice"],
            _ => ["bob"],
        };
        StoreMail.Deliver(world, names, $"Subject: {i}\r\n\r\nmessage {i}\r\n");
    }

    private static void Delete(World world, string name, int message)
    {
        ScriptedClient client = world.Connect(false);
        client.LogIn(name, "x");
        client.MultiLine("RETR 1");
        client.Command($"DELE {message}");
        client.Command("QUIT");
        client.Connection.ClientHalfClose();
        world.Pass(100);
    }
}
