namespace Appliance.Simulation;

/// <summary>CRC-32 by table, apart from the libraries that the product uses.</summary>
public static class Crc32
{
    private static readonly uint[] s_table = MakeTable();

    /// <summary>Continues a checksum; 0 starts.</summary>
    public static int Continue(int checksum, ReadOnlySpan<byte> octets)
    {
        uint state = ~(uint)checksum;
        foreach (byte octet in octets)
        {
            state = s_table[(state ^ octet) & 0xFF] ^ (state >> 8);
        }

        return (int)~state;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
