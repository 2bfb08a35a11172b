using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Esp32.Boards;

namespace Appliance.Flash;

/// <summary>
/// The settings that the board takes in at its next start. They are checked as the board checks
/// them, and no password in clear text is left in them.
/// </summary>
internal sealed partial class SettingsDocument
{
    /// <summary>The name of the file, here and on the board.</summary>
    public const string Name = "settings.txt";

    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "********";

    private const int ExitSettings = 2;

    // What the board adds when it takes the text in (SETTINGS.md).
    private const int EndOctetsMax = 37;

    private readonly StringBuilder _text = new StringBuilder();
    private readonly Entropy _entropy;

    /// <summary>Starts with the settings file that was given, if any, and what the options
    /// say.</summary>
    /// <exception cref="ProblemException">The file cannot be read.</exception>
    public SettingsDocument(FlashOptions options, Board board, Entropy entropy)
    {
        _entropy = entropy;
        _text.Append("# Written by flash. README.md of the mail appliance explains all keys.\n");
        Add("board", board.Name);
        Add("hostname", options.HostName);
        Add("storage", options.Storage);
        Add("time-server", options.TimeServer);
        if (options.Settings != null)
        {
            string given = Read(options.Settings);
            _text.Append('\n').Append(PasswordLines.Stretch(given, entropy).Trim()).Append('\n');
            HasMailboxes = MailboxLine().IsMatch(given);
        }
    }

    /// <summary>Whether it has a mailbox yet.</summary>
    public bool HasMailboxes { get; private set; }

    /// <summary>The name that the appliance gives itself, once
    /// <see cref="Finish"/> read it.</summary>
    public string HostName { get; private set; } = string.Empty;

    /// <summary>Whether mail is kept on the card, likewise.</summary>
    public bool UsesCard { get; private set; }

    /// <summary>Whether the time is asked of a host by its name, likewise.</summary>
    public bool NamesTimeServer { get; private set; }

    /// <summary>The names of the mailboxes, likewise.</summary>
    public IReadOnlyList<string> Mailboxes { get; private set; } = [];

    /// <summary>Adds a mailbox.</summary>
    /// <exception cref="ProblemException">The password is too long or empty.</exception>
    public void AddMailbox(string name, string password)
    {
        if (Encoding.UTF8.GetByteCount(password) is < 1 or > Limits.PasswordOctetsMax)
        {
            throw new ProblemException(
                $"The password of mailbox {name} must have 1 to {Limits.PasswordOctetsMax} octets.",
                ExitSettings);
        }

        _text.Append('\n');
        Add("mailbox", name);
        Add("password", PasswordLines.StretchOne(password, _entropy));
        HasMailboxes = true;
    }

    /// <summary>Checks it as the board does.</summary>
    /// <param name="board">Whose settings they are.</param>
    /// <exception cref="ProblemException">The board would not take it.</exception>
    public PlannedFile Finish(Board board)
    {
        string text = _text.ToString();
        if (Encoding.UTF8.GetByteCount(text) > Limits.SettingsOctetsMax - EndOctetsMax)
        {
            throw new ProblemException(
                $"The settings have {Encoding.UTF8.GetByteCount(text)} octets; a board takes at most "
                + $"{Limits.SettingsOctetsMax - EndOctetsMax}. Remove comments or mailboxes.",
                ExitSettings);
        }

        Capacity capacity = board.HasPsram ? Capacity.Psram() : Capacity.Flash();
        Settings settings = new Settings(capacity.NewAccounts());
        SettingsReader reader = new SettingsReader(settings, _entropy);
        foreach (string line in text.Split('\n'))
        {
            byte[] octets = Encoding.UTF8.GetBytes(line);
            Check(reader.ReadLine(octets, 0, octets.Length), line);
        }

        Check(reader.Finish(), Name);
        if (reader.Device.Board != board.Name)
        {
            throw new ProblemException(
                $"The settings are for the board {reader.Device.Board}, not for {board.Name}. "
                + "Change their line 'board', or --board.", ExitSettings);
        }

        HostName = settings.HostName;
        UsesCard = reader.Device.UsesCard;
        NamesTimeServer = !IPAddress.TryParse(reader.Device.TimeServer, out _);
        Accounts accounts = settings.Accounts;
        Mailboxes = Enumerable.Range(0, accounts.Count)
            .Select(one => Encoding.UTF8.GetString(
                accounts.Text, accounts.NameOffset(one), accounts.NameCount(one)))
            .ToList();
        return new PlannedFile(Name, text, SecretLine().Replace(text, "$1" + Mask));
    }

    private static void Check(string? problem, string line)
    {
        if (problem != null)
        {
            throw new ProblemException(
                $"{SecretLine().Replace(line.Trim(), "$1" + Mask)}: {problem}. Nothing was done.",
                ExitSettings);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or DecoderFallbackException)
        {
            throw new ProblemException(
                $"Cannot read the settings {path}: {exception.Message}", ExitSettings);
        }
    }

    private void Add(string key, string? value)
    {
        if (value == null)
        {
            return;
        }

        if (value.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ProblemException($"{key}: a value has one line.", ExitSettings);
        }

        _text.Append(key).Append(" = ").Append(value).Append('\n');
    }

    [GeneratedRegex(@"^[ \t]*mailbox[ \t]*=", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MailboxLine();

    [GeneratedRegex(@"^([ \t]*(?:password|secret)[ \t]*=[ \t]*).+$",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex SecretLine();
}
