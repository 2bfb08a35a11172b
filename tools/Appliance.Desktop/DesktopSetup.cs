using System.Diagnostics;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using Appliance.Core.Storage;
using Appliance.Files;
using Appliance.Front.Setup;

namespace Appliance.Desktop;

/// <summary>The set-up page of the appliance on this PC, until somebody has saved it.</summary>
internal sealed class DesktopSetup : IProgram
{
    private const int SeedOctets = 32;
    private const int WaitMs = 50;

    private readonly IPEndPoint _http;
    private readonly string _data;
    private volatile bool _stopAsked;

    /// <summary>Makes it; nothing is opened yet.</summary>
    /// <param name="http">Where browsers connect.</param>
    /// <param name="data">The directory that gets the settings.</param>
    public DesktopSetup(IPEndPoint http, string data)
    {
        _http = http;
        _data = data;
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
            _data, "Otherwise choose another directory with --data DIR.");
        string path = Path.Combine(_data, "settings.txt");
        SettingsFile.CheckIsNew(path);
        Readiness readiness = new Readiness();
        using SocketListener listener = DesktopAppliance.Listen("--http", _http, readiness);
        string authority = AuthorityOf(listener.EndPoint);
        DesktopSetupHost host = new DesktopSetupHost(
            authority, path, new Entropy(RandomNumberGenerator.GetBytes(SeedOctets)));
        SetupServer server = new SetupServer(
            host, listener, RandomNumberGenerator.GetBytes(SeedOctets));
        Console.Out.WriteLine($"Open http://{authority}/ in a browser. Ctrl-C stops.");
        if (!IPAddress.IsLoopback(listener.EndPoint.Address))
        {
            Console.Out.WriteLine("Others on the network can open it too, and nothing is encrypted.");
        }

        Console.Out.WriteLine($"ready http={authority}");
        Console.Out.Flush();
        Serve(server, readiness);
        if (!server.IsSaved)
        {
            throw new ProblemException("Stopped. Nothing was saved.");
        }

        Console.Out.WriteLine(
            $"Saved in {path}. Now start the appliance:\n"
            + $"  dotnet run --project tools/Appliance.Desktop -- --data \"{_data}\"");
    }

    private void Serve(SetupServer server, Readiness readiness)
    {
        Stopwatch clock = Stopwatch.StartNew();
        bool moved = true;
        while (!_stopAsked && !server.IsDone(clock.ElapsedMilliseconds))
        {
            readiness.Wait(moved ? 0 : WaitMs);
            moved = server.Step(clock.ElapsedMilliseconds);
        }

        server.Stop();
    }

    private static string AuthorityOf(IPEndPoint endPoint)
    {
        bool isAny = endPoint.Address.Equals(IPAddress.Any)
            || endPoint.Address.Equals(IPAddress.IPv6Any);
        IPAddress address = isAny ? LocalNetwork.Find()?.Address ?? IPAddress.Loopback
            : endPoint.Address;
        IPEndPoint shown = new IPEndPoint(address, endPoint.Port);
        return endPoint.Port == 80 ? shown.ToString()[..^3] : shown.ToString();
    }
}
