using Appliance.Fuzz.Engine;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>Fills a store before it is fuzzed.</summary>
internal static class StoreMail
{
    /// <summary>Delivers a message in a session of its own.</summary>
    /// <param name="world">The appliance.</param>
    /// <param name="names">The mailboxes.</param>
    /// <param name="data">The message as it is on the wire, without the end of mail data.</param>
    public static void Deliver(World world, string[] names, string data)
    {
        string reply = world.Connect(true).DeliverPlain(names, data);
        Finding.Unless(
            reply.StartsWith("250", StringComparison.Ordinal), $"a message is refused: {reply}");
        world.Settle();
    }
}
