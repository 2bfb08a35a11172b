using System.IO;
using System.Net;
using System.Text.RegularExpressions;
using Appliance.Flash;
using Xunit;

namespace Appliance.Tests.Flash;

/// <summary>Options that are refused, the choice of the port, and what is pinned.</summary>
public sealed class FlashOptionsTests
{
    [Theory]
    [InlineData("--board", "--board")]
    [InlineData("--port COM5", "--board")]
    [InlineData("--board no-such", "allowed are esp32-devkit, lilygo-t8, olimex-esp32-poe,")]
    [InlineData("--board olimex-esp32-poe --mailbox a:b --wifi x", "by cable")]
    [InlineData("--board lilygo-t8 --mailbox a:b --wifi x --wifi-password short", "8 to 64")]
    [InlineData("--board lilygo-t8 --mailbox a:b --wifi-password 12345678 --wifi "
        + "123456789012345678901234567890123", "32 octets")]
    [InlineData("--board lilygo-t8 --mailbox a:", "1 to 64 octets")]
    [InlineData("--board lilygo-t8 --mailbox a+b:c", "mailbox = a+b: allowed")]
    [InlineData("--board lilygo-t8", "--mailbox NAME:PASSWORD")]
    [InlineData("--board lilygo-t8 --mailbox a:b --storage tape", "storage = tape: allowed")]
    [InlineData("--board olimex-esp32-poe --mailbox a:b --ip 1.2.3.4", "ADDRESS/BITS")]
    [InlineData("--board olimex-esp32-poe --mailbox a:b --ip 1.2.3.4/33 --gateway 1.2.3.1", "BITS")]
    [InlineData("--board olimex-esp32-poe --mailbox a:b --ip 1.2.3.4/24", "--gateway")]
    [InlineData("--board olimex-esp32-poe --mailbox a:b --dns 1.2.3.4", "go with --ip")]
    [InlineData("--board lilygo-t8 --wait -1 --mailbox a:b", "0 to 3600")]
    [InlineData("--board lilygo-t8 --image no-such.bin", "no such file")]
    [InlineData("--board lilygo-t8 --settings no-such.txt", "Cannot read")]
    [InlineData("--board lilygo-t8 --keep-settings --mailbox a:b", "--keep-settings")]
    [InlineData("--board lilygo-t8 --keep-settings --erase-everything", "--keep-settings")]
    public void Wrong_options_end_with_2_and_tell_what_is_allowed(string options, string told)
    {
        FlashBench bench = new FlashBench();
        Assert.Equal(2, bench.Run(options));
        Assert.Contains(told, bench.Terminal.Text, StringComparison.Ordinal);
        Assert.Empty(bench.Processes.Commands);
    }

