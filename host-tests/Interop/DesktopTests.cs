using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using Xunit;

namespace Appliance.Interop;

/// <summary>The desktop appliance as a program: starting, stopping, being killed, being told
/// nonsense.</summary>
public sealed class DesktopTests
{
    [Fact]
    public void Kill_9_loses_nothing_that_was_answered_250()
    {
        string data = Directory.CreateTempSubdirectory("kill-").FullName;
        try
        {
            for (int round = 1; round <= 3; round++)
            {
                using DesktopProcess appliance = new DesktopProcess(data);
                Send(appliance, Messages.Plain("round" + round));
                appliance.Kill();
            }

            using DesktopProcess last = new DesktopProcess(data);
            string list = Encoding.ASCII.GetString(Tool.Run(
                null, "curl", "-sS", "-u", "alice:secret", $"pop3://127.0.0.1:{last.Pop3Port}/"));
            Assert.Equal(3, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            byte[] third = Tool.Run(
                null, "curl", "-sS", "-u", "alice:secret", $"pop3://127.0.0.1:{last.Pop3Port}/3");
            Assert.Equal(Messages.Plain("round3"), Messages.WithoutTrace(third));
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    [Fact]
    public void Kills_under_load_and_while_starting_break_no_promise()
    {
        string seed = Random.Shared.Next().ToString(CultureInfo.InvariantCulture);
        string soak = DesktopProcess.BuiltProgram(Path.Combine("host-tests", "Soak"), "Appliance.Soak");
        string told = Encoding.UTF8.GetString(
            Tool.Run(null, "dotnet", soak, "kill", "--times", "4", "--seed", seed));
        Assert.Contains("no promise broken", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Sigterm_ends_it_in_order()
    {
        using DesktopProcess appliance = new DesktopProcess();
        Send(appliance, Messages.Plain("term"));
        Assert.Equal(0, appliance.Terminate());
    }

    [Fact]
    public void Two_appliances_do_not_share_a_directory()
    {
        using DesktopProcess first = new DesktopProcess();
        InvalidOperationException refused =
            Assert.Throws<InvalidOperationException>(() => new DesktopProcess(first.Data));
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--smtp")]
    [InlineData("setup", "--bogus")]
    public void A_wrong_option_ends_it_with_exit_code_2(params string[] arguments)
    {
        ProcessStartInfo start = new ProcessStartInfo(
            "dotnet", [DesktopProcess.ProgramPath, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process appliance = Process.Start(start)!;
        appliance.StandardOutput.ReadToEnd();
        string error = appliance.StandardError.ReadToEnd();
        appliance.WaitForExit();
        Assert.Equal(2, appliance.ExitCode);
        Assert.Contains(arguments[^1], error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_settings_line_is_named_and_nothing_starts()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "hostname = box.lan\n\nnetworks = everywhere\n");
            InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
                () => new DesktopProcess(null, "--settings", file));
            Assert.Contains("line 3", refused.Message, StringComparison.Ordinal);
            Assert.Contains("allowed: lan", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_clear_password_in_the_settings_is_replaced_by_its_stretched_form()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                file, "# mine\nmailbox = carol\n  password = open sesame\nalias = caroline\n");
            using (DesktopProcess appliance = new DesktopProcess(null, "--settings", file))
            {
                Tool.Run(
                    null, "curl", "-sS", "-u", "carol:open sesame",
                    $"pop3://127.0.0.1:{appliance.Pop3Port}/");
            }

            string text = File.ReadAllText(file);
            Assert.DoesNotContain("sesame", text, StringComparison.Ordinal);
            Assert.Contains("# mine\nmailbox = carol\n  password = {pbkdf2}", text,
                StringComparison.Ordinal);
            using DesktopProcess again = new DesktopProcess(null, "--settings", file);
            Tool.Run(
                null, "curl", "-sS", "-u", "carol:open sesame",
                $"pop3://127.0.0.1:{again.Pop3Port}/");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_message_above_the_limit_is_refused_at_mail()
    {
        using DesktopProcess appliance = new DesktopProcess(null, "--max-message", "10K");
        ProcessStartInfo start = new ProcessStartInfo(
            "curl",
            ["-sS", $"smtp://127.0.0.1:{appliance.SmtpPort}", "--mail-from", "a@b", "--mail-rcpt",
                "alice", "-T", WriteBig(appliance)])
        {
            RedirectStandardError = true,
        };
        using Process curl = Process.Start(start)!;
        string error = curl.StandardError.ReadToEnd();
        curl.WaitForExit();
        Assert.NotEqual(0, curl.ExitCode);
        Assert.Contains("552", error, StringComparison.Ordinal);
    }

    private static string WriteBig(DesktopProcess appliance)
    {
        string path = Path.Combine(appliance.Data, "big.txt");
        File.WriteAllText(path, "Subject: big\r\n\r\n" + new string('x', 20_000) + "\r\n");
        return path;
    }

    private static void Send(DesktopProcess appliance, byte[] message)
    {
        Tool.Run(
            message, "curl", "-sS", $"smtp://127.0.0.1:{appliance.SmtpPort}", "--mail-from",
            "me@here.lan", "--mail-rcpt", "alice@mailbox.lan", "-T", "-");
    }
}
