using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace Appliance.Soak.Load;

/// <summary>All clients of one life, at work at the same time.</summary>
internal sealed class LoadMix
{
    private const int OftenMs = 3_000;
    private const int SometimesMs = 12_000;
    private const int SeldomMs = 60_000;

    private readonly LoadLife _life;
    private readonly string[] _mailboxes;
    private readonly string _folder;
    private readonly string _name;
    private readonly Random _random;
    private readonly List<Thread> _clients = new List<Thread>();

    /// <summary>Prepares them.</summary>
    /// <param name="life">Whom they talk to.</param>
    /// <param name="mailboxes">Five mailboxes.</param>
    /// <param name="folder">Where programs have their homes.</param>
    /// <param name="name">Messages are named after it.</param>
    /// <param name="random">Decides what is open to chance.</param>
    public LoadMix(
        LoadLife life, string[] mailboxes, string folder, string name, Random random)
    {
        _life = life;
        _mailboxes = mailboxes;
        _folder = folder;
        _name = name;
        _random = random;
    }

    /// <summary>Starts them.</summary>
    /// <returns>Their threads, which end when the life does.</returns>
    public List<Thread> Start()
    {
        string[] own = _mailboxes[..3];
        StartSender("small-a", OftenMs, own, client => client.SendSmall());
        StartSender("small-b", OftenMs, own, client => client.SendSmall());
        StartSender("login", OftenMs, own, client => client.SendAfterLogin());
        StartSender("large", SometimesMs, own[..2], client => client.SendLarge());
        StartSender("scan", SeldomMs, own[..1], client => client.SendScan());
        StartSender("slow-a", OftenMs, own, client => client.SendSlowly());
        StartSender("slow-b", OftenMs, own, client => client.SendSlowly());
        StartSender("octets", SometimesMs, own, client => client.SendOctets());
        StartSender("guess", SometimesMs, own, client => client.GuessPassword());
        StartSender("abort", OftenMs, own, client => client.Abort());
        StartReader("download-a", OftenMs, reader => reader.Download(own[0]));
        StartReader("download-b", OftenMs, reader => reader.Download(own[1]));
        StartReader("leave", OftenMs, reader => reader.Leave(own[2]));
        StartReader("never-read", SometimesMs, reader => reader.NeverRead(own[1]));
        StartPrograms();
        return _clients;
    }

    private void StartPrograms()
    {
        string[] programs = _mailboxes[3..];
        string folder = Directory.CreateDirectory(
            Path.Combine(_folder, $"home-{_name}")).FullName;
        Random random = new Random(_random.Next());
        ProgramSenders senders = new ProgramSenders(
            _life, programs, folder, _name + "-programs", random);
        Start("program-send", SometimesMs, random, senders.Send);
        random = new Random(_random.Next());
        ProgramReaders leaving = new ProgramReaders(_life, programs[0], folder, random);
        Start("program-leave", SometimesMs, random, leaving.Leave);
        random = new Random(_random.Next());
        ProgramReaders deleting = new ProgramReaders(_life, programs[1], folder, random);
        Start("program-delete", SometimesMs, random, deleting.Download);
    }

    private void StartSender(
        string name, int pauseMs, string[] mailboxes, Action<SocketSenders> work)
    {
        Random random = new Random(_random.Next());
        SocketSenders sender = new SocketSenders(_life, mailboxes, $"{_name}-{name}", random);
        Start(name, pauseMs, random, () => work(sender));
    }

    private void StartReader(string name, int pauseMs, Action<SocketReaders> work)
    {
        Random random = new Random(_random.Next());
        SocketReaders reader = new SocketReaders(_life, random);
        Start(name, pauseMs, random, () => work(reader));
    }

    private void Start(string name, int pauseMs, Random random, Action work)
    {
        Thread thread = new Thread(() => _life.Repeat(name, random, pauseMs, work));
        thread.Start();
        _clients.Add(thread);
    }
}
