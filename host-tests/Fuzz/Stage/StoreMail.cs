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
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("HELO x");
        client.Command("MAIL FROM:<a@b>");
        foreach (string name in names)
        {
            client.Command($"RCPT TO:<{name}>");
        }

        client.Command("DATA");
        client.SendRaw(data + ".\r\n");
        string reply = client.ReadReply();
        Finding.Unless(
            reply.StartsWith("250", StringComparison.Ordinal), $"a message is refused: {reply}");
        client.Connection.ClientHalfClose();
        world.Settle();
    }
}