    [Fact]
    public void Settings_file_is_checked_and_its_passwords_are_stretched()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                path,
                "max-message = 5M\r\nmailbox = anna\r\npassword = clear-one\r\nsecret = clear-two");
            FlashBench bench = new FlashBench();
            bench.Processes.AddDetails(FlashBench.Details("ESP32_OLIMEX"));
            Assert.Equal(0, bench.Run($"--board olimex-esp32-poe --settings {path}"));
            string text = bench.Processes.Files["settings.txt"];
            Assert.Contains("password = {pbkdf2}", text, StringComparison.Ordinal);
            Assert.DoesNotContain("clear-one", text, StringComparison.Ordinal);

            FlashBench dry = new FlashBench();
            Assert.Equal(0, dry.Run($"--board olimex-esp32-poe --settings {path} --dry-run"));
            Assert.DoesNotContain("clear-", dry.Terminal.Text, StringComparison.Ordinal);

            File.WriteAllText(path, "board = lilygo-t8\nmailbox = anna\nsecret = clear-three");
            FlashBench other = new FlashBench();
            Assert.Equal(2, other.Run($"--board olimex-esp32-poe --settings {path}"));
            Assert.Contains("board lilygo-t8, not", other.Terminal.Text, StringComparison.Ordinal);

            File.WriteAllText(path, "mailbox = anna\nsecret = " + new string('x', 65));
            FlashBench wrong = new FlashBench();
            Assert.Equal(2, wrong.Run($"--board olimex-esp32-poe --settings {path}"));
            Assert.Contains("secret = ********: allowed", wrong.Terminal.Text,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Port_is_found_chosen_or_asked_for_by_its_option()
    {
        FlashBench bench = new FlashBench();
        bench.Ports.Clear();
        Assert.Equal(1, bench.Run("--board olimex-esp32-poe --mailbox a:b"));
        Assert.Contains("USB cable", bench.Terminal.Text, StringComparison.Ordinal);
        bench.Ports.AddRange(["COM3", "COM11"]);
        Assert.Equal(2, bench.Run("--board olimex-esp32-poe --mailbox a:b"));
        Assert.Contains("COM11, COM3", bench.Terminal.Text, StringComparison.Ordinal);
        bench.Terminal.IsInteractive = true;
        bench.Terminal.Answers.Enqueue("COM3");
        bench.Processes.AddDetails(FlashBench.Details("ESP32_OLIMEX"));
        Assert.Equal(0, bench.Run("--board olimex-esp32-poe --mailbox a:b"));
        Assert.Contains("--serialport COM3", bench.Processes.Commands[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/ttyS0 /dev/ttyS1 /dev/ttyACM0", "/dev/ttyACM0")]
    [InlineData("/dev/tty.usbserial-1 /dev/cu.usbserial-1 /dev/cu.Bluetooth-Incoming-Port",
        "/dev/cu.usbserial-1")]
    [InlineData("COM7", "COM7")]
    public void Port_that_a_board_can_be_on_is_told_from_the_others(string ports, string board)
    {
        FlashBench bench = new FlashBench();
        bench.Ports.Clear();
        bench.Ports.AddRange(ports.Split(' '));
        bench.Run("--board olimex-esp32-poe --mailbox a:b --dry-run");
        Assert.Contains($"on port {board}", bench.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pinned_native_versions_are_those_of_the_contracts()
    {
        string contracts = Path.Combine(RepositoryFiles.Root, "firmware", "contracts");
        int compared = 0;
        foreach (string file in RepositoryFiles.Sources(contracts))
        {
            Match version = Regex.Match(
                File.ReadAllText(file), "AssemblyNativeVersion\\(\"([0-9.]+)\"\\)\\]");
            RequiredAssembly? pinned = RequiredFirmware.Assemblies.FirstOrDefault(
                one => one.Name == Path.GetFileNameWithoutExtension(file));
            if (version.Success && pinned != null)
            {
                Assert.Equal(version.Groups[1].Value, pinned.Version);
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Address_is_read_from_an_answer_and_from_no_damaged_one()
    {
        byte[] question = DnsMessage.Question("mailbox.local");
        byte[] answer =
        [
            0, 0, 0x84, 0, 0, 1, 0, 2, 0, 0, 0, 0,
            .. question[12..],
            5, .. "other"u8, 5, .. "local"u8, 0, 0, 1, 0, 1, 0, 0, 0, 120, 0, 4, 192, 0, 2, 1,
            0xC0, 12, 0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 192, 0, 2, 7,
        ];
        Assert.Equal(IPAddress.Parse("192.0.2.7"), DnsMessage.AddressOf(answer, "MAILBOX.local"));
        Assert.Null(DnsMessage.AddressOf(answer, "nobody.local"));
        for (int i = 0; i < answer.Length; i++)
        {
            Assert.Null(DnsMessage.AddressOf(answer.AsSpan(0, i), "mailbox.local"));
        }

        byte[] loop = [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xC0, 12];
        Assert.Null(DnsMessage.AddressOf(loop, "mailbox.local"));
    }
}
