using System.IO;
using Appliance.Esp32.Boards;
using Xunit;

namespace Appliance.Tests.Flash;

/// <summary>What the tool says that it would do, for each board, to the letter.</summary>
public sealed class DryRunTests
{
    public static TheoryData<string> Boards()
    {
        return new TheoryData<string>(
            Enumerable.Range(0, BoardList.Count).Select(index => BoardList.Make(index).Name));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Dry_run_of_a_board_is_as_written_down(string board)
    {
        FlashBench bench = new FlashBench();
        bench.Processes.HasNanoff = false;
        string network = BoardList.Find(board)!.HasEthernet
            ? string.Empty : " --wifi Attic --wifi-password twelve-letters";
        Assert.Equal(
            0, bench.Run($"--board {board} --mailbox anna:secret-of-anna --dry-run{network}"));
        Assert.Equal(Expected(board), bench.Terminal.Text.TrimEnd() + "\n");
        Assert.Empty(bench.Processes.Commands);
    }

    [Fact]
    public void README_shows_a_dry_run_as_it_is()
    {
        string readme = Path.Combine(
            RepositoryFiles.Root, "tools", "Appliance.Flash", "README.md");
        Assert.Contains(
            Expected("lilygo-t8"), File.ReadAllText(readme), StringComparison.Ordinal);
    }

    [Fact]
    public void Dry_run_asks_nothing_and_tells_what_would_be_asked()
    {
        FlashBench bench = new FlashBench();
        bench.Ports.Clear();
        bench.Terminal.IsInteractive = true;
        Assert.Equal(0, bench.Run("--board lilygo-t8 --dry-run"));
        Assert.Empty(bench.Terminal.Questions);
        Assert.Contains(
            "Asked for when it runs: port (or --port), mailbox (or --mailbox), password of mail, "
            + "Wi-Fi network (or --wifi), Wi-Fi password (or --wifi-password)",
            bench.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Dry_run_shows_exactly_what_a_run_then_does()
    {
        const string options = "--board esp32-s3-devkitc --mailbox anna:secret --wifi Attic "
            + "--wifi-password twelve-letters --firmware-version 1.17.0.60";
        FlashBench dry = new FlashBench();
        dry.Processes.HasNanoff = false;
        dry.Run(options + " --dry-run");
        FlashBench real = new FlashBench();
        real.Processes.HasNanoff = false;
        real.Processes.AddDetails("no device");
        real.Processes.AddDetails(FlashBench.Details("ESP32_S3_OCTAL"));
        Assert.Equal(0, real.Run(options));
        List<string> shown = dry.Terminal.Lines
            .Where(line => line.StartsWith("     ", StringComparison.Ordinal)
                && (line.Contains(" dotnet ", StringComparison.Ordinal)
                    || line.Contains(" .tools/nanoff ", StringComparison.Ordinal)))
            .Select(line => line.Trim().Replace("\"", string.Empty, StringComparison.Ordinal))
            .ToList();
        List<string> ran = real.Processes.Commands
            .Select(line => line.Replace(
                real.Processes.Folder, "<temporary folder>", StringComparison.Ordinal))
            .ToList();
        ran.RemoveAt(4);
        Assert.Equal(shown, ran);
    }

    private static string Expected(string board)
    {
        return File.ReadAllText(Path.Combine(
            RepositoryFiles.Root, "host-tests", "Tests", "Flash", "dry-run", board + ".txt"));
    }
}
