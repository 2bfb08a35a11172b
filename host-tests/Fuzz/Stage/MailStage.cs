using System.Text;
using Appliance.Core;
using Appliance.Core.Pop3;
using Appliance.Core.Server;
using Appliance.Core.Smtp;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Fuzz.Engine;
using Appliance.Simulation;

namespace Appliance.Fuzz.Stage;

/// <summary>
/// One session on a store: what a slot of the server does for it, without a socket. Each connection
/// meets the same store; only what logging in allocates is not the traffic's.
/// </summary>
internal sealed class MailStage
{
    private const int Rows = 24;
    private const int ShelfRows = 4;
    private const int TurnsMax = 400;
    private const int WaitsMax = 4;
    private const int SaidOctets = 1 << 18;

    private readonly byte[] _address = new byte[AddressText.Octets];
    private readonly byte[] _said = new byte[SaidOctets];
    private readonly Entropy _entropy = new Entropy(new byte[32]);
    private readonly VolumeImage _image;
    private readonly MailStore _store;
    private readonly Session _session;
    private int _saidCount;
    private long _nowMs;

    private MailStage(
        string settings, string address, VolumeImage? image, int capacityKib, bool isSmtp)
    {
        Capacity capacity = Capacity.Board();
        Settings read = SettingsSource.Read(settings, capacity);
        Settings = read;
        Volume.CapacityKib = capacityKib;
        _store = new MailStore(Volume, read.Accounts, Rows, ShelfRows, 1, 1);
        if (image != null)
        {
            Volume.Put(image);
        }

        Finding.Unless(_store.Open(_entropy) == StoreStatus.Ready, "the stage does not open");
        _image = Volume.Keep();
        Host = new SessionHost(
            Volume, read, _store, _entropy, new EventLog(16), 1, capacity.LargeOctets);
        byte[] text = Encoding.ASCII.GetBytes(address);
        AddressText.Parse(text, 0, text.Length, _address, 0);
        _session = isSmtp
            ? new SmtpSession(
                Host, new SmtpParsers(), capacity.SmtpInputOctets, capacity.SmtpOutputOctets,
                capacity.BlockOctets)
            : new Pop3Session(
                Host, new Pop3Shared(Host), capacity.Pop3InputOctets, capacity.Pop3OutputOctets);
    }

    /// <summary>The volume.</summary>
    public FuzzVolume Volume { get; } = new FuzzVolume();

    /// <summary>What the owner chose.</summary>
    public Settings Settings { get; }

    /// <summary>What the session has.</summary>
    public SessionHost Host { get; }

    /// <summary>True when the session is over.</summary>
    public bool IsFinished => _session.IsFinished;

    /// <summary>All that the session said since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Said => _said.AsSpan(0, _saidCount);

    /// <summary>Octets allocated by what is not traffic, since <see cref="Forget"/>.</summary>
    public long AllocatedElsewhere { get; private set; }

    /// <summary>An SMTP session on a new store.</summary>
    public static MailStage Smtp(string settings, string address, int capacityKib)
    {
        return new MailStage(settings, address, null, capacityKib, true);
    }

    /// <summary>A POP3 session on a store.</summary>
    public static MailStage Pop3(string settings, VolumeImage image)
    {
        return new MailStage(settings, "192.168.1.20", image, 0, false);
    }

    /// <summary>Forgets what was allocated.</summary>
    public void Forget()
    {
        AllocatedElsewhere = 0;
    }

    /// <summary>Connects.</summary>
    public void Begin()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (Volume.IsChanged)
        {
            Volume.Put(_image);
            Finding.Unless(_store.Reopen(_entropy) == StoreStatus.Ready, "it does not reopen");
            Volume.NoteUnchanged();
        }

        // Far enough for any delay between logins.
        _nowMs += 86_400_000;
        _saidCount = 0;
        _session.Begin(1, _address, _nowMs);
        Turn(int.MaxValue);
        AllocatedElsewhere += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Sends octets, and lets the session go on until it waits for more.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="drain">The most octets of an answer that are taken at a time.</param>
    /// <returns>The octets that it took before it was over.</returns>
    public int Send(ReadOnlySpan<byte> octets, int drain)
    {
        OctetBuffer input = _session.Input;
        int at = 0;
        while (at < octets.Length && !_session.IsFinished)
        {
            input.Compact();
            int taken = Math.Min(_session.OctetsWanted(input.Room), octets.Length - at);
            Finding.Unless(taken > 0, "the input is full and stays full");
            octets.Slice(at, taken).CopyTo(input.Octets.AsSpan(input.End));
            input.Produced(taken);
            at += taken;
            Turn(drain);
        }

        return at;
    }

    /// <summary>Sends no more, takes the last answer, and is gone.</summary>
    public void End(int drain)
    {
        _session.InputEnded = true;
        Turn(drain);
        Finding.Unless(_session.IsFinished, "a session goes on after its input ended");
        _session.End();
        for (int turn = 0; _store.Step(); turn++)
        {
            Finding.Unless(turn < TurnsMax, "the store is never done");
        }

        Finding.Unless(Volume.OpenHandles == 0, "a file stays open");
    }

    private void Turn(int drain)
    {
        int waits = 0;
        for (int turn = 0; ; turn++)
        {
            Finding.Unless(turn < TurnsMax, "the session is never done");
            Advance();
            bool worked = Drain(drain);
            if (_session.IsWorking)
            {
                worked |= CheckPassword();
                worked |= _store.Step();
            }

            if (_session.IsFinished && _session.Output.Count == 0)
            {
                return;
            }

            if (!worked && _session.IsWorking)
            {
                // It waits for the end of a delay.
                waits++;
                Finding.Unless(waits < WaitsMax, "the session waits for ever");
                _nowMs += Limits.LoginFailureDelayMs;
            }
            else if (!worked && !_session.NeedsRoom)
            {
                return;
            }
        }
    }

    private void Advance()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _session.Advance(_nowMs);
        if (_session.IsWorking)
        {
            AllocatedElsewhere += GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private bool CheckPassword()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool worked = Host.Passwords.Step();
        AllocatedElsewhere += GC.GetAllocatedBytesForCurrentThread() - before;
        return worked;
    }

    private bool Drain(int most)
    {
        OctetBuffer output = _session.Output;
        int count = Math.Min(output.Count, most);
        Finding.Unless(_saidCount + count <= SaidOctets, "the answers never end");
        output.Octets.AsSpan(output.Start, count).CopyTo(_said.AsSpan(_saidCount));
        _saidCount += count;
        output.Consume(count);
        return count > 0;
    }
}
