using System.Globalization;
using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Front;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Setup;

/// <summary>What is filled in, what becomes of it, and what is said of it.</summary>
public sealed class SetupFormTests
{
    private static readonly string[] s_good =
    [
        "a", "", "b", "Home", "c", "longenough", "e", "mailbox.local", "f", "flash",
        "h", "mail", "i", "secret",
    ];

    [Fact]
    public void A_form_becomes_settings_and_a_network()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AddNetwork(0x4B, 0xE9, 0x20);
        string answer = world.PostFields(
            "a", "0", "b", "", "c", "pass word", "e", " box.lan ", "f", "card",
            "h", "alice", "i", "se=cr#et", "j", " b\u00f6b", "k", "z\u00f6 #", "l", "", "m", "",
            "n", "carol", "o", "\"<&>'");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("The appliance restarts now.", answer, StringComparison.Ordinal);
        Assert.Equal(1, world.Host.Applied);
        Assert.Equal(new byte[] { 0x4B, 0xE9, 0x20 }, world.Host.Network);
        Assert.Equal("pass word", world.Host.Password);
        Assert.Equal(
            "hostname = box.lan\nstorage = card\nmailbox = alice\npassword = se=cr#et\n"
            + "catch-all = on\nmailbox = b\u00f6b\npassword = z\u00f6 #\nmailbox = carol\n"
            + "password = \"<&>'\n", world.Host.Settings);
        Settings settings = SettingsSource.Read(world.Host.Settings, Capacity.Board());
        Assert.Equal(3, settings.Accounts.Count);
        Assert.Equal("box.lan", settings.HostName);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void A_form_arrives_in_any_pieces(int segment)
    {
        SetupWorld world = new SetupWorld();
        string answer = world.Post(
            $"g={world.Token}&b=Home&c=&e=m&f=flash&h=%6d%61il&i=p%2bq+r", segment);
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(
            "hostname = m\nstorage = flash\nmailbox = mail\npassword = p+q r\ncatch-all = on\n",
            world.Host.Settings);
        Assert.Equal("Home"u8.ToArray(), world.Host.Network);
        Assert.Empty(world.Host.Password);
    }

