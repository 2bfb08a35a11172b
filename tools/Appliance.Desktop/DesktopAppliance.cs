using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Desktop;

/// <summary>The appliance on this PC: the core's server on real sockets and a real
/// directory.</summary>
internal sealed class DesktopAppliance : IProgram
{
    private const int SeedOctets = 32;
    private const int WaitMs = 50;
    private const int TellTimeMs = 1000;
    private const int ConnectionsPerAddress = 64;
    private const int ExitSettings = 2;

    private readonly DesktopOptions _options;
    private readonly Capacity _capacity = Capacity.Desktop();
    private string? _firstPassword;
    private volatile bool _stopAsked;

    /// <summary>Makes it; nothing is opened yet.</summary>
    public DesktopAppliance(DesktopOptions options)
    {
        _options = options;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stopAsked = true;
    }

    /// <inheritdoc/>
    public void Run()
    {
        using DataLock dataLock = DataLock.Take(
            _options.Data, "Otherwise choose another directory with --data DIR.");
        Settings settings = ReadSettings();
        Readiness readiness = new Readiness();
        using SocketListener smtp = Listen("--smtp", _options.Smtp, readiness);
        using SocketListener pop3 = Listen("--pop3", _options.Pop3, readiness);
        DirectoryVolume volume = MountVolume();
        MailServer server = new MailServer(
            _capacity, volume, settings, smtp, pop3,
            RandomNumberGenerator.GetBytes(SeedOctets));
        Open(server);
        using Announcer? announcer = _options.Announce
            ? new Announcer(settings.HostName, smtp.EndPoint, pop3.EndPoint, readiness) : null;
        if (!_options.Quiet)
        {
            Welcome.Print(_options.Data, smtp.EndPoint, pop3.EndPoint, settings, _firstPassword);
        }

        Console.Out.WriteLine($"ready smtp={smtp.EndPoint} pop3={pop3.EndPoint}");
        Console.Out.Flush();
        Serve(server, announcer, readiness);
        if (!_options.Quiet)
        {
            Console.Out.WriteLine(
                $"stopped messages={server.Counters.Get(Counters.MessagesDelivered)} "
                + $"commits={volume.Commits} octets-written={volume.OctetsWritten}");
        }
    }

