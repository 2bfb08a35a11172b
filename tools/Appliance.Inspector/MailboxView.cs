using System.Globalization;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary>The messages of one mailbox, as POP3 would number and send them.</summary>
internal sealed class MailboxView : IDisposable
{
    private readonly OpenedStore _opened;

    /// <summary>Opens a mailbox.</summary>
    public MailboxView(OpenedStore opened, Mailbox mailbox)
    {
        _opened = opened;
        Mailbox = mailbox;
        if (!opened.Maildrop.TryOpen(mailbox.Account))
        {
            throw new ProblemException(
                $"The mailbox {mailbox.Name} cannot be opened "
                + $"({ErrorText.Of(opened.Store.LastError)}).", ExitCode.Files);
        }
    }

    /// <summary>The mailbox.</summary>
    public Mailbox Mailbox { get; }

    /// <summary>Its messages, by number from 1.</summary>
    public int Messages => _opened.Maildrop.Messages;

    /// <summary>What the index says of a message.</summary>
    public StoredMessage At(int message)
    {
        int row = _opened.Maildrop.FindRow(message);
        MessageColumns columns = _opened.Store.Columns;
        int number = columns.NumberAt(row);
        string uniqueId = string.Create(
            CultureInfo.InvariantCulture,
            $"{_opened.Store.GenerationHigh:x8}{_opened.Store.GenerationLow:x8}{number:x8}"
            + $"{columns.ChecksumAt(row):x8}");
        return new StoredMessage(
            message, number, columns.OctetsAt(row), columns.HasFlag(row, MessageColumns.Seen),
            uniqueId);
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">Its message-number.</param>
    /// <param name="take">Is given run after run, and tells whether it wants more.</param>
    /// <returns>Whether what was read is what was delivered; with <paramref name="take"/> content
    /// early, <see cref="Reading.Whole"/>.</returns>
    public Reading Read(int message, RunTaker take)
    {
        MessageReader reader = _opened.Reader;
        int error = reader.Open(_opened.Maildrop.FindRow(message));
        if (error < 0)
        {
            return error == VolumeError.NotFound ? Reading.Missing : Reading.Unreadable;
        }

        byte[] block = _opened.Block;
        bool more = true;
        int count = reader.Read(block, 0, block.Length);
        while (more && count > 0)
        {
            more = take(block.AsSpan(0, count));
            count = reader.Read(block, 0, block.Length);
        }

        reader.Close();
        return count switch
        {
            MessageReader.Unreadable => Reading.Unreadable,
            MessageReader.Damaged => Reading.Damaged,
            _ => Reading.Whole,
        };
    }

    /// <summary>Marks a message as deleted.</summary>
    public void Delete(int message)
    {
        _opened.Maildrop.Delete(_opened.Maildrop.FindRow(message));
    }

    /// <summary>Commits what was marked as deleted.</summary>
    /// <returns>False when the commit failed.</returns>
    public bool Expunge()
    {
        _opened.Maildrop.Submit();
        _opened.Settle();
        return _opened.Maildrop.State == Maildrop.Committed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opened.Maildrop.Close();
    }
}
