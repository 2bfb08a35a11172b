using System.IO;
using System.Text;
using MimeKit;

namespace Appliance.Interop;

/// <summary>Messages that mail programs send, and comparison octet for octet.</summary>
internal static class Messages
{
    /// <summary>A small message in ASCII, with dots where they matter.</summary>
    public static byte[] Plain(string subject)
    {
        return Encoding.ASCII.GetBytes(
            "From: me@here.lan\r\nTo: alice@mailbox.lan\r\nSubject: " + subject + "\r\n"
            + "Date: Tue, 24 Nov 2026 07:32:47 +0000\r\nMessage-ID: <" + subject + "@here.lan>\r\n"
            + "\r\nfirst\r\n.\r\n..\r\n.dot\r\nlast\r\n");
    }

    /// <summary>A message with a binary attachment in Base64.</summary>
    public static byte[] WithAttachment(int octets)
    {
        byte[] content = new byte[octets];
        new Random(octets).NextBytes(content);
        BodyBuilder body = new BodyBuilder { TextBody = "see the scan\r\n" };
        body.Attachments.Add("scan.bin", content);
        MimeMessage message = new MimeMessage(
            [new MailboxAddress("Scanner", "scan@here.lan")],
            [new MailboxAddress("Alice", "alice@mailbox.lan")], "scan", body.ToMessageBody());
        return Write(message);
    }

    /// <summary>A message of 8-bit text with lines of every length up to 5,000 octets.</summary>
    public static byte[] EightBitWithLongLines()
    {
        StringBuilder text = new StringBuilder(
            "From: me@here.lan\r\nTo: alice@mailbox.lan\r\nSubject: =?utf-8?q?Gr=C3=B6=C3=9Fe?=\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: 8bit\r\n\r\n");
        for (int length = 1; length <= 5000; length += 499)
        {
            text.Append(string.Concat(Enumerable.Repeat("äöü ", length / 7 + 1)))
                .Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A message as it is on the wire.</summary>
    public static byte[] Write(MimeMessage message)
    {
        FormatOptions options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using MemoryStream stream = new MemoryStream();
        message.WriteTo(options, stream);
        return stream.ToArray();
    }

    /// <summary>What follows the trace fields of a message that was fetched, with line ends as on
    /// the wire.</summary>
    public static byte[] WithoutTrace(byte[] fetched)
    {
        string text = Encoding.Latin1.GetString(fetched);
        if (!text.Contains("\r\n", StringComparison.Ordinal))
        {
            text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        }

        int at = text.IndexOf("\r\nReceived: ", StringComparison.Ordinal) + 2;
        at = text.IndexOf("\r\n", at, StringComparison.Ordinal) + 2;
        while (text[at] is '\t' or ' ')
        {
            at = text.IndexOf("\r\n", at, StringComparison.Ordinal) + 2;
        }

        return Encoding.Latin1.GetBytes(text[at..]);
    }
}