    /// <summary>Listens for connections.</summary>
    /// <param name="option">The option that names the address.</param>
    /// <param name="endPoint">The address.</param>
    /// <param name="readiness">What waits for connections.</param>
    /// <exception cref="ProblemException">It cannot be listened on; the message tells
    /// why.</exception>
    public static SocketListener Listen(string option, IPEndPoint endPoint, Readiness readiness)
    {
        try
        {
            return new SocketListener(endPoint, readiness);
        }
        catch (SocketException exception)
        {
            string advice = exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "Another program uses this port. Stop it, or choose "
                    + $"another port with {option} {endPoint.Address}:PORT (0 takes any free one).",
                SocketError.AccessDenied => "Ports below 1024 need administrator rights. Choose a higher "
                    + $"one with {option} {endPoint.Address}:PORT.",
                _ => exception.Message,
            };
            throw new ProblemException($"Cannot listen on {endPoint}. {advice}");
        }
    }

    private void Serve(MailServer server, Announcer? announcer, Readiness readiness)
    {
        LiveLog? log = _options.Quiet ? null : new LiveLog(server);
        Stopwatch clock = Stopwatch.StartNew();
        long toldMs = -TellTimeMs;
        string? name = null;
        announcer?.Start(clock.ElapsedMilliseconds);
        bool moved = true;
        while (!_stopAsked)
        {
            readiness.Wait(moved ? 0 : WaitMs);
            long nowMs = clock.ElapsedMilliseconds;
            if (nowMs - toldMs >= TellTimeMs)
            {
                server.SetUtc(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), nowMs);
                toldMs = nowMs;
            }

            moved = server.Step(nowMs);
            moved |= announcer?.Step(nowMs) == true;
            log?.Print();
            if (log != null && announcer?.Name != name)
            {
                name = announcer?.Name;
                Console.Out.WriteLine(name == null ? "asking for another name" : $"known as {name}");
            }
        }

        if (server.Stop(clock.ElapsedMilliseconds) < 0)
        {
            throw new ProblemException(
                $"Storage failed while stopping (error {server.Store.LastError}). Messages that were "
                + "answered 250 are safe; the next start takes a little longer.");
        }

        log?.Print();
    }

    private Settings ReadSettings()
    {
        Settings settings = new Settings(_capacity.NewAccounts())
        {
            ConnectionsPerAddress = ConnectionsPerAddress,
        };
        Entropy entropy = new Entropy(RandomNumberGenerator.GetBytes(SeedOctets));
        SettingsReader reader = new SettingsReader(settings, entropy);
        string path = _options.Settings ?? Path.Combine(_options.Data, "settings.txt");
        bool exists = File.Exists(path) || _options.Settings != null;
        if (!exists && _options.Mailboxes.Count == 0)
        {
            _firstPassword = SettingsFile.WriteFirst(path, entropy);
            exists = true;
        }

        if (exists)
        {
            SettingsFile.Read(path, reader);
            StretchPasswords(path, entropy);
        }

        foreach (string mailbox in _options.Mailboxes)
        {
            AddMailbox(reader, mailbox);
        }

        string? missing = reader.Finish();
        if (missing != null)
        {
            throw new ProblemException($"{path}: {missing}", ExitSettings);
        }

        if (_options.MaxMessageOctets > 0)
        {
            settings.MaxMessageOctets = _options.MaxMessageOctets;
        }

        return settings;
    }

    private static void StretchPasswords(string path, Entropy entropy)
    {
        try
        {
            SettingsFile.StretchPasswords(path, entropy);
        }
        catch (ProblemException problem)
        {
            Console.Error.WriteLine(
                problem.Message + " Passwords in it stay in clear text; the appliance starts all the "
                + "same.");
        }
    }

    private static void AddMailbox(SettingsReader reader, string mailbox)
    {
        int colon = mailbox.IndexOf(':', StringComparison.Ordinal);
        string error = "allowed: NAME:PASSWORD";
        if (colon > 0 && colon < mailbox.Length - 1)
        {
            byte[] name = Encoding.UTF8.GetBytes("mailbox = " + mailbox[..colon]);
            byte[] password = Encoding.UTF8.GetBytes("password = " + mailbox[(colon + 1)..]);
            error = reader.ReadLine(name, 0, name.Length)
                ?? reader.ReadLine(password, 0, password.Length);
        }

        if (error != null)
        {
            throw new ProblemException(
                $"--mailbox {(colon < 0 ? mailbox : mailbox[..colon])}: {error}", ExitSettings);
        }
    }

    private DirectoryVolume MountVolume()
    {
        try
        {
            return DirectoryVolume.Make(_options.Data);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                $"Cannot use {_options.Data}: {exception.Message}. Choose another directory with "
                + "--data DIR.");
        }
    }

    private void Open(MailServer server)
    {
        int status = server.Open();
        string? problem = status switch
        {
            StoreStatus.Ready => null,
            StoreStatus.TooManyMessages => $"has more than {_capacity.Messages} messages.",
            StoreStatus.TooManyMailboxes => "has more mailboxes, with those of earlier settings, than "
                + "31.",
            _ => $"cannot be read or written (error {server.Store.LastError}).",
        };
        if (problem != null)
        {
            throw new ProblemException($"The store in {_options.Data} {problem}");
        }

        if (server.Store.Report.Rebuilt + server.Store.Report.LeftAlone > 0)
        {
            Console.Error.WriteLine(
                $"The index of {_options.Data} was lost and made anew from {server.Store.Report.Rebuilt} "
                + $"messages; {server.Store.Report.LeftAlone} files were no whole messages and stay as "
                + "they are. Read mail may count as unread, and a message to several mailboxes may "
                + "be back in one that had deleted it.");
        }

        if (server.Store.Report.ShelvesRebuilt > 0)
        {
            Console.Error.WriteLine(
                $"{server.Store.Report.ShelvesRebuilt} files of the index of old messages were damaged "
                + $"or missing; {server.Store.Report.ShelfMessagesLost} messages are lost with them, the "
                + "others were found by their files.");
        }

        if (server.Store.Report.BadRecords > 0 && !_options.Quiet)
        {
            Console.Out.WriteLine(Terminal.Paint(
                Terminal.Yellow,
                $"{server.Store.Report.BadRecords} damaged journal records were left out."));
        }
    }
}
