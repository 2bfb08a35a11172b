using System.Text;
using Appliance.Core.Wire;
using Appliance.Front.Names;
using Xunit;

namespace Appliance.Tests.Names;

/// <summary>Messages and names, their bounds, and what is not well formed.</summary>
public sealed class DnsReaderTests
{
    [Fact]
    public void Pointers_of_rfc_1035_section_4_1_4_are_followed()
    {
        byte[] message = new byte[93];
        Encoding.Latin1.GetBytes("\u0001F\u0003ISI\u0004ARPA\0").CopyTo(message, 20);
        Encoding.Latin1.GetBytes("\u0003FOO\u00c0\u0014").CopyTo(message, 40);
        Encoding.Latin1.GetBytes("\u00c0\u001a").CopyTo(message, 64);
        Assert.Equal(32, DnsName.Skip(message, 20, 93));
        Assert.Equal(46, DnsName.Skip(message, 40, 93));
        Assert.Equal(66, DnsName.Skip(message, 64, 93));
        Assert.Equal(93, DnsName.Skip(message, 92, 93));
        Assert.True(DnsName.AreEqual(message, 40, DnsBuilder.Name("foo.f.isi.arpa"), 0));
        Assert.True(DnsName.AreEqual(message, 64, DnsBuilder.Name("Arpa"), 0));
        Assert.False(DnsName.AreEqual(message, 40, DnsBuilder.Name("foo.f.isi"), 0));
        Assert.False(DnsName.AreEqual(message, 20, DnsBuilder.Name("f.isi.arpa.x"), 0));
    }

    [Theory]
    [InlineData("", "it has not started")]
    [InlineData("\u0001", "a label is missing")]
    [InlineData("\u0003ab", "a label is cut")]
    [InlineData("\u0001a", "the end is missing")]
    [InlineData("\u00c0", "a pointer is cut")]
    [InlineData("\u00c0\0", "it points to itself")]
    [InlineData("\u0001a\u00c0\0", "it goes round")]
    [InlineData("\u0001a\u00c0\u0002", "it points to itself behind a label")]
    [InlineData("\u0001a\u00c0\u0005\0", "it points ahead")]
    [InlineData("\u0040", "a label type of no use")]
    [InlineData("\u0080\0", "another one")]
    public void A_broken_name_is_no_name(string octets, string why)
    {
        byte[] message = Encoding.Latin1.GetBytes(octets);
        Assert.True(DnsName.Skip(message, 0, message.Length) == -1, why);
    }

    [Fact]
    public void A_name_has_at_most_255_octets_whatever_its_pointers()
    {
        string label = new string('x', 63);
        byte[] name = DnsBuilder.Name(string.Join('.', label, label, label, label[..61]));
        Assert.Equal(255, name.Length);
        byte[] longest = [.. new byte[Dns.HeaderOctets], .. name];
        Assert.Equal(267, DnsName.Skip(longest, 12, 267));
        byte[] pointed = [.. longest, 1, (byte)'y', 0xC0, 12];
        Assert.Equal(-1, DnsName.Skip(pointed, 267, pointed.Length));
        pointed = [.. longest, 0xC0, 12];
        Assert.Equal(269, DnsName.Skip(pointed, 267, pointed.Length));
    }

    [Fact]
    public void A_pointer_into_the_header_is_none()
    {
        byte[] message = [.. new byte[Dns.HeaderOctets], 0, 0xC0, 12, 0xC0, 11, 0xC0, 0];
        Assert.Equal(15, DnsName.Skip(message, 13, message.Length));
        Assert.Equal(-1, DnsName.Skip(message, 15, message.Length));
        Assert.Equal(-1, DnsName.Skip(message, 17, message.Length));
    }

