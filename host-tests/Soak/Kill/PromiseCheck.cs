using System;
using System.IO;
using System.Linq;

namespace Appliance.Soak.Kill;

/// <summary>Reads all mailboxes while no other client is at work, and compares them with what was
/// promised.</summary>
internal static class PromiseCheck
{
    /// <summary>Checks, and then empties the mailboxes that hold many messages.</summary>
    /// <param name="promises">What is known.</param>
    /// <param name="mailboxes">All mailboxes.</param>
    /// <param name="pop3Port">Where they are read.</param>
    /// <param name="kept">The most messages of a mailbox that stays as it is.</param>
    /// <exception cref="BrokenPromiseException">A promise was not kept.</exception>
    public static void Run(Promises promises, string[] mailboxes, int pop3Port, int kept)
    {
        Reader reader = new Reader(promises, mailboxes, Random.Shared);
        try
        {
            promises.Settle(mailboxes.ToDictionary(
                mailbox => mailbox,
                mailbox => reader.Read(pop3Port, mailbox, _ => false, true)
                    ?? throw new BrokenPromiseException($"{mailbox} is locked after a start")));
            foreach (string mailbox in mailboxes)
            {
                reader.Read(pop3Port, mailbox, messages => messages > kept, true);
            }
        }
        catch (IOException exception)
        {
            throw new BrokenPromiseException($"a check was cut off: {exception.Message}");
        }
    }
}
