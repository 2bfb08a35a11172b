using Appliance.Front.Names;
using Appliance.Core.Wire;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The names on the LAN: an input is several datagrams, with the time that passes behind each. What
/// is sent are whole DNS messages, few for each that comes, and the name stays one.
/// </summary>
internal sealed class MdnsTarget : Target
{
    private const int HeadOctets = 4;
    private const int MsPerUnit = 20;
    private const int StepsPerDatagram = 8;
    private const int SentPerDatagramMax = 24;
    private const int StartMs = 3000;

    private static readonly byte[] s_address = [192, 168, 1, 20];
    private static readonly byte[] s_mask = [255, 255, 255, 0];

    private readonly FuzzDatagrams _datagrams = new FuzzDatagrams();
    private readonly OctetBuffer _name = new OctetBuffer(80);
    private readonly byte[] _from = new byte[Peer.Octets];

    /// <inheritdoc/>
    public override int OctetsMax => 1500;

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override int BlocksAtLeast => 100_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words => DnsSeeds.Words;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => DnsSeeds.Multicast.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        MulticastResponder responder = new MulticastResponder(
            _datagrams, "mailbox.local", 25, 110, 7);
        AllocatedElsewhere = GC.GetAllocatedBytesForCurrentThread() - before;
        _datagrams.Clear();
        responder.Start(s_address, s_mask, 0);
        long nowMs = 0;
        if (count > 0 && (input[0] & 0x80) == 0)
        {
            // Otherwise the first datagrams meet the probes.
            nowMs = Pass(responder, nowMs, StartMs);
        }

        int at = 0;
        while (count - at > HeadOctets)
        {
            int length = Math.Min(
                ((input[at] & 3) << 8) | input[at + 1], count - at - HeadOctets);
            SetFrom(input[at + 2]);
            _datagrams.Clear();
            _datagrams.Arrive(input.AsSpan(at + HeadOctets, length), _from);
            nowMs = Pass(responder, nowMs, input[at + 3] * MsPerUnit);
            Finding.Unless(_datagrams.Sent <= SentPerDatagramMax, "one datagram causes many");
            at += HeadOctets + length;
        }

        _name.Clear();
        responder.AppendName(_name);
        ReadOnlySpan<byte> name = _name.Octets.AsSpan(_name.Start, _name.Count);
        Finding.Unless(
            name.StartsWith("mailbox"u8) && name.EndsWith(".local"u8)
            && name.IndexOf((byte)'.') <= 63,
            "the name is none any more");
        responder.Stop();
    }

    private static long Pass(MulticastResponder responder, long nowMs, int ms)
    {
        for (int step = 0; step <= StepsPerDatagram; step++)
        {
            responder.Step(nowMs + ((long)ms * step / StepsPerDatagram));
        }

        return nowMs + ms;
    }

    private void SetFrom(int choice)
    {
        s_address.CopyTo(_from, 0);
        _from[3] = (byte)(30 + (choice >> 4));
        _from[2] = (byte)((choice & 2) == 0 ? 1 : 99);
        int port = (choice & 1) == 0 ? MulticastResponder.Port : 40000;
        _from[4] = (byte)(port >> 8);
        _from[5] = (byte)port;
    }
}
