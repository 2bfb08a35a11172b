using System.IO;
using System.Text;
using System.Text.Json;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Flash;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Flash;

/// <summary>The steps, what they need, and what is said when one fails.</summary>
public sealed class FlashRunTests
{
    private const string Wifi = " --mailbox anna:secret-of-anna --wifi Attic --wifi-password "
        + "twelve-letters";

    private static readonly string s_devkit = FlashBench.Details("ESP32_REV0");

    [Fact]
    public void Firmware_that_fits_stays()
    {
        FlashBench bench = Bench(s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit" + Wifi));
        Assert.DoesNotContain(bench.Processes.Commands, line => Has(line, "--update"));
        Assert.Equal("mailbox.local", bench.Lan.Host);
        Assert.Contains("smtp://mailbox.local:25", bench.Terminal.Text, StringComparison.Ordinal);
        Assert.Contains("mailboxes     anna", bench.Terminal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error connecting", "no nanoFramework firmware answers")]
    [InlineData("ESP32_PSRAM_REV3", "it runs ESP32_PSRAM_REV3, the board needs ESP32_REV0")]
    [InlineData("old", "the packages need System.Net 100.2.0.14, firmware 1.17.0.60 has 100.2.0.13")]
    public void Firmware_that_does_not_fit_is_written_before_the_settings(
        string installed, string reason)
    {
        FlashBench bench = Bench(
            installed.StartsWith("ESP32", StringComparison.Ordinal)
                ? FlashBench.Details(installed)
                : installed == "old" ? FlashBench.Details("ESP32_REV0", 1) : installed,
            s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit" + Wifi));
        Assert.Contains(reason, bench.Terminal.Text, StringComparison.Ordinal);
        int update = bench.Processes.Commands.FindIndex(line => Has(line, "--update"));
        int configure = bench.Processes.Commands.FindIndex(line => Has(line, "--filedeployment"));
        Assert.True(update >= 0 && update < configure);
    }

    [Fact]
    public void Firmware_is_read_from_what_nanoff_prints_of_a_bootloader()
    {
        FlashBench bench = Bench(
            "  Target:     ESP32_REV0\n  nanoBooter: v1.8.1.1\n  nanoCLR:    v1.17.0.30\n", s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit" + Wifi));
        Assert.Contains(
            "it has version 1.17.0.30, at least 1.17.0.31 is needed", bench.Terminal.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Firmware_that_does_not_fit_after_the_update_ends_the_run()
    {
        FlashBench bench = Bench("nothing", FlashBench.Details("ESP32_REV0", 1));
        Assert.Equal(1, bench.Run("--board esp32-devkit" + Wifi));
        Assert.Contains("--firmware-version", bench.Terminal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Processes.Commands, line => Has(line, "--filedeployment"));
    }

    [Fact]
    public void Firmware_is_waited_for_after_the_update()
    {
        FlashBench bench = Bench("nothing", "nothing", "nothing", s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit" + Wifi));
    }

    [Fact]
    public void Settings_are_those_that_a_board_takes_and_hold_no_clear_password()
    {
        FlashBench bench = Bench(s_devkit);
        Assert.Equal(0, bench.Run(
            "--board esp32-devkit --hostname post.local --storage card --time-server 192.0.2.1"
            + Wifi));
        string text = bench.Processes.Files["settings.txt"];
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        SettingsReader reader = SettingsSource.ReaderOf(settings);
        foreach (string line in text.Split('\n'))
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            Assert.Null(reader.ReadLine(octets, 0, octets.Length));
        }

        Assert.Equal("esp32-devkit", reader.Device.Board);
        Assert.Equal("192.0.2.1", reader.Device.TimeServer);
        Assert.True(reader.Device.UsesCard);
        Assert.Equal("post.local", settings.HostName);
        Assert.Contains("password = {pbkdf2}1000$", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-anna", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Processes.Folder));
    }

    [Fact]
    public void Files_have_the_form_that_nanoff_reads()
    {
        FlashBench bench = Bench(s_devkit);
        bench.Run("--board esp32-devkit" + Wifi);
        using JsonDocument files = JsonDocument.Parse(bench.Processes.Files["files.json"]);
        Assert.Equal(
            "I:\\settings.txt",
            files.RootElement.GetProperty("Files")[0].GetProperty("DestinationFilePath").GetString());
        using JsonDocument network = JsonDocument.Parse(bench.Processes.Files["network.json"]);
        JsonElement client = network.RootElement.GetProperty("WirelessClient");
        Assert.Equal("Attic", client.GetProperty("Ssid").GetString());
        Assert.Equal("twelve-letters", client.GetProperty("Password").GetString());
        Assert.Equal("AutoConnect", client.GetProperty("ConfigurationOption").GetString());
        Assert.True(client.GetProperty("DhcpEnabled").GetBoolean());
    }

    [Theory]
    [InlineData("192.168.1.20/24", "255.255.255.0")]
    [InlineData("10.1.2.3/8", "255.0.0.0")]
    [InlineData("172.16.0.5/22", "255.255.252.0")]
    public void A_fixed_address_has_its_mask_and_is_where_the_appliance_is_looked_for(
        string address, string mask)
    {
        FlashBench bench = Bench(FlashBench.Details("ESP32_OLIMEX"));
        Assert.Equal(0, bench.Run(
            $"--board olimex-esp32-poe --mailbox a:b --ip {address} --gateway 192.168.1.1"));
        using JsonDocument network = JsonDocument.Parse(bench.Processes.Files["network.json"]);
        JsonElement ethernet = network.RootElement.GetProperty("Ethernet");
        Assert.Equal(mask, ethernet.GetProperty("IPv4NetMask").GetString());
        Assert.Equal("192.168.1.1", ethernet.GetProperty("IPv4DNSAddress1").GetString());
        Assert.Equal(address.Split('/')[0], bench.Lan.Host);
        Assert.Contains("--time-server", bench.Terminal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build", 1, "error NU1101: Unable to find package", "nuget.org")]
    [InlineData("--filedeployment", 208, "cannot connect", "reset button")]
    [InlineData("--filedeployment", 0, "Error deploying content file x to I:\\settings.txt", "reset")]
    [InlineData("--deploy", 1, "", "--keep-settings")]
    [InlineData("--update", 160, "", "BOOT")]
    public void Failing_step_says_what_to_do_and_ends_the_run(
        string word, int exitCode, string output, string advice)
    {
        FlashBench bench = Bench(word == "--update" ? "nothing" : s_devkit);
        bench.Processes.Failures[word] = new ProcessResult(exitCode, output);
        Assert.Equal(1, bench.Run("--board esp32-devkit" + Wifi));
        Assert.Contains(output, bench.Terminal.Text, StringComparison.Ordinal);
        Assert.Contains(advice, bench.Terminal.Text, StringComparison.Ordinal);
        Assert.Contains(word, bench.Processes.Commands[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Appliance_that_does_not_answer_in_time_is_an_error_with_advice()
    {
        FlashBench bench = Bench(s_devkit);
        bench.Lan.ReadyMs = 31000;
        Assert.Equal(1, bench.Run("--board esp32-devkit --wait 30" + Wifi));
        Assert.Contains(
            "did not answer within 30 s: its name is not known yet", bench.Terminal.Text,
            StringComparison.Ordinal);
        Assert.Contains("--address", bench.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Appliance_that_answers_late_is_waited_for()
    {
        FlashBench bench = Bench(s_devkit);
        bench.Lan.ReadyMs = 29000;
        Assert.Equal(0, bench.Run("--board esp32-devkit --wait 30 --address 192.0.2.7" + Wifi));
        Assert.Equal("192.0.2.7", bench.Lan.Host);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flash_is_erased_when_asked_and_never_otherwise(bool erase)
    {
        FlashBench bench = Bench("nothing", s_devkit);
        bench.Run("--board esp32-devkit" + Wifi + (erase ? " --erase-everything" : string.Empty));
        Assert.Equal(
            erase, bench.Processes.Commands.Exists(line => Has(line, "--masserase")));
        Assert.Equal(
            erase, bench.Terminal.Text.Contains("are lost", StringComparison.Ordinal));
    }

    [Fact]
    public void Erasing_does_not_depend_on_what_runs_on_the_board()
    {
        FlashBench bench = Bench(s_devkit, s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit --erase-everything" + Wifi));
        Assert.Contains(bench.Processes.Commands, line => Has(line, "--masserase"));
    }

    [Fact]
    public void Settings_on_the_board_are_kept_when_asked()
    {
        FlashBench bench = Bench(s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit --keep-settings"));
        Assert.Empty(bench.Processes.Files);
        Assert.Equal("mailbox.local", bench.Lan.Host);
    }

    [Fact]
    public void Missing_nanoff_is_installed_or_asked_for()
    {
        FlashBench bench = Bench(s_devkit);
        bench.Processes.HasNanoff = false;
        Assert.Equal(0, bench.Run("--board esp32-devkit" + Wifi));
        Assert.StartsWith("dotnet tool install nanoff", bench.Processes.Commands[0],
            StringComparison.Ordinal);
        FlashBench other = Bench(s_devkit);
        other.Processes.HasNanoff = false;
        Assert.Equal(1, other.Run("--board esp32-devkit --no-install" + Wifi));
        Assert.Contains("dotnet tool install -g nanoff", other.Terminal.Text,
            StringComparison.Ordinal);
        Assert.Empty(other.Processes.Commands);
    }

    [Fact]
    public void Passwords_are_asked_twice_and_never_printed()
    {
        FlashBench bench = Bench(s_devkit);
        bench.Terminal.IsInteractive = true;
        foreach (string answer in new[]
        {
            "anna", "first-secret", "other-secret", "third-secret", "third-secret", "Attic",
            "wifi-secret",
        })
        {
            bench.Terminal.Answers.Enqueue(answer);
        }

        Assert.Equal(0, bench.Run("--board esp32-devkit"));
        Assert.Empty(bench.Terminal.Answers);
        Assert.DoesNotContain("-secret", bench.Terminal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Processes.Commands, line => Has(line, "-secret"));
        Assert.DoesNotContain("-secret", bench.Processes.Files["settings.txt"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Board_without_a_network_is_left_to_be_set_up()
    {
        FlashBench bench = Bench(s_devkit);
        Assert.Equal(0, bench.Run("--board esp32-devkit --mailbox a:b"));
        Assert.False(bench.Processes.Files.ContainsKey("network.json"));
        Assert.Equal(string.Empty, bench.Lan.Host);
        Assert.Contains("own Wi-Fi network", bench.Terminal.Text, StringComparison.Ordinal);
    }

    private static FlashBench Bench(params string[] details)
    {
        FlashBench bench = new FlashBench();
        foreach (string one in details)
        {
            bench.Processes.AddDetails(one);
        }

        return bench;
    }

    private static bool Has(string line, string word)
    {
        return line.Contains(word, StringComparison.Ordinal);
    }
}
