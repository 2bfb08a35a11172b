using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Appliance.Interop;

/// <summary>What the program shows and keeps: what it is open to, no password, and nothing that a
/// peer said.</summary>
public sealed class ExposureTests : IDisposable
{
    private const string Password = "Tr0ub4dor-and-3";
    private const string Evil = "\u001b[2J\u0007\u009b31mevil\b";

    private readonly string _data = Directory.CreateTempSubdirectory("exposure-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, true);
    }

    [Fact]
    public void No_password_and_no_text_of_a_peer_is_in_the_output_or_the_files()
    {
        File.WriteAllText(
            Path.Combine(_data, "settings.txt"), $"mailbox = alice\npassword = {Password}\n");
        string output = Run("127.0.0.1", (smtp, pop3) =>
        {
            Say(smtp, $"EHLO {Evil}", $"AUTH PLAIN {Base64($"\0alice\0{Password}")}",
                $"MAIL FROM:<a@b> {Evil}", $"MAIL FROM:<{Evil}@b>", $"RCPT TO:<{Evil}>",
                "MAIL FROM:<a@b>", "RCPT TO:<alice>", "DATA",
                $"Subject: {Evil}\r\n\r\nx\r\n.", Evil, "QUIT");
            Say(smtp, $"HELO {Evil}", $"AUTH PLAIN {Base64($"\0{Evil}\0{Password}x")}");
            Say(pop3, $"USER {Evil}", $"PASS {Password}", "USER alice", $"PASS {Password}x",
                "USER alice", $"PASS {Password}", "RETR 1", Evil, "QUIT");
        });
        Assert.Contains("stored", output, StringComparison.Ordinal);
        Assert.Contains("login failed for alice", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        string[] secrets = [Password, Base64(Password), Base64($"\0alice\0{Password}")];
        Assert.All([.. secrets, "evil"], text => Assert.DoesNotContain(
            text, output, StringComparison.Ordinal));
        foreach (string file in Directory.GetFiles(_data, "*", SearchOption.AllDirectories))
        {
            string kept = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.All(secrets, text => Assert.DoesNotContain(text, kept, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "is open to    this PC only")]
    [InlineData("0.0.0.0", "is open to    other computers too, without encryption")]
    public void The_first_start_says_what_it_is_open_to(string address, string told)
    {
        string output = Run(address, (_, _) => { });
        Assert.Contains(told, output, StringComparison.Ordinal);
        string password = Regex.Match(output, @"Its password is (\S+)").Groups[1].Value;
        Assert.True(password.Length >= 12, output);
        Assert.DoesNotContain(
            password, File.ReadAllText(Path.Combine(_data, "settings.txt")),
            StringComparison.Ordinal);
        Assert.DoesNotContain(password, Run(address, (_, _) => { }), StringComparison.Ordinal);
    }

    private string Run(string address, Action<int, int> use)
    {
        using Process appliance = Process.Start(new ProcessStartInfo("dotnet", [
            DesktopProcess.ProgramPath, "--data", _data, "--smtp", $"{address}:0", "--pop3",
            $"{address}:0",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            return Run(appliance, use);
        }
        catch
        {
            appliance.Kill();
            throw;
        }
    }

    private static string Run(Process appliance, Action<int, int> use)
    {
        StringBuilder output = new StringBuilder();
        Match ready = Match.Empty;
        while (!ready.Success)
        {
            string line = appliance.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException(appliance.StandardError.ReadToEnd());
            output.AppendLine(line);
            ready = Regex.Match(line, @"^ready smtp=\S+:(\d+) pop3=\S+:(\d+)$");
        }

        use(int.Parse(ready.Groups[1].ValueSpan, null), int.Parse(ready.Groups[2].ValueSpan, null));
        using Process kill = Process.Start("sh", ["-c", $"kill -TERM {appliance.Id}"]);
        output.Append(appliance.StandardOutput.ReadToEnd());
        output.Append(appliance.StandardError.ReadToEnd());
        appliance.WaitForExit();
        Assert.Equal(0, appliance.ExitCode);
        return output.ToString();
    }

    /// <summary>Sends lines, each after something came back.</summary>
    private static void Say(int port, params string[] lines)
    {
        using TcpClient client = new TcpClient("127.0.0.1", port);
        NetworkStream stream = client.GetStream();
        byte[] sink = new byte[65536];
        int count = stream.Read(sink);
        foreach (string line in lines)
        {
            stream.Write(Encoding.Latin1.GetBytes(line + "\r\n"));
            count = stream.Read(sink);
        }

        Assert.True(count > 0, "the connection ended too early");
    }

    private static string Base64(string text)
    {
        return Convert.ToBase64String(Encoding.Latin1.GetBytes(text));
    }
}
