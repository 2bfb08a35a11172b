using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Appliance.Soak.Kill;
using MailKit.Net.Pop3;
using MailKit.Security;

namespace Appliance.Soak.Load;

/// <summary>Programs that others wrote fetch mail: mpop, fetchmail and getmail delete it; curl,
/// poplib and MailKit leave it there.</summary>
internal sealed partial class ProgramReaders
{
    private const int FetchmailNoMail = 1;

    private const string Poplib = """
        import poplib, sys
        p = poplib.POP3('127.0.0.1', int(sys.argv[1]))
        p.user(sys.argv[2])
        p.pass_(sys.argv[2])
        for i, uid in [l.decode().split() for l in p.uidl()[1]]:
            octets = b''.join(l + b'\r\n' for l in p.retr(int(i))[1])
            sys.stdout.buffer.write(b'%s %d\n' % (uid.encode(), len(octets)) + octets)
        p.quit()
        """;

    private readonly LoadLife _life;
    private readonly string _mailbox;
    private readonly string _folder;
    private readonly Random _random;
    private readonly SocketReaders _own;

    /// <summary>Makes a client.</summary>
    /// <param name="life">Whom it talks to.</param>
    /// <param name="mailbox">The mailbox, which nobody else reads; its name is its
    /// password.</param>
    /// <param name="folder">A home for the programs.</param>
    /// <param name="random">Its own.</param>
    public ProgramReaders(LoadLife life, string mailbox, string folder, Random random)
    {
        _life = life;
        _mailbox = mailbox;
        _folder = folder;
        _random = random;
        _own = new SocketReaders(life, random);
    }

    /// <summary>Those that delete and are here.</summary>
    public static IReadOnlyList<string> Deleting { get; } =
        new[] { ("mpop", "--version"), ("fetchmail", "-V"), ("getmail", "--version") }
            .Where(program => OtherProgram.IsHere(program.Item1, program.Item2))
            .Select(program => program.Item1).ToArray();

    /// <summary>Those that leave mail there and are here, beside MailKit.</summary>
    public static IReadOnlyList<string> Leaving { get; } =
        new[] { "curl", "python3" }
            .Where(program => OtherProgram.IsHere(program, "--version")).ToArray();

    /// <summary>One of those that delete fetches all.</summary>
    public void Download()
    {
        if (Deleting.Count == 0)
        {
            _own.Download(_mailbox);
            return;
        }

        string program = Deleting[_random.Next(Deleting.Count)];
        string folder = Directory.CreateDirectory(
            Path.Combine(_folder, $"fetch-{_random.NextInt64():x}")).FullName;
        string[] arguments = program switch
        {
            "mpop" => Mpop(folder),
            "fetchmail" => Fetchmail(folder),
            _ => Getmail(folder),
        };
        (int exitCode, _, string errors) = OtherProgram.Run(folder, [], program, arguments);
        bool isDone = exitCode == 0 || (program == "fetchmail" && exitCode == FetchmailNoMail);
        if (isDone)
        {
            _life.Promises.ProgramDeleted(_mailbox, Subjects(folder));
            Directory.Delete(folder, true);
            return;
        }

        if (!_life.WasKilled())
        {
            throw new BrokenPromiseException($"{program} could not fetch: {exitCode}, {errors}");
        }

        _life.Promises.ProgramCutOff(_mailbox);
        throw new IOException(errors);
    }

    /// <summary>One of those that leave mail there fetches it.</summary>
    public void Leave()
    {
        _own.Empty(_mailbox);
        int program = _random.Next(Leaving.Count + 1);
        string? error = program == Leaving.Count ? LeaveWithMailKit()
            : Leaving[program] == "curl" ? LeaveWithCurl() : LeaveWithPoplib();
        if (error == null)
        {
            return;
        }

        if (!_life.WasKilled())
        {
            throw new BrokenPromiseException(error);
        }

        throw new IOException(error);
    }

