using Appliance.Core.Storage;
using Appliance.Esp32.Boards;

namespace Appliance.Flash;

/// <summary>One run of the tool, from the options to the last line.</summary>
internal sealed class FlashSession
{
    private const string DefaultHostName = "mailbox.local";
    private const int ExitOptions = 2;

    private readonly FlashOptions _options;
    private readonly FlashHost _host;
    private readonly List<string> _asked = [];

    /// <summary>Makes it; nothing is done yet.</summary>
    public FlashSession(FlashOptions options, FlashHost host)
    {
        _options = options;
        _host = host;
    }

    /// <summary>Does it.</summary>
    /// <exception cref="ProblemException">It did not work; the message tells what to do.</exception>
    public void Run()
    {
        Board board = FindBoard(_options.Board);
        CheckOptions(board);
        string port = PortChoice.Choose(_options, _host);
        if (port == PortChoice.Unknown)
        {
            _asked.Add("port (or --port)");
        }

        string? nanoff = _host.Processes.Find("nanoff", FlashPlan.ToolFolder);
        SettingsDocument? settings = _options.KeepSettings ? null : MakeSettings(board);
        PlannedFile? settingsFile = settings?.Finish(board);
        PlannedFile? network = _options.KeepSettings ? null : MakeNetwork(board);
        string name = _options.Address ?? _options.Ip?.Split('/')[0] ?? settings?.HostName
            ?? DefaultHostName;
        bool reachesNetwork = _options.KeepSettings || network != null;
        if (_options.DryRun)
        {
            DryRun.Print(
                FlashPlan.Make(
                    _options, board, port, nanoff, settingsFile, network, DryRun.Folder),
                _asked, _host.Terminal);
            PrintDryEnd(name, reachesNetwork);
            return;
        }

        Warn(settings);
        using (PrivateFolder folder = new PrivateFolder())
        {
            FlashPlan plan = FlashPlan.Make(
                _options, board, port, nanoff, settingsFile, network, folder.Path);
            foreach (PlannedFile file in plan.Files)
            {
                folder.Write(file);
            }

            new FlashRun(plan, _host).Run(_options.EraseEverything);
        }

        End(name, reachesNetwork, settings);
    }

    private static Board FindBoard(string name)
    {
        return BoardList.Find(name) ?? throw new ProblemException(
            $"--board {name}: allowed are "
            + string.Join(", ", Enumerable.Range(0, BoardList.Count)
                .Select(index => BoardList.Make(index).Name))
            + ". hardware/README.md shows them.", ExitOptions);
    }

    private void CheckOptions(Board board)
    {
        if (board.HasEthernet && (_options.Wifi != null || _options.WifiPassword != null))
        {
            throw new ProblemException(
                $"{board.Name} is on the LAN by cable; leave out --wifi and --wifi-password.",
                ExitOptions);
        }

        if (_options.KeepSettings && (_options.EraseEverything || _options.Settings != null
            || _options.Mailboxes.Count > 0 || _options.Wifi != null || _options.Ip != null
            || _options.HostName != null || _options.Storage != null
            || _options.TimeServer != null))
        {
            throw new ProblemException(
                "--keep-settings leaves the settings on the board as they are; leave out the options "
                + "that change them, and --erase-everything.", ExitOptions);
        }
    }

    private SettingsDocument MakeSettings(Board board)
    {
        SettingsDocument settings = new SettingsDocument(
            _options, board, new Entropy(_host.Seed));
        foreach (string mailbox in _options.Mailboxes)
        {
            int colon = mailbox.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? mailbox : mailbox[..colon];
            settings.AddMailbox(
                name, colon < 0 ? AskPassword(name) : mailbox[(colon + 1)..]);
        }

        if (!settings.HasMailboxes)
        {
            string name = Ask("mailbox (or --mailbox)", "Name of the first mailbox", "mail");
            settings.AddMailbox(name, AskPassword(name));
        }

        return settings;
    }

    private PlannedFile? MakeNetwork(Board board)
    {
        if (board.HasEthernet)
        {
            return NetworkFile.ForEthernet(_options);
        }

        string network = _options.Wifi ?? (_host.Terminal.IsInteractive || _options.DryRun
            ? Ask(
                "Wi-Fi network (or --wifi)",
                "Name of the Wi-Fi network (empty: set it up later, over the board's own)", "NETWORK")
            : string.Empty);
        if (network.Length == 0)
        {
            return null;
        }

        string password = _options.WifiPassword ?? AskSecret(
            "Wi-Fi password (or --wifi-password)",
            $"Password of the Wi-Fi network {network} (empty: none)");
        return NetworkFile.ForWifi(_options, network, password);
    }

    private string AskPassword(string mailbox)
    {
        string question = $"Password of mailbox {mailbox}";
        string password = AskSecret($"password of {mailbox}", question);
        while (!_options.DryRun && password != AskSecret(question, question + ", once more"))
        {
            _host.Terminal.Error("The two are not the same.");
            password = AskSecret(question, question);
        }

        return password;
    }

    private string Ask(string what, string question, string placeholder)
    {
        if (_options.DryRun)
        {
            _asked.Add(what);
            return placeholder;
        }

        CheckInteractive(what);
        return _host.Terminal.Ask(question).Trim();
    }

    private string AskSecret(string what, string question)
    {
        if (_options.DryRun)
        {
            _asked.Add(what);
            return SettingsDocument.Mask;
        }

        CheckInteractive(what);
        return _host.Terminal.AskSecret(question);
    }

    private void CheckInteractive(string what)
    {
        if (!_host.Terminal.IsInteractive)
        {
            throw new ProblemException(
                $"Nobody is there to be asked for: {what}. Give it with its option: "
                + "--mailbox NAME:PASSWORD, --wifi NAME, --wifi-password PASSWORD.", ExitOptions);
        }
    }

    private void Warn(SettingsDocument? settings)
    {
        if (_options.EraseEverything)
        {
            _host.Terminal.Error(
                "--erase-everything: all mail and settings in the board's flash (I:) are lost. A card "
                + "is not touched.");
        }

        if (_options.Ip != null && settings!.NamesTimeServer)
        {
            _host.Terminal.Error(
                "With a fixed address the board may have no name server: nanoff does not pass it on. "
                + "If the board does not get the time, give an address with --time-server, such as "
                + "that of the router.");
        }
    }

    private void PrintDryEnd(string name, bool reachesNetwork)
    {
        _host.Terminal.Line(!reachesNetwork
            ? "The board then opens its own Wi-Fi network to be set up."
            : _options.WaitSeconds == 0
                ? "It does not wait for the board."
                : $"Then it waits, {_options.WaitSeconds} s at most, until {name} answers on port 25.");
    }

    private void End(string name, bool reachesNetwork, SettingsDocument? settings)
    {
        ITerminal terminal = _host.Terminal;
        if (!reachesNetwork)
        {
            terminal.Line("The program is on the board. It opens its own Wi-Fi network now; join it with "
                + "a phone and choose your network there.");
            return;
        }

        if (_options.WaitSeconds > 0)
        {
            terminal.Line($"Waiting until {name} takes mail");
            MailWait.Until(name, _options.WaitSeconds, _host);
        }

        terminal.Line(string.Empty);
        terminal.Line($"  takes mail    smtp://{name}:25");
        terminal.Line($"  gives mail    pop3://{name}:110");
        if (settings != null)
        {
            terminal.Line($"  mailboxes     {string.Join(", ", settings.Mailboxes)}");
            terminal.Line("  keeps it      " + (settings.UsesCard ? "on the card" : "in its flash"));
        }
    }
}
