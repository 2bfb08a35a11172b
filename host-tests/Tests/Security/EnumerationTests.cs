using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Who guesses names learns nothing from a login: not by the reply, and not by the work
/// that it takes, counted in steps of the loop.</summary>
public sealed class EnumerationTests
{
    private const string Settings = "mailbox = alice\npassword = secret\nmailbox = bob\n"
        + "password = hunter2\nmailbox = apop\nsecret = shared\n";

    private static readonly string[] s_names = ["alice", "bob", "apop", "nobody", "al", "x+y", "\u00e4"];

    private static readonly string[] s_passwords = ["wrong", "x", new string('p', 200)];

    [Fact]
    public void Pop3_login_of_a_name_that_is_nobodys_takes_the_same_steps()
    {
        ExpectOne(s_passwords, (world, name, password) =>
        {
            ScriptedClient client = world.Connect(false);
            client.ReadReply();
            string first = client.Command("USER " + name);
            return (client, first, "PASS " + password);
        });
    }

    [Fact]
    public void Smtp_login_of_a_name_that_is_nobodys_takes_the_same_steps()
    {
        ExpectOne(s_passwords, (world, name, password) =>
        {
            ScriptedClient client = world.Connect(true);
            client.ReadReply();
            client.Command("EHLO x");
            string first = client.Command("AUTH LOGIN " + Base64(name));
            return (client, first, Base64(password));
        });
    }

    [Fact]
    public void Sasl_plain_of_a_name_that_is_nobodys_takes_the_same_steps()
    {
        ExpectOne(s_passwords, (world, name, password) =>
        {
            ScriptedClient client = world.Connect(false);
            client.ReadReply();
            return (client, "", "AUTH PLAIN " + Base64($"\0{name}\0{password}"));
        });
    }

    [Fact]
    public void Apop_of_a_name_that_is_nobodys_takes_the_same_steps()
    {
        ExpectOne([new string('0', 32)], (world, name, digest) =>
        {
            ScriptedClient client = world.Connect(false);
            client.ReadReply();
            return (client, "", $"APOP {name} {digest}");
        });
    }

    [Theory]
    [InlineData("mailbox = alice\npassword = {pbkdf2}5000$AAAAAAAAAAAAAAAAAAAAAA==$"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("mailbox = apop\nsecret = shared\nmailbox = alice\npassword = secret\n")]
    public void Name_that_is_nobodys_takes_as_long_whatever_the_first_mailbox_has(string settings)
    {
        ExpectOne(
            ["wrong"],
            (world, name, password) =>
            {
                ScriptedClient client = world.Connect(false);
                client.ReadReply();
                return (client, "", "AUTH PLAIN " + Base64($"\0{name}\0{password}"));
            },
            settings, ["alice", "apop", "nobody"]);
    }

    [Fact]
    public void A_third_wrong_password_ends_the_connection()
    {
        World world = new World(Settings, Capacity.Board(), 1);
        ScriptedClient client = world.Connect(true);
        client.ReadReply();
        client.Command("EHLO x");
        for (int i = 1; i <= Limits.LoginFailuresMax; i++)
        {
            long beganMs = world.Clock.NowMs;
            client.Command("AUTH PLAIN " + Base64("\0alice\0guess"));
            Assert.InRange(
                world.Clock.NowMs - beganMs, Limits.LoginFailureDelayMs,
                Limits.LoginFailureDelayMs * 2);
        }

        world.Pass(2000);
        Assert.True(client.Connection.ServerClosed);
        Assert.Equal(3, world.Server.Counters.Get(Counters.LoginsFailed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failures_of_one_connection_do_not_end_the_next(bool smtp)
    {
        World world = new World(Settings, Capacity.Board(), 1);
        for (int i = 0; i < 3; i++)
        {
            ScriptedClient client = world.Connect(smtp);
            client.ReadReply();
            client.Command(smtp ? "EHLO x" : "CAPA");
            for (int failure = 1; failure < Limits.LoginFailuresMax; failure++)
            {
                client.Send("AUTH PLAIN " + Base64("\0alice\0guess"));
                world.Pass(2000);
            }

            client.Send("NOOP");
            world.Pass(100);
            Assert.False(client.Connection.ServerClosed);
            client.Connection.ClientHalfClose();
            world.Pass(1000);
        }
    }

    private static void ExpectOne(
        string[] passwords,
        Func<World, string, string, (ScriptedClient Client, string First, string Last)> begin,
        string settings = Settings, string[]? names = null)
    {
        HashSet<string> seen = new HashSet<string>();
        foreach (string name in names ?? s_names)
        {
            foreach (string password in passwords)
            {
                World world = new World(settings, Capacity.Board(), 1);
                (ScriptedClient client, string first, string last) =
                    begin(world, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name)), password);
                client.Send(last);
                int steps = 0;
                string reply = string.Empty;
                for (; reply.Length == 0 && steps < 100_000; steps++)
                {
                    world.Server.Step(world.Clock.NowMs);
                    world.Clock.Advance(1);
                    reply = client.Unread();
                }

                seen.Add($"{first} {reply} after {steps} steps");
            }
        }

        Assert.True(seen.Count == 1, string.Join(" | ", seen));
        Assert.Contains("after 2", seen.First(), StringComparison.Ordinal);
    }

    private static string Base64(string text)
    {
        return Convert.ToBase64String(Encoding.Latin1.GetBytes(text));
    }
}
