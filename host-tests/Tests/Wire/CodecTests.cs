using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Xunit;

namespace Appliance.Tests.Wire;

/// <summary>The hand-made codecs agree with the libraries that the device lacks.</summary>
public sealed class CodecTests
{
    private const int Rounds = 2000;

    [Fact]
    public void Md5_agrees_with_the_library_at_every_length_and_split()
    {
        Random random = new Random(1);
        Md5 md5 = new Md5();
        byte[] digest = new byte[Md5.DigestOctets];
        for (int length = 0; length < 300; length++)
        {
            byte[] octets = new byte[length];
            random.NextBytes(octets);
            int split = random.Next(0, length + 1);
            md5.Begin();
            md5.Append(octets, 0, split);
            md5.Append(octets, split, length - split);
            md5.End(digest, 0);
#pragma warning disable CA5351 // APOP is defined with MD5
            Assert.Equal(MD5.HashData(octets), digest);
#pragma warning restore CA5351
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Octets_are_compared_to_the_end_wherever_they_differ(int differing)
    {
        byte[] left = [1, 2, 3];
        byte[] cut = [1, 2];
        cut[differing]++;

        // Who stopped at the first difference would not see that the other array is too short.
        Assert.Throws<IndexOutOfRangeException>(
            () => Octets.EqualInConstantTime(left, 0, cut, 0, left.Length));
        Assert.False(Octets.EqualInConstantTime(left, 0, cut, 0, cut.Length));
        Assert.True(Octets.EqualInConstantTime(left, 0, [9, 1, 2, 3], 1, left.Length));
    }

    [Fact]
    public void Base64_agrees_with_the_library_in_both_directions()
    {
        Random random = new Random(2);
        for (int length = 0; length < 200; length++)
        {
            byte[] octets = new byte[length];
            random.NextBytes(octets);
            byte[] text = Encoding.ASCII.GetBytes(Convert.ToBase64String(octets));
            byte[] encoded = new byte[text.Length];
            Assert.Equal(text.Length, Base64.Encode(octets, 0, length, encoded, 0));
            Assert.Equal(text, encoded);
            byte[] inPlace = (byte[])text.Clone();
            Assert.Equal(length, Base64.Decode(inPlace, 0, inPlace.Length, inPlace, 0));
            Assert.Equal(octets, inPlace[..length]);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab=")]
    [InlineData("a===")]
    [InlineData("ab=c")]
    [InlineData("ab c")]
    [InlineData("====")]
    [InlineData("äbcd")]
    public void Base64_refuses_what_is_none(string text)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        Assert.Equal(-1, Base64.Decode(octets, 0, octets.Length, new byte[64], 0));
    }

    [Fact]
    public void Date_time_agrees_with_the_library()
    {
        Random random = new Random(3);
        OctetBuffer buffer = new OctetBuffer(64);
        List<long> times = [.. Enumerable.Range(0, Rounds).Select(_ => random.NextInt64(0, 7_258_118_400))];
        times.AddRange(new[] { 1970, 1999, 2000, 2024, 2100, 2400 }.Select(year =>
            new DateTimeOffset(year, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() - 1));
        foreach (long seconds in times)
        {
            buffer.Clear();
            DateTimeText.Append(buffer, seconds);
            string expected = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(
                "ddd, d MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
            Assert.Equal(expected, Encoding.ASCII.GetString(buffer.Octets, 0, buffer.Count));
        }
    }

    [Fact]
    public void Stretched_password_agrees_with_the_library_in_any_slices()
    {
        Random random = new Random(4);
        PasswordStretcher stretcher = new PasswordStretcher();
        for (int length = 0; length <= Limits.PasswordOctetsMax; length += 8)
        {
            byte[] password = new byte[length];
            byte[] salt = new byte[Limits.SaltOctets];
            random.NextBytes(password);
            random.NextBytes(salt);
            stretcher.Begin(password, 0, length, salt, 0, 100);
            int slices = 1;
            while (!stretcher.Continue(7))
            {
                slices++;
            }

            Assert.Equal(15, slices);
            Assert.Equal(
                Rfc2898DeriveBytes.Pbkdf2(
                    password, salt, 100, HashAlgorithmName.SHA256, Limits.HashOctets),
                stretcher.Result);
        }
    }

    [Fact]
    public void Addresses_agree_with_the_library()
    {
        Random random = new Random(5);
        byte[] parsed = new byte[AddressText.Octets];
        for (int i = 0; i < Rounds; i++)
        {
            byte[] octets = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(octets);
            if (random.Next(3) == 0)
            {
                Array.Clear(octets, random.Next(octets.Length / 2), octets.Length / 2);
            }

            IPAddress address = new IPAddress(octets);
            byte[] text = Encoding.ASCII.GetBytes(address.ToString());
            if (Array.IndexOf(text, (byte)'.') > 0 && octets.Length == 16)
            {
                continue;
            }

            Assert.True(AddressText.Parse(text, 0, text.Length, parsed, 0), address.ToString());
            Assert.Equal(address.MapToIPv6().GetAddressBytes(), parsed);
        }
    }

    [Theory]
    [InlineData("192.168.1.20", "192.168.1.20")]
    [InlineData("::ffff:0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("fe80::1", "IPv6:fe80:0:0:0:0:0:0:1")]
    [InlineData("2001:db8:10:a0f:abcd:1000:9:f", "IPv6:2001:db8:10:a0f:abcd:1000:9:f")]
    [InlineData("::fffe:1.2.3.4", "IPv6:0:0:0:0:0:fffe:102:304")]
    [InlineData("1::ffff:1.2.3.4", "IPv6:1:0:0:0:0:ffff:102:304")]
    public void Address_is_written_as_an_address_literal(string address, string expected)
    {
        OctetBuffer buffer = new OctetBuffer(64);
        AddressText.Append(buffer, IPAddress.Parse(address).MapToIPv6().GetAddressBytes(), 0);
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer.Octets, 0, buffer.Count));
    }

    [Theory]
    [InlineData("1:2:3:4:5:6:7:8", true)]
    [InlineData("::", true)]
    [InlineData("1::", true)]
    [InlineData("::8", true)]
    [InlineData("1:2:3:4:5:6:7::", true)]
    [InlineData("1:2:3:4:5:6:7:8::", false)]
    [InlineData("::1:2:3:4:5:6:7:8", false)]
    [InlineData("1:2:3:4:5:6:7:", false)]
    [InlineData("1:2:3:4:5:6:7:8:", false)]
    [InlineData(":1", false)]
    [InlineData("1:::2", false)]
    public void Address_of_IPv6_has_eight_groups_or_one_gap(string text, bool expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(text);
        byte[] parsed = new byte[AddressText.Octets + 2];
        Assert.Equal(expected, AddressText.Parse(octets, 0, octets.Length, parsed, 1));
        if (expected)
        {
            Assert.Equal(IPAddress.Parse(text).GetAddressBytes(), parsed[1..^1]);
        }
    }

    [Theory]
    [InlineData(FileKind.Message, 0x0123ABCD, "0123abcd.eml")]
    [InlineData(FileKind.Journal, 1, "00000001.jnl")]
    [InlineData(FileKind.Reserve, 0, "00000000.rsv")]
    [InlineData(FileKind.Settings, 1, "00000001.cfg")]
    [InlineData(FileKind.Shelf, 0x7FEDCBA9, "7fedcba9.shf")]
    public void File_name_is_eight_digits_and_a_kind(int kind, int number, string expected)
    {
        byte[] name = new byte[FileName.OctetsMax + 1];
        Assert.Equal(FileName.OctetsMax, FileName.Write(kind, number, name, 1));
        Assert.Equal(expected, Encoding.ASCII.GetString(name, 1, FileName.OctetsMax));
        Assert.Equal(8, FileName.WriteDirectory(number, 8, name, 0));
        Assert.Equal($"{number >> 8:x8}", Encoding.ASCII.GetString(name, 0, 8));
        DigitsText.PutLastHexadecimal(name, 1, number);
        Assert.Equal($"{number & 0xFF:x2}", Encoding.ASCII.GetString(name, 1, 2));
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1..3.4")]
    [InlineData("1.2.3.0004")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::1::2")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("12345::")]
    [InlineData("g::")]
    public void Address_that_is_none_is_refused(string text)
    {
        byte[] octets = Encoding.ASCII.GetBytes("1:" + text + ":1");
        Assert.False(AddressText.Parse(octets, 2, text.Length, new byte[32], 0));
    }

    [Theory]
    [InlineData("192.168.1.0/24", "192.168.1.255", true)]
    [InlineData("192.168.1.0/24", "192.168.2.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.9.9.9", true)]
    [InlineData("192.168.1.7", "192.168.1.7", true)]
    [InlineData("192.168.1.7", "192.168.1.6", false)]
    [InlineData("172.16.0.0/12", "172.31.255.255", true)]
    [InlineData("172.16.0.0/12", "172.32.0.0", false)]
    [InlineData("fe80::/10", "febf::1", true)]
    [InlineData("fe80::/10", "fec0::1", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "2001::1", false)]
    [InlineData("192.168.1.7/32", "192.168.1.6", false)]
    [InlineData("::1/128", "::1", true)]
    [InlineData("10.0.0.0/8 192.168.1.0/24 ::1", "10.9.9.9", true)]
    [InlineData("10.0.0.0/8 192.168.1.0/24 ::1", "192.168.1.9", true)]
    [InlineData("10.0.0.0/8 192.168.1.0/24 ::1", "::1", true)]
    [InlineData("10.0.0.0/8 192.168.1.0/24 ::1", "192.168.2.9", false)]
    public void Networks_contain_their_addresses(string list, string address, bool expected)
    {
        Networks networks = new Networks();
        foreach (byte[] text in list.Split(' ').Select(Encoding.ASCII.GetBytes))
        {
            Assert.True(networks.Add(text, 0, text.Length));
        }

        byte[] octets = IPAddress.Parse(address).MapToIPv6().GetAddressBytes();
        Assert.Equal(expected, networks.Contains(octets, 0));
    }

    [Theory]
    [InlineData("127.0.0.1 10.255.0.1 172.31.0.1 192.168.9.9 169.254.1.1 ::1 fe80::1 fc00::1", true)]
    [InlineData("128.0.0.1 11.0.0.1 172.32.0.1 192.169.0.1 169.255.0.1 ::2 fec0::1 fe00::1", false)]
    public void Lan_is_loopback_private_and_link_local(string addresses, bool expected)
    {
        Networks networks = new Networks();
        networks.AddLan();
        Assert.All(addresses.Split(' '), address => Assert.Equal(
            expected,
            networks.Contains(IPAddress.Parse(address).MapToIPv6().GetAddressBytes(), 0)));
    }

    [Fact]
    public void Utf8_check_agrees_with_the_library()
    {
        Random random = new Random(6);
        UTF8Encoding strict = new UTF8Encoding(false, true);
        for (int i = 0; i < 200_000; i++)
        {
            byte[] octets = new byte[random.Next(1, 5)];
            random.NextBytes(octets);
            octets[0] |= 0xC0;
            bool valid = true;
            try
            {
                strict.GetString(octets);
            }
            catch (DecoderFallbackException)
            {
                valid = false;
            }

            Assert.Equal(valid, AsciiText.IsUtf8(octets, 0, octets.Length));
        }
    }
}
