using System.Text;

namespace Appliance.Tests.Names;

/// <summary>Writes DNS messages without the core: names in full, numbers as given.</summary>
internal sealed class DnsBuilder
{
    /// <summary>Type of an IPv6 address.</summary>
    public const int Aaaa = 28;

    /// <summary>Class IN with the top bit: a record of which there is one, or a question that asks
    /// for a unicast response.</summary>
    public const int TopBit = 0x8001;

    private readonly List<byte> _octets;

    public DnsBuilder(int id, int flags)
    {
        _octets = [(byte)(id >> 8), (byte)id, (byte)(flags >> 8), (byte)flags, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    /// <summary>The message.</summary>
    public byte[] Octets => [.. _octets];

    /// <summary>A name in full.</summary>
    public static byte[] Name(string name)
    {
        List<byte> octets = new List<byte>();
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            octets.Add((byte)label.Length);
            octets.AddRange(Encoding.Latin1.GetBytes(label));
        }

        octets.Add(0);
        return [.. octets];
    }

    /// <summary>The data of a place.</summary>
    public static byte[] Place(int port, string host)
    {
        return [0, 0, 0, 0, (byte)(port >> 8), (byte)port, .. Name(host)];
    }

    /// <summary>Adds a question; its class may have the highest bit.</summary>
    public DnsBuilder Ask(string name, int type, int questionClass = 1)
    {
        _octets.AddRange(Name(name));
        AddShort(type);
        AddShort(questionClass);
        return Count(0);
    }

    /// <summary>Adds a record.</summary>
    public DnsBuilder Add(
        int section, string name, int type, int ttl, byte[] data, int recordClass = 1)
    {
        _octets.AddRange(Name(name));
        AddShort(type);
        AddShort(recordClass);
        AddShort(ttl >> 16);
        AddShort(ttl);
        AddShort(data.Length);
        _octets.AddRange(data);
        return Count(section);
    }

    private DnsBuilder Count(int section)
    {
        _octets[5 + (2 * section)]++;
        return this;
    }

    private void AddShort(int value)
    {
        _octets.Add((byte)(value >> 8));
        _octets.Add((byte)value);
    }
}
