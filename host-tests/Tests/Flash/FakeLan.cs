using Appliance.Flash;

namespace Appliance.Tests.Flash;

/// <summary>A LAN and its clock: the appliance answers after so many milliseconds.</summary>
internal sealed class FakeLan : IMailProbe, IClock
{
    private const int TryMs = 500;

    /// <summary>When it answers.</summary>
    public long ReadyMs { get; set; }

    /// <summary>The host that was asked last.</summary>
    public string Host { get; private set; } = string.Empty;

    public long NowMs { get; private set; }

    public MailAnswer Try(string host)
    {
        Host = host;
        NowMs += TryMs;
        return NowMs >= ReadyMs
            ? new MailAnswer(true, "192.0.2.7: 220 mailbox.local ESMTP")
            : new MailAnswer(false, "its name is not known yet");
    }

    public void Wait(int milliseconds)
    {
        NowMs += milliseconds;
    }
}
