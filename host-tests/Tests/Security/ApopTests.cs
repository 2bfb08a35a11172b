using System.Security.Cryptography;
using System.Text;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>APOP proves the shared secret of one mailbox, for one greeting.</summary>
public sealed class ApopTests
{
    private const string Secret = "tanstaaf";

    private readonly World _world = new World(
        SettingsSource.Quick("alice") + "mailbox = bob\nsecret = " + Secret + "\n", Capacity.Board(), 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Right_digest_opens_the_maildrop_of_its_name(bool upperCase)
    {
        _world.Connect(true).Deliver("a@b", "bob", "Subject: of bob\r\n");
        ScriptedClient reader = _world.Connect(false);
        string digest = Digest(Stamp(reader));
        string login = reader.Command(
            "APOP bob " + (upperCase ? digest.ToUpperInvariant() : digest));
        Assert.StartsWith("+OK", login, StringComparison.Ordinal);
        Assert.Contains("Subject: of bob", reader.MultiLine("RETR 1")!);
    }

    [Fact]
    public void Digest_of_another_greeting_or_for_another_mailbox_is_wrong()
    {
        ScriptedClient reader = _world.Connect(false);
        string first = Stamp(reader);
        Assert.StartsWith(
            "-ERR [AUTH]", reader.Command("APOP alice " + Digest(first)), StringComparison.Ordinal);
        ScriptedClient replayer = _world.Connect(false);
        Assert.NotEqual(first, Stamp(replayer));
        Assert.StartsWith(
            "-ERR [AUTH]", replayer.Command("APOP bob " + Digest(first)), StringComparison.Ordinal);
    }

    private static string Stamp(ScriptedClient reader)
    {
        string greeting = reader.ReadReply();
        return greeting[greeting.IndexOf('<', StringComparison.Ordinal)..];
    }

    private static string Digest(string stamp)
    {
#pragma warning disable CA5351 // APOP is defined with MD5
        return Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(stamp + Secret)));
#pragma warning restore CA5351
    }
}
