using System.IO;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Files;
using Appliance.Core.Server;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>Names of mailboxes are data: whatever they are called, files are called by
/// numbers.</summary>
public sealed class PathTests
{
    private static readonly string[] s_names =
    [
        "..", "../../etc/passwd", "/etc/passwd", "C:", "CON", "con.txt", "NUL", "LPT1", "AUX.eml",
        "alice.", "alice...", ".alice", "~root", "a/b", "a|b", "a*b?", "{a}", "$HOME", "%TEMP%",
        "`id`", "\u0430lice", "\uff41lice", "alic\u00e9", "alice\u0301",
    ];

    [Fact]
    public void Mailboxes_named_like_paths_and_devices_are_files_of_numbers_inside_the_directory()
    {
        string[] allowed = s_names.Where(IsAllowed).ToArray();
        Assert.Equal(s_names.Where(name => name != "C:"), allowed);
        DirectoryInfo around = Directory.CreateTempSubdirectory("paths-");
        try
        {
            string root = Path.Combine(around.FullName, "store");
            foreach (string name in allowed)
            {
                Directory.CreateDirectory(root);
                Deliver(root, name);
                string[] files = around.GetFiles("*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(root, file.FullName).Replace('\\', '/'))
                    .ToArray();
                Assert.All(files, file => Assert.Matches(
                    "^(mail/[0-9a-f]+/)?[0-9a-f]{8}\\.[a-z]{3}$", file));
                Assert.Contains(files, file => file.EndsWith(".eml", StringComparison.Ordinal));
                Directory.Delete(root, true);
            }
        }
        finally
        {
            around.Delete(true);
        }
    }

    [Theory]
    [InlineData("mailbox = a\0b")]
    [InlineData("mailbox = a\u001b[2Jb")]
    [InlineData("mailbox = a\\b")]
    [InlineData("mailbox = a:b")]
    [InlineData("mailbox = a\"b")]
    [InlineData("mailbox = a<b>")]
    [InlineData("mailbox = x\nalias = ..\\x")]
    [InlineData("hostname = ../x")]
    [InlineData("hostname = a\rb")]
    [InlineData("hostname = a\u0007")]
    [InlineData("board = ../../x")]
    [InlineData("storage = ../x")]
    [InlineData("storage = D:\\")]
    [InlineData("time-server = x/../y")]
    [InlineData("time-server = `id`")]
    [InlineData("domains\0 = x")]
    public void Settings_that_try_to_break_out_are_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => SettingsSource.Read(text, Capacity.Board()));
    }

    [Fact]
    public void A_settings_line_of_any_octets_is_taken_or_refused_and_nothing_else()
    {
        Random random = new Random(1);
        byte[] line = new byte[600];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(line);
            string key = "mailbox = ";
            Encoding.ASCII.GetBytes(key, line);
            Settings settings = new Settings(Capacity.Board().NewAccounts());
            SettingsSource.ReaderOf(settings)
                .ReadLine(line, 0, random.Next(key.Length, line.Length));
        }
    }

    private static bool IsAllowed(string name)
    {
        Settings settings = new Settings(Capacity.Board().NewAccounts());
        byte[] line = Encoding.UTF8.GetBytes("mailbox = " + name);
        return SettingsSource.ReaderOf(settings)
            .ReadLine(line, 0, line.Length) == null;
    }

    private static void Deliver(string root, string name)
    {
        SimulatedListener smtp = new SimulatedListener();
        VirtualClock clock = new VirtualClock();
        MailServer server = new MailServer(
            Capacity.Board(), DirectoryVolume.Make(root),
            SettingsSource.Read(SettingsSource.Quick(name), Capacity.Board()),
            smtp, new SimulatedListener(), new byte[32]);
        Assert.Equal(StoreStatus.Ready, server.Open());
        SimulatedConnection client = new SimulatedConnection(
            clock, NetworkBehaviour.Fixed(0), "192.168.1.20");
        smtp.Connect(client);
        client.ClientSend(Encoding.UTF8.GetBytes(
            $"EHLO x\r\nMAIL FROM:<a@b> SMTPUTF8\r\nRCPT TO:<{name}>\r\nRCPT TO:<postmaster>\r\n"
            + "DATA\r\nx\r\n.\r\n"));
        for (int i = 0; i < 100; i++)
        {
            server.Step(clock.NowMs);
        }

        server.Stop(clock.NowMs);
    }
}
