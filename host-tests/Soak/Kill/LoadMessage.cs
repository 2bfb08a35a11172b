using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Soak.Kill;

/// <summary>A message that a client sends. Its octets are not kept, but their digest.</summary>
internal sealed class LoadMessage
{
    private const int SmallOctets = 2_000;
    private const int MediumOctets = 60_000;
    private const int LargeOctets = 400_000;
    private const int LineOctetsMax = 300;

    private LoadMessage(string id, string[] mailboxes, byte[] digest)
    {
        Id = id;
        Digest = digest;
        foreach (string mailbox in mailboxes)
        {
            Places.Add(mailbox, new Place());
        }
    }

    /// <summary>Its subject, which no other has.</summary>
    public string Id { get; }

    /// <summary>SHA-256 of its octets.</summary>
    public byte[] Digest { get; }

    /// <summary>How it was answered.</summary>
    public Answer Answer { get; set; }

    /// <summary>What is known of it in each mailbox that it was sent to.</summary>
    public Dictionary<string, Place> Places { get; } = new();

    /// <summary>Makes a message.</summary>
    /// <param name="id">Its subject.</param>
    /// <param name="mailboxes">Whom it is for.</param>
    /// <param name="random">Decides its size and octets.</param>
    /// <param name="octets">Its octets.</param>
    public static LoadMessage Make(
        string id, string[] mailboxes, Random random, out byte[] octets)
    {
        int most = random.Next(20) switch
        {
            0 => LargeOctets,
            < 5 => MediumOctets,
            _ => SmallOctets,
        };
        return Make(id, mailboxes, random.Next(most), random, out octets);
    }

    /// <summary>Makes a message of about some size.</summary>
    /// <param name="id">Its subject.</param>
    /// <param name="mailboxes">Whom it is for.</param>
    /// <param name="size">The least octets.</param>
    /// <param name="random">Decides its octets.</param>
    /// <param name="octets">Its octets.</param>
    public static LoadMessage Make(
        string id, string[] mailboxes, int size, Random random, out byte[] octets)
    {
        MemoryStream text = new MemoryStream();
        text.Write(Encoding.ASCII.GetBytes($"Subject: {id}\r\n\r\n"));
        byte[] line = new byte[LineOctetsMax];
        while (text.Length < size)
        {
            int count = random.Next(LineOctetsMax);
            random.NextBytes(line);
            line.AsSpan().Replace((byte)'\r', (byte)'.');
            line.AsSpan().Replace((byte)'\n', (byte)'.');
            if (random.Next(4) == 0)
            {
                line[0] = (byte)'.';
            }

            text.Write(line, 0, count);
            text.Write("\r\n"u8);
        }

        octets = text.ToArray();
        return new LoadMessage(id, mailboxes, SHA256.HashData(octets));
    }

    /// <summary>Makes a message as programs that others wrote send without a change: printable
    /// ASCII in short lines.</summary>
    /// <param name="id">Its subject.</param>
    /// <param name="mailbox">Whom it is for.</param>
    /// <param name="size">The least octets.</param>
    /// <param name="random">Decides its octets.</param>
    /// <param name="octets">Its octets.</param>
    public static LoadMessage MakeText(
        string id, string mailbox, int size, Random random, out byte[] octets)
    {
        StringBuilder text = new StringBuilder(
            $"Subject: {id}\r\nFrom: load@here.lan\r\nTo: {mailbox}@mailbox.lan\r\n"
            + "Date: Mon, 01 Jan 2024 00:00:00 +0000\r\n"
            + $"Message-Id: <{id}@here.lan>\r\n\r\n");
        while (text.Length < size)
        {
            text.Append(random.Next(4) == 0 ? ".line " : "line ").Append(random.NextInt64())
                .Append("\r\n");
        }

        octets = Encoding.ASCII.GetBytes(text.ToString());
        return new LoadMessage(id, [mailbox], SHA256.HashData(octets));
    }
}