    [Fact]
    public void What_is_not_asked_is_not_taken()
    {
        SetupWorld world = new SetupWorld();
        world.Host.AsksNetwork = false;
        world.Host.AsksStorage = false;
        Assert.StartsWith("HTTP/1.1 200", world.PostFields(s_good), StringComparison.Ordinal);
        Assert.Empty(world.Host.Network);
        Assert.Empty(world.Host.Password);
        Assert.DoesNotContain("storage", world.Host.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_alone_is_changed_where_there_are_settings()
    {
        SetupWorld world = new SetupWorld();
        string[] fields = ["b", "Home", "c", "longenough", "d", "on"];
        Assert.StartsWith("HTTP/1.1 422", world.PostFields(fields), StringComparison.Ordinal);
        world.Host.HasSettings = true;
        Assert.StartsWith("HTTP/1.1 422", world.PostFields("d", "on"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", world.PostFields(fields), StringComparison.Ordinal);
        Assert.Empty(world.Host.Settings);
        Assert.Equal("Home"u8.ToArray(), world.Host.Network);
    }

    [Theory]
    [InlineData("a", "7", "choose one of the list")]
    [InlineData("a", "-1", "choose one of the list")]
    [InlineData("a", "0", "not both")]
    [InlineData("b", "", "choose a network, or type its name")]
    [InlineData("b", "123456789012345678901234567890123", "at most 32 octets")]
    [InlineData("c", "1234567", "8 to 63")]
    [InlineData("c", "passw\u00f6rter", "8 to 63")]
    [InlineData("c", "123456789012345678901234567890123456789012345678901234567890123x", "8 to 63")]
    [InlineData("e", "", "allowed: letters")]
    [InlineData("e", "box lan", "allowed: letters")]
    [InlineData("e", "b\u00f6x", "allowed: letters")]
    [InlineData("f", "cloud", "choose where")]
    [InlineData("h", "", "a name is needed")]
    [InlineData("h", "a b", "allowed: letters")]
    [InlineData("h", "a@b", "allowed: letters")]
    [InlineData("h", "a+b", "allowed: letters")]
    [InlineData("i", "", "a password is needed")]
    [InlineData("i", " blank", "start or end with a blank")]
    [InlineData("i", "blank\t", "control")]
    [InlineData("i", "{PBKDF2}1$x$y", "{pbkdf2}")]
    [InlineData("i", "a\nmailbox = eve", "control")]
    [InlineData("i", "a\rb", "control")]
    [InlineData("i", "a\0b", "control")]
    [InlineData("i", "a\u007fb", "control")]
    [InlineData("e", "a\npassword=x", "control")]
    [InlineData("h", "a\r\nb", "control")]
    [InlineData("k", "password", "a name is needed")]
    [InlineData("j", "MAIL", "another mailbox has this name")]
    [InlineData("j", "bob", "a password is needed")]
    public void A_wrong_field_is_named_and_nothing_is_kept(
        string field, string value, string expected)
    {
        SetupWorld world = new SetupWorld();
        world.Host.AddNetwork("Home"u8.ToArray());
        string[] fields = [.. s_good, field, value];
        string answer = world.PostFields(fields);
        Assert.StartsWith("HTTP/1.1 422", answer, StringComparison.Ordinal);
        string page = SetupPageTests.Decode(answer);
        string message = SetupPageTests.ErrorOf(page, field == "a" && value == "0" ? "b"
            : field == "b" && value.Length == 0 ? "a" : field == "k" ? "j"
            : field == "j" && value == "bob" ? "k" : field);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Equal(0, world.Host.Applied);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void A_value_may_have_64_octets(int octets)
    {
        foreach (string field in new[] { "e", "h", "i" })
        {
            SetupWorld world = new SetupWorld();
            string answer = world.PostFields([.. s_good, field, new string('v', octets)]);
            Assert.StartsWith(
                octets == 64 ? "HTTP/1.1 200" : "HTTP/1.1 422", answer, StringComparison.Ordinal);
            Assert.Equal(
                octets > 64, answer.Contains("too long; at most 64", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_largest_form_has_room()
    {
        SetupWorld world = new SetupWorld();
        StringBuilder body = new StringBuilder("g=" + world.Token);
        body.Append("&b=").Append(string.Concat(Enumerable.Repeat("%26", 32)));
        body.Append("&c=").Append(string.Concat(Enumerable.Repeat("%61", 64)));
        body.Append("&f=flash&e=").Append(string.Concat(Enumerable.Repeat("%62", 64)));
        for (int i = 0; i < 2 * FrontLimits.SetupMailboxes; i++)
        {
            string octet = i % 2 == 0 ? $"%{0x61 + i:X2}" : "%22";
            body.Append('&').Append((char)('h' + i)).Append('=')
                .Append(string.Concat(Enumerable.Repeat(octet, 64)));
        }

        Assert.InRange(body.Length, 2000, FrontLimits.SetupBodyOctetsMax);
        string answer = world.Post(body.ToString());
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(
            FrontLimits.SetupMailboxes,
            SettingsSource.Read(world.Host.Settings, Capacity.Desktop()).Accounts.Count);
    }

    [Fact]
    public void The_largest_form_with_an_error_is_shown_again()
    {
        SetupWorld world = new SetupWorld();
        List<string> fields = new List<string>();
        for (char field = 'a'; field <= 'o'; field++)
        {
            fields.Add(field.ToString());
            fields.Add(field == 'g' ? world.Token : new string('"', 64));
        }

        for (int i = 0; i < 20; i++)
        {
            world.Host.AddNetwork([.. Enumerable.Repeat((byte)'"', 32)]);
        }

        string answer = world.PostFields([.. fields]);
        Assert.StartsWith("HTTP/1.1 422", answer, StringComparison.Ordinal);
        Assert.Equal(0, world.Server.Faults);
        Assert.EndsWith("</html>\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_without_the_token_of_this_start_is_shown_again_and_not_kept()
    {
        SetupWorld world = new SetupWorld();
        foreach (string token in new[] { "", "g=&", "g=" + new string('0', 32) + "&" })
        {
            string answer = world.Post(
                token + "b=Home&c=&e=kept.lan&f=flash&h=mail&i=secret");
            Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
            Assert.Contains("earlier start", answer, StringComparison.Ordinal);
            Assert.Contains("value=\"kept.lan\"", answer, StringComparison.Ordinal);
        }

        Assert.Equal(0, world.Host.Applied);
        Assert.NotEqual(world.Token, new SetupWorld(2).Token);
    }

    [Fact]
    public void A_host_that_cannot_keep_the_answers_says_so_and_is_asked_again()
    {
        SetupWorld world = new SetupWorld();
        world.Host.Problem = "The card cannot be written; put in another <one>.";
        string answer = world.PostFields(s_good);
        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.Contains("put in another &lt;one&gt;.", answer, StringComparison.Ordinal);
        Assert.Contains("value=\"Home\"", answer, StringComparison.Ordinal);
        Assert.False(world.Server.IsSaved);
        world.Host.Problem = null;
        Assert.StartsWith("HTTP/1.1 200", world.PostFields(s_good), StringComparison.Ordinal);
        Assert.True(world.Server.IsSaved);
        Assert.Equal(2, world.Host.Applied);
    }

    [Fact]
    public void After_saving_nothing_is_taken_and_every_page_says_so()
    {
        SetupWorld world = new SetupWorld();
        world.PostFields(s_good);
        string again = world.PostFields(s_good);
        Assert.StartsWith("HTTP/1.1 200", again, StringComparison.Ordinal);
        Assert.Contains("<h1>Saved</h1>", again, StringComparison.Ordinal);
        Assert.Contains("<h1>Saved</h1>", world.Get(), StringComparison.Ordinal);
        Assert.Equal(1, world.Host.Applied);
    }

    [Fact]
    public void Whatever_the_page_takes_the_settings_take()
    {
        int seed = Environment.TickCount;
        Random random = new Random(seed);
        string[] parts =
        [
            "a", "B", "9", ".", "-", "=", "#", " ", "+", "@", "\u00e4", "\n", "\t", "{pbkdf2}", "%",
            "$", "\"", "mail",
        ];
        int kept = 0;
        for (int round = 0; round < 2000; round++)
        {
            string Draw(int most) => string.Concat(
                Enumerable.Range(0, random.Next(most)).Select(_ => parts[random.Next(parts.Length)]));
            SetupWorld world = new SetupWorld();
            world.Host.AsksNetwork = false;
            string[] fields =
            [
                "e", "a" + Draw(3), "f", "card", "h", "m" + Draw(4), "i", "p" + Draw(4), "j",
                Draw(3), "k", Draw(3),
            ];
            string answer = world.PostFields(fields);
            string context = string.Create(
                CultureInfo.InvariantCulture, $"seed {seed}, round {round}: {string.Join('|', fields)}");
            if (answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            {
                kept++;
                Settings settings = SettingsSource.Read(world.Host.Settings, Capacity.Desktop());
                Assert.True(
                    settings.Accounts.Count == (fields[9].Trim().Length > 0 ? 2 : 1), context);
            }
            else
            {
                Assert.True(world.Host.Applied == 0, context);
            }
        }

        Assert.InRange(kept, 50, 1950);
    }
}