    private string? LeaveWithCurl()
    {
        string url = $"pop3://127.0.0.1:{_life.Pop3Port}/";
        string credentials = $"{_mailbox}:{_mailbox}";
        (int exitCode, byte[] listing, string errors) = OtherProgram.Run(
            _folder, [], "curl", ["-sS", "-u", credentials, url]);
        // Of an empty maildrop curl sometimes prints the last line of the response.
        if (exitCode == 0 && listing.Contains((byte)' '))
        {
            (exitCode, byte[] fetched, errors) = OtherProgram.Run(
                _folder, [], "curl", ["-sS", "-u", credentials, url + "1"]);
            if (exitCode == 0)
            {
                _life.Promises.Saw(_mailbox, null, fetched);
            }
        }

        return exitCode == 0 ? null : $"curl could not fetch: {exitCode}, {errors}";
    }

    private string? LeaveWithPoplib()
    {
        (int exitCode, byte[] output, string errors) = OtherProgram.Run(
            _folder, [], "python3", ["-c", Poplib, $"{_life.Pop3Port}", _mailbox]);
        if (exitCode != 0)
        {
            return $"poplib could not fetch: {errors}";
        }

        int at = 0;
        while (at < output.Length)
        {
            int end = Array.IndexOf(output, (byte)'\n', at);
            string[] head = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            at = end + 1 + int.Parse(head[1], null);
            _life.Promises.Saw(_mailbox, head[0], output[(end + 1)..at]);
        }

        return null;
    }

    private string? LeaveWithMailKit()
    {
        try
        {
            using Pop3Client client = new Pop3Client();
            client.Connect("127.0.0.1", _life.Pop3Port, SecureSocketOptions.None);
            client.Authenticate(_mailbox, _mailbox);
            IList<string> ids = client.GetMessageUids();
            for (int i = 0; i < ids.Count; i++)
            {
                using Stream stream = client.GetStream(i);
                using MemoryStream fetched = new MemoryStream();
                stream.CopyTo(fetched);
                _life.Promises.Saw(_mailbox, ids[i], fetched.ToArray());
            }

            client.Disconnect(true);
            return null;
        }
        catch (Exception exception) when (exception is IOException
            or System.Net.Sockets.SocketException or Pop3ProtocolException
            or Pop3CommandException)
        {
            return $"MailKit could not fetch: {exception.Message}";
        }
    }

    private string[] Mpop(string folder)
    {
        foreach (string part in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(folder, "maildir", part));
        }

        return ["-C", Write(folder, "settings", $"""
            account default
            host 127.0.0.1
            port {_life.Pop3Port}
            user {_mailbox}
            password {_mailbox}
            auth user
            tls off
            delivery maildir {folder}/maildir
            uidls_file {folder}/uidls
            keep off
            """)];
    }

    private string[] Fetchmail(string folder)
    {
        Write(folder, "ids", string.Empty);
        string file = Write(folder, "settings", $"""
            set no bouncemail
            set idfile "{folder}/ids"
            poll 127.0.0.1 protocol POP3 port {_life.Pop3Port} uidl
              user {_mailbox} password {_mailbox} nokeep fetchall sslproto ''
              mda "cat >> {folder}/fetched"
            """);
        return
        [
            "-f", file, "--pidfile", Path.Combine(folder, "pid"), "--silent", "--nosyslog",
        ];
    }

    private string[] Getmail(string folder)
    {
        string file = Write(folder, "settings", $"""
            [retriever]
            type = SimplePOP3Retriever
            server = 127.0.0.1
            port = {_life.Pop3Port}
            username = {_mailbox}
            password = {_mailbox}
            [destination]
            type = MDA_external
            path = /usr/bin/tee
            arguments = ("-a", "{folder}/fetched")
            allow_root_commands = true
            [options]
            delete = True
            delivered_to = false
            received = false
            """);
        return ["--getmaildir", folder, "--rcfile", file];
    }

    private static string Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text.Length == 0 ? text : text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private static List<string> Subjects(string folder)
    {
        return Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .SelectMany(file => Subject().Matches(File.ReadAllText(file, Encoding.Latin1)))
            .Select(match => match.Groups[1].Value).ToList();
    }

    [GeneratedRegex(@"^Subject: (\S+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Subject();
}
