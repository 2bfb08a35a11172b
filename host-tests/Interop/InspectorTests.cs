using System.IO;
using System.Text;
using Xunit;

namespace Appliance.Interop;

/// <summary>The inspector on the files of an appliance that took mail over the wire; what it exports
/// is read by programs that others wrote.</summary>
public sealed class InspectorTests : IDisposable
{
    private const string PythonReadsMbox =
        "import mailbox, sys\n"
        + "for message in mailbox.mbox(sys.argv[1]):\n"
        + "    sys.stdout.buffer.write(message.get_payload().encode('latin-1') + b'\\0')\n";

    private readonly string _data = Directory.CreateTempSubdirectory("inspect-").FullName;
    private readonly string _beside = Directory.CreateTempSubdirectory("beside-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, true);
        Directory.Delete(_beside, true);
    }

    [Fact]
    public void An_exported_mbox_reads_the_same_in_python_and_s_nail()
    {
        string[] bodies =
        [
            "first\nFrom here on\n\nFrom a@b Tue Nov 24 07:32:47 2026\n>From there\n",
            ".\n..\nlast\n", "one\n\n\n",
        ];
        using (DesktopProcess appliance = new DesktopProcess(_data))
        {
            foreach (string body in bodies)
            {
                Tool.Run(
                    Encoding.ASCII.GetBytes(
                        "From: a@b\r\nSubject: x\r\n\r\n"
                        + body.Replace("\n", "\r\n", StringComparison.Ordinal)),
                    "curl", "-sS", $"smtp://127.0.0.1:{appliance.SmtpPort}", "--mail-from",
                    "me@here.lan", "--mail-rcpt", "alice", "-T", "-");
            }

            Assert.Equal(0, appliance.Terminate());
        }

        string mbox = Path.Combine(_beside, "alice.mbox");
        Inspect("export", _data, "--mailbox", "alice", "--to", mbox);
        string[] read = Encoding.Latin1.GetString(Tool.Run(null, "python3", "-c", PythonReadsMbox, mbox))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            bodies.Select(body => body.Replace("\nFrom ", "\n>From ", StringComparison.Ordinal)
                .Replace("\n>From there", "\n>>From there", StringComparison.Ordinal)), read);
        string copy = Path.Combine(_beside, "copy.mbox");
        Tool.Run(
            Encoding.ASCII.GetBytes($"copy * {copy}\nexit\n"), "s-nail", "-n", "-#", "-R", "-f",
            mbox);
        Inspect("import", _data, "--mailbox", "alice", copy);
        Assert.Contains("6 whole", Inspect("verify", _data), StringComparison.Ordinal);
    }

    private static string Inspect(params string[] arguments)
    {
        string program = DesktopProcess.BuiltProgram(
            Path.Combine("tools", "Appliance.Inspector"), "inspect");
        return Encoding.UTF8.GetString(Tool.Run(null, "dotnet", [program, .. arguments]));
    }
}
