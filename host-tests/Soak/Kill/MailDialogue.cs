using System;
using System.Collections.Generic;
using System.Text;

namespace Appliance.Soak.Kill;

/// <summary>What every sender says, with the replies that the appliance owes it.</summary>
internal static class MailDialogue
{
    /// <summary>Waits for the greeting and says EHLO.</summary>
    public static void Greet(Peer peer)
    {
        Expect(peer.ReadReply(), '2');
        Expect(peer.Ask("EHLO load.lan"), '2');
    }

    /// <summary>Begins a mail transaction, up to the mail data.</summary>
    public static void Begin(Peer peer, IEnumerable<string> recipients)
    {
        Expect(peer.Ask("MAIL FROM:<load@here.lan> BODY=8BITMIME"), '2');
        foreach (string recipient in recipients)
        {
            Expect(peer.Ask($"RCPT TO:<{recipient}>"), '2');
        }

        Expect(peer.Ask("DATA"), '3');
    }

    /// <summary>Mail data as it goes over the wire (RFC 5321 section 4.5.2).</summary>
    public static byte[] Stuff(byte[] octets)
    {
        return Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(octets).Replace(
                "\r\n.", "\r\n..", StringComparison.Ordinal));
    }

    /// <summary>Ends the mail data and notes the reply.</summary>
    public static void End(Peer peer, Promises promises, LoadMessage message)
    {
        promises.Offer(message);
        promises.Reply(message, peer.Ask("."));
    }

    /// <summary>Compares a reply with what is owed.</summary>
    /// <exception cref="BrokenPromiseException">It is another one.</exception>
    public static void Expect(string reply, char first)
    {
        if (reply[0] != first)
        {
            throw new BrokenPromiseException($"a sender was answered {reply}");
        }
    }
}
