using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Logins are checked in the order in which they were asked for, so that nobody is passed
/// by for ever.</summary>
public sealed class PasswordQueueTests
{
    private static readonly byte[] s_right = "x"u8.ToArray();
    private static readonly byte[] s_wrong = "y"u8.ToArray();

    private readonly PasswordCheck _check = new PasswordCheck(
        SettingsSource.Read(SettingsSource.Quick("alice"), Capacity.Board()).Accounts, 3);

    [Fact]
    public void Who_asked_first_is_next_whoever_asks_more_often()
    {
        Assert.True(Begin("first", s_right));
        Assert.False(Begin("second", s_wrong));
        Assert.False(Begin("third", s_right));
        Assert.True(_check.Step());
        Assert.False(_check.Step());
        Assert.True(_check.TryEnd("first", out bool matches));
        Assert.True(matches);
        Assert.False(Begin("third", s_right));
        Assert.False(Begin("first", s_right));
        Assert.True(Begin("second", s_wrong));
        _check.Step();
        Assert.True(_check.TryEnd("second", out matches));
        Assert.False(matches);
        Assert.True(Begin("third", s_right));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public void Who_is_gone_holds_up_nobody(string gone)
    {
        Begin("first", s_right);
        Begin("second", s_right);
        Begin("third", s_right);
        // Owners are told apart as objects.
        _check.Abandon(string.Intern(gone));
        _check.Step();
        if (gone == "second")
        {
            Assert.True(_check.TryEnd("first", out _));
        }

        Assert.False(_check.TryEnd(string.Intern(gone), out _));
        Assert.Equal(gone == "first", Begin("second", s_right));
        Assert.Equal(gone == "second", Begin("third", s_right));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Client_that_is_gone_while_its_password_is_checked_holds_up_nobody(bool smtp)
    {
        World world = new World(SettingsSource.Default, Capacity.Board(), 1);
        ScriptedClient other = world.Connect(false);
        other.ReadReply();
        ScriptedClient gone = world.Connect(smtp);
        gone.ReadReply();
        gone.Command(smtp ? "EHLO x" : "CAPA");
        gone.Send("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
        for (int i = 0; i < 10; i++)
        {
            world.Server.Step(world.Clock.NowMs);
        }

        gone.Connection.ClientReset();
        Assert.StartsWith("+OK", other.Command("USER alice"), StringComparison.Ordinal);
        Assert.StartsWith("+OK", other.Command("PASS secret"), StringComparison.Ordinal);
    }

    private bool Begin(string owner, byte[] password)
    {
        return _check.TryBegin(owner, 0, password, 0, password.Length);
    }
}
