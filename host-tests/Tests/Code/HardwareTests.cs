using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Appliance.Esp32.Boards;
using Xunit;

namespace Appliance.Tests.Code;

/// <summary>The pages of the boards tell what the firmware does.</summary>
public sealed class HardwareTests
{
    private static readonly string s_folder = Path.Combine(RepositoryFiles.Root, "hardware");

    public static TheoryData<string> Boards()
    {
        return new TheoryData<string>(Names());
    }

    [Fact]
    public void Every_board_has_a_page_and_every_page_a_board_and_a_line_in_the_index()
    {
        List<string> pages = Directory.GetFiles(s_folder, "*.md")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "README").ToList();
        List<string> boards = Names().ToList();
        Assert.Equal(boards.Order(), pages.Order());
        string index = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        Assert.All(boards, name => Assert.Contains(
            $"| [{name}]({name}.md) |", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Board_is_found_by_its_name_and_by_its_target()
    {
        for (int i = 0; i < BoardList.Count; i++)
        {
            Board board = BoardList.Make(i);
            Assert.Equal(board.Name, BoardList.Find(board.Name)!.Name);
            Assert.Equal(board.Name, BoardList.FindByTarget(board.Target)!.Name);
        }

        Assert.Null(BoardList.Find("no-such-board"));
        Assert.Null(BoardList.FindByTarget("NO_SUCH_TARGET"));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Page_tells_what_the_board_is(string name)
    {
        Board board = BoardList.Find(name)!;
        Dictionary<string, string> facts = Rows(name, 2)
            .DistinctBy(row => row[0]).ToDictionary(row => row[0], row => row[1]);
        Assert.Equal($"`{board.Name}`", facts["name"]);
        Assert.Equal($"`{board.Target}`", facts["nanoFramework target"]);
        Assert.Equal(board.HasPsram ? "yes" : "no", facts["PSRAM"]);
        Assert.StartsWith(
            board.HasEthernet ? "Ethernet" : "Wi-Fi", facts["network"], StringComparison.Ordinal);
        Assert.StartsWith(
            board.Card == CardKind.Spi ? "SPI" : "SD, 1 bit", facts["card"],
            StringComparison.Ordinal);
        string kib = board.FlashKib.ToString("N0", CultureInfo.InvariantCulture);
        Assert.Equal($"{kib} KB", facts["internal drive"]);
        Assert.Equal(kib, facts["internal drive `I:\\`"]);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Pin_table_is_that_of_the_firmware(string name)
    {
        Board board = BoardList.Find(name)!;
        SortedDictionary<string, int> expected = new(StringComparer.Ordinal)
        {
            ["LED, lit when " + (board.LedIsActiveLow ? "low" : "high")] = board.LedPin,
            ["button, low when pressed"] = board.ButtonPin,
            ["card clock"] = board.CardClockPin,
            ["card command"] = board.CardCommandPin,
            ["card data"] = board.CardDataPin,
        };
        if (board.Card == CardKind.Spi)
        {
            expected["card select"] = board.CardSelectPin;
        }

        Assert.Equal(board.Card == CardKind.Spi, board.CardSelectPin != Board.NoPin);
        List<(int Pin, string Use)> pins = Pins(name);
        Assert.Equal(pins.Count, pins.DistinctBy(pin => pin.Pin).Count());
        SortedDictionary<string, int> told = new(
            pins.Where(pin => pin.Use is not ("Ethernet" or "not used"))
                .ToDictionary(pin => pin.Use, pin => pin.Pin),
            StringComparer.Ordinal);
        Assert.Equal(expected, told);
        Assert.Equal(board.HasEthernet, pins.Exists(pin => pin.Use == "Ethernet"));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Drawing_is_well_formed_and_names_the_pins_of_the_table_and_no_others(string name)
    {
        XDocument drawing = XDocument.Load(Path.Combine(s_folder, name + ".svg"));
        string text = string.Join('\n', drawing.Descendants()
            .Where(element => element.Name.LocalName == "text"
                && (string?)element.Attribute("text-anchor") == "end")
            .Select(element => element.Value));
        IEnumerable<int> drawn = Regex.Matches(text, @"\bGPIO(\d+)\b")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(Pins(name).Select(pin => pin.Pin).Order(), drawn.Order());
        Assert.Contains($"![wiring]({name}.svg)", Read(name), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names()
    {
        return Enumerable.Range(0, BoardList.Count).Select(index => BoardList.Make(index).Name);
    }

    private static List<(int Pin, string Use)> Pins(string name)
    {
        return Rows(name, 3)
            .Where(row => row[0].StartsWith("GPIO", StringComparison.Ordinal))
            .Select(row => (int.Parse(row[0][4..], CultureInfo.InvariantCulture), row[1]))
            .ToList();
    }

    private static IEnumerable<string[]> Rows(string name, int cells)
    {
        return Read(name).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(row => row.Length == cells);
    }

    private static string Read(string name)
    {
        return File.ReadAllText(Path.Combine(s_folder, name + ".md"));
    }
}
