using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Appliance.Front;
using Appliance.Front.Setup;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Setup;

/// <summary>The page as a browser understands it: read by an HTML parser that stands for no
/// error.</summary>
public sealed class SetupPageTests
{
    private const string Nasty = "\"><script>alert('x')</script><b a='&amp;";

    public static TheoryData<bool, bool, bool, int> Hosts()
    {
        TheoryData<bool, bool, bool, int> hosts = new TheoryData<bool, bool, bool, int>();
        for (int i = 0; i < 8; i++)
        {
            hosts.Add((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, i % 3);
        }

        return hosts;
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_page_is_valid_and_asks_what_the_host_asks(
        bool network, bool storage, bool settings, int networks)
    {
        SetupWorld world = new SetupWorld();
        world.Host.AsksNetwork = network;
        world.Host.AsksStorage = storage;
        world.Host.HasSettings = settings;
        for (int i = 0; i < networks; i++)
        {
            world.Host.AddNetwork(Encoding.UTF8.GetBytes($"Net <{i}> & \u00fc"));
        }

        IHtmlDocument page = Parse(world.Get());
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(page.Title!);
        IHtmlFormElement form = Assert.IsAssignableFrom<IHtmlFormElement>(
            Assert.Single(page.Forms));
        Assert.Equal("post", form.Method);
        string names = string.Concat(
            form.Elements.Select(element => element.GetAttribute("name")).Order());
        string expected = (network && networks > 0 ? "a" : "") + (network ? "bc" : "")
            + (network && settings ? "d" : "") + "e" + (storage ? "f" : "") + "ghijklmno";
        Assert.Equal(expected, names);
        Assert.Equal(2 * FrontLimits.SetupMailboxes, names.Count(name => name >= 'h'));
        Assert.Equal("mailbox.local", page.QuerySelector("[name=e]")!.GetAttribute("value"));
        Assert.Equal(
            network && networks > 0 ? networks + 1 : 0,
            page.QuerySelectorAll("select[name=a] option").Length);
        CheckLabels(page);
    }

    [Fact]
    public void What_others_wrote_is_text_and_never_markup()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AddNetwork(Encoding.UTF8.GetBytes("</select><script>&lt;'\"")[..22]);
        world.Host.AddNetwork(0xFF, 0x3C, 0x0A, 0xC3);
        string answer = world.PostFields(
            "b", Nasty, "c", Nasty, "e", Nasty, "h", Nasty, "i", Nasty, "j", Nasty, "k", Nasty);
        IHtmlDocument page = Parse(answer);
        Assert.Empty(page.QuerySelectorAll("script, b"));
        foreach (string field in new[] { "b", "e", "h", "j" })
        {
            Assert.Equal(Nasty, page.QuerySelector($"[name={field}]")!.GetAttribute("value"));
        }

        IHtmlCollection<IElement> options = page.QuerySelectorAll("select[name=a] option");
        Assert.Equal("</select><script>&lt;'"[..22], options[1].TextContent);
        Assert.Equal("?<??", options[2].TextContent);
    }

    [Fact]
    public void An_error_is_tied_to_its_field_and_passwords_are_not_sent_back()
    {
        SetupWorld world = new SetupWorld();
        string answer = world.PostFields(
            "b", "Home", "c", "hidden-one", "f", "card", "e", "bad name", "h", "alice", "i",
            "hidden-two", "l", "carol");
        Assert.DoesNotContain("hidden-", answer, StringComparison.Ordinal);
        IHtmlDocument page = Parse(answer);
        IElement name = page.QuerySelector("[name=e]")!;
        Assert.Equal("bad name", name.GetAttribute("value"));
        Assert.Equal("true", name.GetAttribute("aria-invalid"));
        Assert.Equal("alice", page.QuerySelector("[name=h]")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("[name=h]")!.GetAttribute("aria-invalid"));
        Assert.NotNull(page.QuerySelector("option[value=card][selected]"));
        Assert.NotNull(page.QuerySelector("details[open]"));
        IElement alert = page.QuerySelector("[role=alert]")!;
        Assert.Equal(
            ["#e", "#m"], alert.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        CheckLabels(page);
    }

    [Fact]
    public void What_was_chosen_is_chosen_again()
    {
        SetupWorld world = new SetupWorld();
        world.Host.HasSettings = true;
        world.Host.AddNetwork("One"u8.ToArray());
        world.Host.AddNetwork("Two"u8.ToArray());
        Assert.NotNull(Parse(world.Get()).QuerySelector("[name=d][checked]"));
        IHtmlDocument page = Parse(world.PostFields("a", "1", "c", "short"));
        Assert.Equal(
            "Two", page.QuerySelector("select[name=a] option[selected]")!.TextContent);
        Assert.Null(page.QuerySelector("[name=d][checked]"));
        Assert.NotNull(
            Parse(world.PostFields("d", "on")).QuerySelector("[name=d][checked]"));
    }

    [Fact]
    public void The_last_page_is_valid_and_says_what_comes()
    {
        SetupWorld world = new SetupWorld();
        world.Host.NextStep = "Join <Home> & wait.";
        IHtmlDocument page = Parse(world.PostFields(
            "b", "Home", "c", "", "e", "m", "f", "card", "h", "mail", "i", "secret"));
        Assert.Equal("Join <Home> & wait.", page.QuerySelector("[role=status]")!.TextContent);
        Assert.Empty(page.Forms);
    }

    [Fact]
    public void The_policy_allows_the_style_of_the_page_and_no_other()
    {
        string answer = new SetupWorld().Get();
        string style = Parse(answer).QuerySelector("style")!.TextContent;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains(
            $"style-src 'sha256-{hash}'\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fixed_piece_has_room_in_the_output()
    {
        foreach ((string type, string end) in new[]
        {
            ("PageText", "SavedEnd"), ("PageStyle", "Pieces"),
        })
        {
            Type texts = typeof(ISetupHost).Assembly.GetType("Appliance.Front.Setup." + type)!;
            int last = (int)texts.GetField(end)!.GetRawConstantValue()!;
            for (int piece = 0; piece <= last; piece++)
            {
                string text = (string)texts.GetMethod("Piece")!.Invoke(null, [piece])!;
                Assert.InRange(text.Length, 1, FrontLimits.SetupPieceOctetsMax);
            }
        }
    }

    /// <summary>The page of an answer, as text.</summary>
    internal static string Decode(string answer)
    {
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body));
    }

    /// <summary>What a page says of a field.</summary>
    internal static string ErrorOf(string page, string field)
    {
        return new HtmlParser().ParseDocument(page).QuerySelector("#e" + field)?.TextContent
            ?? "(nothing)";
    }

    private static IHtmlDocument Parse(string answer)
    {
        return new HtmlParser(new HtmlParserOptions { IsStrictMode = true })
            .ParseDocument(Decode(answer));
    }

    private static void CheckLabels(IHtmlDocument page)
    {
        List<string> ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (IElement field in page.QuerySelectorAll("input:not([type=hidden]), select"))
        {
            IElement label = Assert.Single(page.QuerySelectorAll($"label[for={field.Id}]"));
            Assert.NotEmpty(label.TextContent);
            string? described = field.GetAttribute("aria-describedby");
            Assert.True(described == null || ids.Contains(described), described);
        }

        Assert.All(
            page.QuerySelectorAll("a"),
            link => Assert.Contains(link.GetAttribute("href")![1..], ids));
    }
}
