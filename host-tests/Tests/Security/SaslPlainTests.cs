using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>The message of SASL PLAIN is taken apart within its octets, whatever lies around
/// them.</summary>
public sealed class SaslPlainTests
{
    private const string Around = "\0alice\0x";

    private readonly Accounts _accounts =
        SettingsSource.Read(SettingsSource.Quick("alice", "bob"), Capacity.Board()).Accounts;

    [Theory]
    [InlineData("\0alice\0secret", 0, "secret")]
    [InlineData("bob\0bob\0s", 1, "s")]
    [InlineData("\0alice\0", 0, "")]
    [InlineData("bob\0alice\0s", Accounts.None, "s")]
    [InlineData("\0nobody\0s", Accounts.None, "s")]
    [InlineData("", Accounts.None, null)]
    [InlineData("alice", Accounts.None, null)]
    [InlineData("\0alice", Accounts.None, null)]
    [InlineData("alice\0", Accounts.None, null)]
    [InlineData("\0\0secret", Accounts.None, null)]
    [InlineData("\0alice\0secret\0", Accounts.None, null)]
    [InlineData("\0alice\0\0secret", Accounts.None, null)]
    public void Message_has_three_parts_and_asks_for_nobody_else(
        string message, int expected, string? password)
    {
        byte[] octets = Encoding.ASCII.GetBytes(Around + message + Around);
        int at = SaslPlain.Parse(
            octets, Around.Length, message.Length, _accounts, out int account);
        Assert.Equal(expected, account);
        Assert.Equal(
            password, at < 0 ? null : (Around + message)[at..]);
    }
}
