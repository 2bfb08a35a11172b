using Appliance.Front.Names;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The DNS server of the access point: each input is one datagram. An answer is a whole DNS
/// message, to the question that was asked and to nothing else.
/// </summary>
internal sealed class DnsTarget : Target
{
    private readonly FuzzDatagrams _datagrams = new FuzzDatagrams();
    private readonly CaptiveResponder _responder;

    /// <summary>Makes the target.</summary>
    public DnsTarget()
    {
        _responder = new CaptiveResponder(_datagrams, [192, 168, 4, 1]);
    }

    /// <inheritdoc/>
    public override int OctetsMax => 600;

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override IEnumerable<string> Words => DnsSeeds.Words;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => DnsSeeds.Captive.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        _datagrams.Clear();
        _datagrams.Arrive(input.AsSpan(0, count), [192, 168, 4, 2, 0x30, 0x39]);
        _responder.Step();
        bool isQuery = count >= 12 && (input[2] & 0x80) == 0;
        Finding.Unless(
            _datagrams.Sent == (isQuery ? 1 : 0), "not one answer to a query and none else");
        if (isQuery)
        {
            ReadOnlySpan<byte> answer = _datagrams.Last;
            DnsModel.Check(answer);
            Finding.Unless(
                answer[..2].SequenceEqual(input.AsSpan(0, 2)), "an answer to another query");
            Finding.Unless((answer[2] & 0x80) != 0, "an answer that is a query");
        }
    }
}
