using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Appliance.Interop;

/// <summary>The set-up page over real sockets: with curl, and with clients that behave
/// badly.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("setup-").FullName;
    private readonly Process _process;
    private readonly string _authority;

    public SetupTests()
    {
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [DesktopProcess.ProgramPath, "setup", "--http", "127.0.0.1:0", "--data", _data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string? line = _process.StandardOutput.ReadLine();
        while (line != null && !line.StartsWith("ready http=", StringComparison.Ordinal))
        {
            line = _process.StandardOutput.ReadLine();
        }

        Assert.True(line != null, _process.HasExited ? _process.StandardError.ReadToEnd() : line);
        _authority = line["ready http=".Length..];
    }

    [Fact]
    public void A_form_makes_an_appliance_that_serves()
    {
        Assert.Contains("302", Curl("-i", "-H", "Host: captive.example", "/x"),
            StringComparison.Ordinal);
        Assert.Contains("405", Curl("-i", "-X", "DELETE", "/"), StringComparison.Ordinal);
        string refused = Curl(
            "-i", "--data-urlencode", "g=" + Token(), "--data-urlencode", "h=bad name",
            "--data-urlencode", "i=x", "--data", "e=m", "/");
        Assert.StartsWith("HTTP/1.1 422", refused, StringComparison.Ordinal);
        string saved = Curl(
            "-i", "--data-urlencode", "g=" + Token(), "--data-urlencode", "h=carol",
            "--data-urlencode", "i=p\u00e4ss w\u00f6rd", "--data", "e=mailbox.local", "/");
        Assert.StartsWith("HTTP/1.1 200", saved, StringComparison.Ordinal);
        Assert.Contains("<h1>Saved</h1>", saved, StringComparison.Ordinal);
        string said = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        Assert.Equal(0, _process.ExitCode);
        Assert.Contains($"--data \"{_data}\"", said, StringComparison.Ordinal);
        string settings = File.ReadAllText(Path.Combine(_data, "settings.txt"));
        Assert.DoesNotContain("w\u00f6rd", settings, StringComparison.Ordinal);
        using DesktopProcess appliance = new DesktopProcess(_data);
        Tool.Run(
            null, "curl", "-sS", "-u", "carol:p\u00e4ss w\u00f6rd",
            $"pop3://127.0.0.1:{appliance.Pop3Port}/");
    }

    [Fact]
    public void A_large_upload_is_refused_and_its_sender_reads_why()
    {
        string file = Path.Combine(_data, "large");
        File.WriteAllBytes(file, new byte[300_000]);
        foreach (string header in new[] { "Expect: 100-continue", "Expect:", "X: y" })
        {
            string answer = Curl("-i", "-H", header, "--data-binary", "@" + file, "/");
            Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "HTTP/1.1 411",
            Curl("-i", "-H", "Transfer-Encoding: chunked", "--data-binary", "@" + file, "/"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 431",
            Curl("-i", "-H", "Cookie: " + new string('c', 20_000), "/"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_survives_clients_that_behave_badly()
    {
        Random random = new Random(1);
        byte[] junk = new byte[5000];
        for (int i = 0; i < 200; i++)
        {
            using Socket socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPEndPoint.Parse(_authority));
            random.NextBytes(junk);
            socket.Send(i % 3 == 0 ? junk : i % 3 == 1 ? "GET / HTTP/1.1\r\n"u8 : []);
            socket.LingerState = new LingerOption(i % 2 == 0, 0);
        }

        Assert.StartsWith("HTTP/1.1 200", Curl("-i", "--max-time", "60", "/"),
            StringComparison.Ordinal);
        Assert.False(_process.HasExited);
    }

    [Fact]
    public void It_does_not_overwrite_settings()
    {
        File.WriteAllText(Path.Combine(_data, "settings.txt"), "mailbox = mine\n");
        Curl(
            "--data", "g=" + Token(), "--data", "h=carol", "--data", "i=secret", "--data", "e=m",
            "/");
        Assert.Equal(
            "mailbox = mine\n", File.ReadAllText(Path.Combine(_data, "settings.txt")));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_data, true);
    }

    private string Token()
    {
        return Regex.Match(Curl("/"), "name=\"g\" value=\"([0-9a-f]{32})\"").Groups[1].Value;
    }

    private string Curl(params string[] arguments)
    {
        string[] all = ["-sS", .. arguments[..^1], $"http://{_authority}{arguments[^1]}"];
        return Encoding.UTF8.GetString(Tool.Run(null, "curl", all));
    }
}
