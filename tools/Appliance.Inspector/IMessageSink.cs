namespace Appliance.Inspector;

/// <summary>Takes the messages of a file, one after the other.</summary>
internal interface IMessageSink
{
    /// <summary>Starts a message.</summary>
    /// <param name="sender">Its sender as the separator line of an mbox has it, or
    /// empty.</param>
    void Begin(ReadOnlySpan<byte> sender);

    /// <summary>Takes a run of it; lines may end with LF or CRLF.</summary>
    void Append(ReadOnlySpan<byte> run);

    /// <summary>Ends it.</summary>
    void End();
}
