using System.Globalization;
using System.IO;
using System.Text;
using MailKit.Net.Pop3;
using MailKit.Security;
using Xunit;

namespace Appliance.Interop;

/// <summary>Programs that others wrote fetch, deleting and leaving.</summary>
public sealed class FetchTests : IClassFixture<InteropFixture>, IDisposable
{
    private readonly InteropFixture _fixture;
    private readonly byte[] _scan = Messages.WithAttachment(50_000);
    private readonly string _folder;
    private readonly string _port;

    public FetchTests(InteropFixture fixture)
    {
        _fixture = fixture;
        _folder = Directory.CreateTempSubdirectory("fetch-").FullName;
        _port = fixture.Appliance.Pop3Port.ToString(CultureInfo.InvariantCulture);
        _fixture.FetchAll();
        Send(Messages.Plain("one"));
        Send(_scan);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void Curl_fetches_and_deletes()
    {
        string url = $"pop3://127.0.0.1:{_port}/";
        byte[] one = Tool.Run(null, "curl", "-sS", "-u", "alice:secret", url + "1");
        Assert.Equal(Messages.Plain("one"), Messages.WithoutTrace(one));
        byte[] two = Tool.Run(null, "curl", "-sS", "-u", "alice:secret", url + "2");
        Assert.Equal(_scan, Messages.WithoutTrace(two));
        Tool.Run(null, "curl", "-sS", "-I", "-X", "DELE 1", "-u", "alice:secret", url);
        Assert.Single(_fixture.FetchAll());
    }

    [Theory]
    [InlineData("on", 2)]
    [InlineData("off", 0)]
    public void Mpop_fetches(string keep, int left)
    {
        string file = Write("mpoprc", $"""
            account default
            host 127.0.0.1
            port {_port}
            user alice
            password secret
            auth user
            tls off
            delivery maildir {Maildir("mpop")}
            uidls_file {_folder}/uidls
            keep {keep}
            """);
        Tool.Run(null, "mpop", "-C", file);
        ExpectMaildir("mpop");
        if (left > 0)
        {
            // What was left is known by its unique-id and not fetched again.
            Tool.Run(null, "mpop", "-C", file);
            ExpectMaildir("mpop");
        }

        Assert.Equal(left, _fixture.FetchAll().Count);
    }

    [Theory]
    [InlineData("keep", 2)]
    [InlineData("nokeep", 0)]
    public void Fetchmail_fetches(string keep, int left)
    {
        string file = Write("fetchmailrc", $"""
            set no bouncemail
            set idfile "{_folder}/ids"
            poll 127.0.0.1 protocol POP3 port {_port} uidl
              user alice password secret {keep} sslproto ''
              mda "cat >> {_folder}/fetched"
            """);
        Write("ids", string.Empty);
        Tool.Run(
            null, "fetchmail", "-f", file, "--pidfile", Path.Combine(_folder, "pid"), "--silent",
            "--nosyslog");
        ExpectBoth(Path.Combine(_folder, "fetched"), left);
    }

    [Theory]
    [InlineData("False", 2)]
    [InlineData("True", 0)]
    public void Getmail_fetches(string delete, int left)
    {
        string output = Path.Combine(_folder, "getmail");
        string file = Write("getmailrc", $"""
            [retriever]
            type = SimplePOP3Retriever
            server = 127.0.0.1
            port = {_port}
            username = alice
            password = secret
            [destination]
            type = MDA_external
            path = /usr/bin/tee
            arguments = ("-a", "{output}")
            allow_root_commands = true
            [options]
            delete = {delete}
            delivered_to = false
            received = false
            """);
        Tool.Run(null, "getmail", "--getmaildir", _folder, "--rcfile", file);
        ExpectBoth(output, left);
    }

    [Theory]
    [InlineData("no", 2)]
    [InlineData("yes", 0)]
    public void Neomutt_fetches(string delete, int left)
    {
        string spool = Path.Combine(_folder, "spool");
        File.WriteAllText(spool, string.Empty);
        string file = Write("muttrc", $"""
            set pop_host="pop://alice:secret@127.0.0.1:{_port}"
            set pop_authenticators="user"
            set pop_delete={delete}
            set ssl_starttls=no
            set ssl_force_tls=no
            set spoolfile="{spool}"
            set folder="{_folder}"
            set mbox_type=mbox
            set quit=yes
            set move=no
            set confirmappend=no
            push "<fetch-mail><quit>"
            """);
        Tool.Run(
            null, "script", "-qec",
            $"env TERM=xterm neomutt -n -F {file} -f {spool}", Path.Combine(_folder, "screen"));
        ExpectBoth(spool, left);
    }

    [Theory]
    [InlineData("False", 2)]
    [InlineData("True", 0)]
    public void Python_poplib_fetches(string delete, int left)
    {
        byte[] fetched = Tool.Run(null, "python3", "-c", $"""
            import poplib, sys
            p = poplib.POP3('127.0.0.1', {_port})
            p.user('alice')
            p.pass_('secret')
            assert p.stat()[0] == 2
            assert p.utf8 is not None and 'UIDL' in p.capa()
            sizes = [int(l.split()[1]) for l in p.list()[1]]
            for i in (1, 2):
                lines = p.retr(i)[1]
                assert sum(len(l) + 2 for l in lines) == sizes[i - 1]
                top = p.top(i, 0)[1]
                assert lines[:len(top)] == top
                if {delete}:
                    p.dele(i)
            assert len(p.uidl()[1]) == (0 if {delete} else 2)
            p.quit()
            sys.stdout.write('fetched')
            """);
        Assert.Equal("fetched", Encoding.ASCII.GetString(fetched));
        Assert.Equal(left, _fixture.FetchAll().Count);
    }

    [Fact]
    public void MailKit_leaves_and_deletes()
    {
        using Pop3Client client = new Pop3Client();
        client.Connect("127.0.0.1", _fixture.Appliance.Pop3Port, SecureSocketOptions.None);
        Assert.True(client.Capabilities.HasFlag(Pop3Capabilities.Pipelining));
        client.Authenticate("alice", "secret");
        IList<string> ids = client.GetMessageUids();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal("one", client.GetMessage(0).Subject);
        Assert.Equal("scan", client.GetMessageHeaders(1)["Subject"]);
        client.DeleteMessage(0);
        client.Disconnect(true);
        Assert.Single(_fixture.FetchAll());
    }

    private void Send(byte[] message)
    {
        Tool.Run(
            message, "curl", "-sS", $"smtp://127.0.0.1:{_fixture.Appliance.SmtpPort}",
            "--mail-from", "me@here.lan", "--mail-rcpt", "alice@mailbox.lan", "-T", "-");
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.Length == 0 ? text : text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private string Maildir(string name)
    {
        string maildir = Path.Combine(_folder, name);
        foreach (string part in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(maildir, part));
        }

        return maildir;
    }

    private void ExpectBoth(string file, int left)
    {
        string fetched = File.ReadAllText(file);
        Assert.Contains("Subject: one", fetched, StringComparison.Ordinal);
        Assert.Contains("Subject: scan", fetched, StringComparison.Ordinal);
        Assert.Equal(left, _fixture.FetchAll().Count);
    }

    private void ExpectMaildir(string name)
    {
        List<byte[]> bodies = Directory.GetFiles(Path.Combine(_folder, name, "new"))
            .Select(File.ReadAllBytes).Select(Messages.WithoutTrace)
            .OrderBy(body => body.Length).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.Equal(Messages.Plain("one"), bodies[0]);
        Assert.Contains(
            "Subject: scan", Encoding.ASCII.GetString(bodies[1]), StringComparison.Ordinal);
    }
}
