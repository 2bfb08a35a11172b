using System;

namespace Appliance.Core.Wire
{
    /// <summary>
    /// Network addresses as text and as 16 octets, an IPv4 address in the form ::ffff:a.b.c.d
    /// (RFC 4291 sections 2.2 and 2.5.5.2).
    /// </summary>
    public static class AddressText
    {
        /// <summary>Octets of an address.</summary>
        public const int Octets = 16;

        /// <summary>The first octet of an IPv4 address within the 16.</summary>
        public const int Ipv4At = 12;

        private static readonly string s_ipv6 = "IPv6:";

        /// <summary>True when 16 octets hold an IPv4 address.</summary>
        public static bool IsIpv4(byte[] address, int offset)
        {
            for (int i = 0; i < 10; i++)
            {
                if (address[offset + i] != 0)
                {
                    return false;
                }
            }

            return address[offset + 10] == 0xFF && address[offset + 11] == 0xFF;
        }

        /// <summary>
        /// Appends an address as RFC 5321 section 4.1.3 writes it in a literal, without the
        /// brackets: <c>192.168.1.2</c> or <c>IPv6:fe80:0:0:0:0:0:0:1</c>.
        /// </summary>
        public static void Append(OctetBuffer target, byte[] address, int offset)
        {
            if (IsIpv4(address, offset))
            {
                for (int i = Ipv4At; i < Octets; i++)
                {
                    if (i > Ipv4At)
                    {
                        target.AppendOctet('.');
                    }

                    target.AppendNumber(address[offset + i]);
                }

                return;
            }

            target.Append(s_ipv6);
            for (int i = 0; i < Octets; i += 2)
            {
                if (i > 0)
                {
                    target.AppendOctet(':');
                }

                AppendGroup(target, (address[offset + i] << 8) | address[offset + i + 1]);
            }
        }

        /// <summary>Reads an IPv4 or IPv6 address that fills the octets exactly.</summary>
        /// <returns>True when it is one; then 16 octets are written.</returns>
        public static bool Parse(
            byte[] source, int offset, int count, byte[] destination, int destinationOffset)
        {
            Array.Clear(destination, destinationOffset, Octets);
            for (int i = 0; i < count; i++)
            {
                if (source[offset + i] == ':')
                {
                    return ParseIpv6(
                        source, offset, offset + count, destination, destinationOffset);
                }
            }

            destination[destinationOffset + 10] = 0xFF;
            destination[destinationOffset + 11] = 0xFF;
            return ParseIpv4(
                source, offset, offset + count, destination, destinationOffset + Ipv4At);
        }

        private static bool ParseIpv4(
            byte[] source, int at, int end, byte[] destination, int destinationOffset)
        {
            for (int part = 0; part < 4; part++)
            {
                int start = at;
                while (at < end && source[at] != '.')
                {
                    at++;
                }

                long value = AsciiText.ParseNumber(source, start, at - start);
                bool last = part == 3;
                if (value < 0 || value > 255 || at - start > 3 || last != (at == end))
                {
                    return false;
                }

                destination[destinationOffset + part] = (byte)value;
                at++;
            }

            return true;
        }

        private static bool ParseIpv6(
            byte[] source, int at, int end, byte[] destination, int destinationOffset)
        {
            int written = 0;
            int gap = -1;
            if (end - at >= 2 && source[at] == ':' && source[at + 1] == ':')
            {
                gap = 0;
                at += 2;
            }

            while (at < end)
            {
                int group = 0;
                int digits = 0;
                while (at < end && source[at] != ':')
                {
                    int digit = AsciiText.HexadecimalValue(source[at]);
                    if (digit < 0 || digits == 4)
                    {
                        return false;
                    }

                    group = (group << 4) | digit;
                    digits++;
                    at++;
                }

                if (digits == 0 || written == Octets)
                {
                    return false;
                }

                destination[destinationOffset + written] = (byte)(group >> 8);
                destination[destinationOffset + written + 1] = (byte)group;
                written += 2;
                if (at == end)
                {
                    break;
                }

                at++;
                if (at == end)
                {
                    return false;
                }

                if (source[at] == ':')
                {
                    if (gap >= 0)
                    {
                        return false;
                    }

                    gap = written;
                    at++;
                }
            }

            return CloseGap(destination, destinationOffset, written, gap);
        }

        private static bool CloseGap(byte[] destination, int offset, int written, int gap)
        {
            if (gap < 0 || written == Octets)
            {
                return gap < 0 && written == Octets;
            }

            int behind = written - gap;
            Array.Copy(destination, offset + gap, destination, offset + Octets - behind, behind);
            Array.Clear(destination, offset + gap, Octets - written);
            return true;
        }

        private static void AppendGroup(OctetBuffer target, int group)
        {
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                if (group >> shift != 0 || shift == 0)
                {
                    target.AppendOctet(DigitsText.HexadecimalDigit(group >> shift));
                }
            }
        }
    }
}
