using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>A maildrop to read from, and what readers say.</summary>
internal static class Pop3Stages
{
    private const string Alice = "Delivered-To: alice\r\n";
    private const string Bob = "Delivered-To: bob\r\n";

    private static readonly string[] s_bodies =
    [
        "Subject: dots\r\n\r\n.\r\n..\r\n.text\r\nend\r\n", "\r\n",
        "Subject: long\r\n\r\n" + new string('x', 900) + "\r\n.\r\n" + new string('y', 700)
            + "\r\n",
        "no header at all\r\n", "Subject: 5\r\n" + "X-A: b\r\n\tc\r\n\r\n1\r\n2\r\n3\r\n",
    ];

    /// <summary>Words of the RFCs.</summary>
    public static IEnumerable<string> Words =>
    [
        "USER alice\r\n", "PASS x\r\n", "USER bob\r\n", "STAT\r\n", "LIST\r\n", "LIST 1\r\n",
        "UIDL\r\n", "UIDL 2\r\n", "RETR 1\r\n", "RETR 3\r\n", "TOP 3 0\r\n", "TOP 5 2\r\n",
        "DELE 1\r\n", "DELE 5\r\n", "RSET\r\n", "NOOP\r\n", "QUIT\r\n", "CAPA\r\n", "UTF8\r\n",
        "AUTH\r\n", "AUTH PLAIN\r\n", "AUTH PLAIN AGFsaWNlAHg=\r\n", "AGFsaWNlAHg=\r\n", "*\r\n",
        "APOP alice 0123456789abcdef0123456789abcdef\r\n", "STLS\r\n", "XTND\r\n", " ", "  ",
        "\x16\x03\x01", "GET / HTTP/1.1\r\n", "\n",
    ];

    /// <summary>Dialogues.</summary>
    public static IEnumerable<string> Seeds =>
    [
        "\0USER alice\r\nPASS x\r\nSTAT\r\nLIST\r\nUIDL\r\nRETR 1\r\nTOP 3 1\r\nDELE 2\r\nLIST 2"
            + "\r\nRSET\r\nDELE 1\r\nQUIT\r\n",
        "\x05" + "CAPA\r\nAUTH PLAIN AGFsaWNlAHg=\r\nRETR 3\r\nRETR 2\r\nTOP 5 0\r\nUIDL 1\r\n"
            + "NOOP\r\n",
        "\x01USER alice\nPASS x\nRETR 4\nRETR 5\nTOP 1 99\nQUIT\n",
        "\x0a" + "APOP alice 0123456789abcdef0123456789abcdef\r\nAUTH\r\nAUTH PLAIN\r\n*\r\n",
        "\x02USER bob\r\nPASS wrong\r\nUSER bob\r\nPASS x\r\nDELE 1\r\nQUIT\r\n",
        "\0\x16\x03\x01", "\0GET / HTTP/1.0\r\n\r\n", "\x09PASS x\r\nUTF8\r\nLIST 9\r\n",
    ];

    /// <summary>A plain one; one with a delay between logins; one with a shared secret.</summary>
    public static MailStage[] All()
    {
        VolumeImage image = Fill();
        return
        [
            MailStage.Pop3(StoreStage.Settings, image),
            MailStage.Pop3("pop3-login-delay = 60\n" + StoreStage.Settings, image),
            MailStage.Pop3(StoreStage.Settings + "secret = tanstaaf\n", image),
        ];
    }

    /// <summary>What alice and bob are shown, message by message: the lines that the file has, of
    /// the Delivered-To ones their own.</summary>
    public static Pop3Judge Judge()
    {
        List<string> files = Fill().Files.Where(file => file.Kind == FileKind.Message)
            .OrderBy(file => file.Number).Select(file => Encoding.Latin1.GetString(file.Octets))
            .ToList();
        return new Pop3Judge(Shown(files, Alice, Bob), Shown(files, Bob, Alice));
    }

    private static byte[][] Shown(List<string> files, string own, string other)
    {
        return files.Where(file => file.Contains(own, StringComparison.Ordinal)).Select(
            file => Encoding.Latin1.GetBytes(
                file.Replace(other, string.Empty, StringComparison.Ordinal))).ToArray();
    }

    private static VolumeImage Fill()
    {
        World world = new World(StoreStage.Settings, Capacity.Board(), 1);
        for (int i = 0; i < s_bodies.Length; i++)
        {
            StoreMail.Deliver(
                world, i == 3 ? ["alice", "bob"] : ["alice"],
                s_bodies[i].Replace("\r\n.", "\r\n..", StringComparison.Ordinal));
        }

        return VolumeImage.Of(world.Volume);
    }
}