    [Fact]
    public void A_message_reads_as_it_was_written()
    {
        byte[] message = new DnsBuilder(0xABCD, 0x8400).Ask("a.b", 1, 0x8001)
            .Add(Dns.Answers, "c.d", 16, 0x12345678, [3, 1, 2, 3], 0x8001)
            .Add(Dns.Additionals, "", 41, -1, []).Octets;
        DnsReader reader = new DnsReader();
        Assert.True(reader.Begin(message, message.Length));
        Assert.Equal(0xABCD, reader.Id);
        Assert.Equal(0x8400, reader.Flags);
        Assert.Equal(1, reader.Questions);
        Assert.Equal(0, reader.RecordsOf(Dns.Authorities));
        Assert.True(reader.ReadQuestion());
        Assert.Equal((1, 0x8001), (reader.Type, reader.Class));
        Assert.True(reader.ReadRecord());
        Assert.True(reader.NameIs(DnsBuilder.Name("C.D")));
        Assert.Equal((16, 0x12345678, 4), (reader.Type, reader.Ttl, reader.DataCount));
        Assert.Equal(0x0301, reader.DataShort(0));
        Assert.Equal(0, reader.CompareData([3, 1, 2, 3], 4));
        Assert.True(reader.CompareData([3, 1, 2, 4], 4) < 0);
        Assert.True(reader.CompareData([3, 1, 1], 3) > 0);
        Assert.True(reader.CompareData([3, 1, 2], 3) > 0);
        Assert.True(reader.ReadRecord());
        Assert.Equal(0, reader.Ttl);
        Assert.False(reader.ReadRecord());
        Assert.False(reader.Begin(message, 11));
    }

    [Fact]
    public void A_cut_message_ends_where_it_is_cut()
    {
        byte[] message = new DnsBuilder(1, 0).Ask("a.b", 1)
            .Add(Dns.Answers, "c.d", 16, 1, [3, 1, 2, 3]).Octets;
        int question = Dns.HeaderOctets + 9;
        for (int count = Dns.HeaderOctets; count < message.Length; count++)
        {
            DnsReader reader = new DnsReader();
            Assert.True(reader.Begin(message[..count], count));
            Assert.Equal(count >= question, reader.ReadQuestion());
            Assert.False(count >= question && reader.ReadRecord());
        }
    }

    [Fact]
    public void Damaged_messages_are_read_to_an_end_within_their_octets()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        byte[] good = new DnsBuilder(1, 0x8400).Ask("mailbox.local", 255)
            .Add(Dns.Answers, "_smtp._tcp.local", Dns.TypePtr, 4500, [7, 1, 1, 1, 1, 1, 1, 1, 0xC0, 12])
            .Add(Dns.Answers, "x.local", Dns.TypeSrv, 120, DnsBuilder.Place(25, "mailbox.local"))
            .Octets;
        byte[] name = DnsBuilder.Name("mailbox.local");
        DnsReader reader = new DnsReader();
        for (int round = 0; round < 100_000; round++)
        {
            byte[] message = Damage(good, random);
            int entries = 0;
            if (reader.Begin(message, message.Length))
            {
                for (int i = 0; i < reader.Questions && reader.ReadQuestion(); i++)
                {
                    reader.NameIs(name);
                    entries++;
                }

                while (reader.ReadRecord())
                {
                    reader.NameIs(name);
                    reader.DataNameIs(0, name);
                    reader.DataNameIs(6, name);
                    entries++;
                }
            }

            Assert.True(entries <= message.Length / 5, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Names_are_written_with_pointers_that_others_follow()
    {
        OctetBuffer target = new OctetBuffer(512);
        DnsWriter writer = new DnsWriter(target);
        writer.Begin(1, 0x8400);
        string[] names =
        [
            "x.x.local", "local", "x.local", "y.x.x.local", "X.LOCAL", "", "x.x", "x.x.local",
        ];
        foreach (string name in names)
        {
            byte[] octets = DnsBuilder.Name(name);
            Assert.True(writer.HasRoom(octets, octets.Length));
            writer.AppendName(octets);
            writer.StartData(Dns.TypePtr, Dns.ClassIn, 1);
            writer.AppendName(octets);
            writer.EndRecord(Dns.Answers);
        }

        byte[] message = target.Octets.AsSpan(target.Start, target.Count).ToArray();
        Assert.Equal(
            names.Select(name => $"{name}. 1 PTR {name}."), DnsText.Answers(message),
            StringComparer.OrdinalIgnoreCase);
        Assert.True(message.Length < 12 + (names.Length * 20), message.Length.ToString(
            (IFormatProvider?)null));
    }

    /// <summary>A message with some octets changed, cut or added.</summary>
    internal static byte[] Damage(byte[] good, Random random)
    {
        List<byte> octets = [.. good];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(6))
            {
                case 0:
                    octets.RemoveRange(at, octets.Count - at);
                    octets.Add((byte)random.Next(256));
                    break;
                case 1:
                    octets.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    octets[at] = (byte)(0xC0 | random.Next(2));
                    break;
                case 3:
                    octets.AddRange(new byte[random.Next(700)]);
                    break;
                default:
                    octets[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. octets];
    }
}
