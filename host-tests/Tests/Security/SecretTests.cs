using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Passwords are kept stretched and are told to nobody.</summary>
public sealed class SecretTests
{
    private const string Password = "Tr0ub4dor-and-3";
    private const string Shared = "sh4red";
    private const string Guess = "gu3ssed-and-wr0ng";

    [Fact]
    public void Passwords_are_in_no_file_no_reply_and_no_event()
    {
        World world = new World(
            $"mailbox = alice\npassword = {Password}\nmailbox = bob-whose-name-takes-two-records\nsecret = {Shared}\n",
            Capacity.Board(), 1);
        StringBuilder told = new StringBuilder();
        foreach (string password in new[] { Guess, Password })
        {
            told.Append(Say(
                world, true, "EHLO x", "AUTH PLAIN " + Base64($"\0alice\0{password}"),
                "MAIL FROM:<a@b>", "RCPT TO:<alice>", "DATA", "Subject: x\r\n\r\nx\r\n.", "HELP",
                "QUIT"));
            told.Append(Say(
                world, true, "EHLO x", "AUTH LOGIN", Base64("alice"), Base64(password), "QUIT"));
            told.Append(Say(
                world, false, "USER alice", "PASS " + password, "LIST", "RETR 1", "QUIT"));
            told.Append(Say(
                world, false, "AUTH PLAIN " + Base64($"\0alice\0{password}"), "UIDL", "QUIT"));
            told.Append(Say(world, false, "PASS " + password, password, "APOP alice " + password));
        }

        world.Restart();
        ExpectNoSecret(told.ToString());
        for (int kind = 0; kind < 16; kind++)
        {
            foreach (int number in world.Volume.Numbers(kind))
            {
                string file = Encoding.Latin1.GetString(world.Volume.Contents(kind, number));
                ExpectNoSecret(file);
                Assert.DoesNotContain(Shared, file, StringComparison.Ordinal);
            }
        }

        // An event is numbers: see that there is no room in it for text.
        Assert.All(
            typeof(EventLog).GetMethod(nameof(EventLog.Add))!.GetParameters(),
            parameter => Assert.True(parameter.ParameterType.IsPrimitive, parameter.Name));
    }

    [Fact]
    public void Two_mailboxes_with_one_password_keep_different_octets()
    {
        Settings settings = SettingsSource.Read(
            $"mailbox = alice\npassword = {Password}\nmailbox = bob\npassword = {Password}\n",
            Capacity.Board());
        Accounts accounts = settings.Accounts;
        string text = Encoding.Latin1.GetString(accounts.Text);
        Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
        Assert.Equal(Limits.PasswordIterations, accounts.Iterations(0));
        int octets = Limits.SaltOctets + Limits.HashOctets;
        string first = text.Substring(accounts.VerifierOffset(0), octets);
        string second = text.Substring(accounts.VerifierOffset(1), octets);
        Assert.NotEqual(first[..Limits.SaltOctets], second[..Limits.SaltOctets]);
        Assert.NotEqual(first[Limits.SaltOctets..], second[Limits.SaltOctets..]);
    }

    [Fact]
    public void Without_a_shared_secret_nothing_of_apop_is_kept()
    {
        Settings settings = SettingsSource.Read(
            $"mailbox = alice\npassword = {Password}\n", Capacity.Board());
        Assert.False(settings.Accounts.AnySecret);
        Assert.Equal(0, settings.Accounts.SecretCount(0));
    }

    private static string Say(World world, bool smtp, params string[] lines)
    {
        ScriptedClient client = world.Connect(smtp);
        StringBuilder told = new StringBuilder(client.ReadReply());
        foreach (string line in lines)
        {
            client.Send(line);
            world.Pass(Limits.LoginFailureDelayMs + 500);
            told.Append(client.Unread());
        }

        client.Connection.ClientReset();
        world.Pass(1000);
        return told.ToString();
    }

    private static void ExpectNoSecret(string text)
    {
        foreach (string password in new[] { Password, Guess })
        {
            string[] forms =
            [
                password, Base64(password), Base64($"\0alice\0{password}"),
                Convert.ToHexString(Encoding.ASCII.GetBytes(password)),
            ];
            Assert.All(forms, form => Assert.DoesNotContain(
                form, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string Base64(string text)
    {
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
    }
}
