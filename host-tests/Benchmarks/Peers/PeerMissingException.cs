namespace Appliance.Benchmarks.Peers;

/// <summary>A peer cannot take part; the message is a sentence that tells why.</summary>
internal sealed class PeerMissingException : Exception
{
    public PeerMissingException(string message)
        : base(message)
    {
    }
}
