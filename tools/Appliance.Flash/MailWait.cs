namespace Appliance.Flash;

/// <summary>Waits until the appliance takes mail.</summary>
internal static class MailWait
{
    private const int PauseMs = 1000;

    /// <summary>Waits.</summary>
    /// <param name="name">The host that should answer.</param>
    /// <param name="seconds">How long at most.</param>
    /// <param name="host">Clock, LAN and terminal.</param>
    /// <exception cref="ProblemException">It did not answer in time.</exception>
    public static void Until(string name, int seconds, FlashHost host)
    {
        long startMs = host.Clock.NowMs;
        while (true)
        {
            MailAnswer answer = host.Mail.Try(name);
            long waitedMs = host.Clock.NowMs - startMs;
            if (answer.IsReady)
            {
                host.Terminal.Progress(string.Empty);
                host.Terminal.Line($"   {answer.Text}");
                return;
            }

            if (waitedMs >= seconds * 1000L)
            {
                host.Terminal.Progress(string.Empty);
                throw new ProblemException(
                    $"{name} did not answer within {seconds} s: {answer.Text}. The program is "
                    + "on the board. Look at its LED (hardware/README.md): if it shows that there is no "
                    + "network, check the cable or the Wi-Fi name and password. If it shows ready, "
                    + "look up its address in the router and run this again with --keep-settings "
                    + "--address ADDRESS.");
            }

            host.Terminal.Progress(
                $"   Waiting for {name}, {waitedMs / 1000} of {seconds} s: {answer.Text}");
            host.Clock.Wait(PauseMs);
        }
    }
}
