using System.Buffers.Binary;
using System.IO.Hashing;

namespace Appliance.Files;

/// <summary>
/// CRC-32 that goes on from an earlier checksum, with a library that always starts anew.
/// </summary>
/// <remarks>
/// The state that a CRC starts from can be moved into the data: from state s over B it is the CRC
/// from the usual start over B with its first four octets changed by s. With fewer than four
/// octets, what is left of s is shifted into the result.
/// </remarks>
internal sealed class NativeChecksum
{
    private const int StateOctets = 4;

    private readonly Crc32 _crc = new Crc32();

    /// <summary>Goes on from a checksum; 0 starts.</summary>
    public int Continue(int checksum, ReadOnlySpan<byte> octets)
    {
        Span<byte> state = stackalloc byte[StateOctets];
        BinaryPrimitives.WriteInt32LittleEndian(state, checksum);
        int count = Math.Min(StateOctets, octets.Length);
        for (int i = 0; i < count; i++)
        {
            state[i] ^= octets[i];
        }

        _crc.Reset();
        _crc.Append(state[..count]);
        _crc.Append(octets[count..]);
        uint rest = count < StateOctets ? (uint)checksum >> (8 * count) : 0;
        return (int)(_crc.GetCurrentHashAsUInt32() ^ rest);
    }
}
