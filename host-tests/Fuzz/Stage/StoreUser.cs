using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Fuzz.Engine;

namespace Appliance.Fuzz.Stage;

/// <summary>A store that is opened again and again, with a session that delivers and one that
/// reads.</summary>
internal sealed class StoreUser
{
    private const int StepsMax = 300;
    private const int ReadOctets = 700;

    private readonly StoreStage _stage;
    private readonly Accounts _accounts;
    private readonly MailStore _store;
    private readonly Delivery _delivery;
    private readonly Maildrop _maildrop;

    /// <summary>Makes one.</summary>
    public StoreUser(FuzzVolume volume)
    {
        _stage = new StoreStage(volume);
        _accounts = _stage.Accounts;
        _store = _stage.Store;
        _delivery = new Delivery(_store, volume, new OctetBuffer(Limits.BlockOctetsMin));
        _maildrop = new Maildrop(_store);
    }

    /// <summary>Opens the store on what is on the volume.</summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public int Open()
    {
        int status = _stage.Reopen();
        if (status == StoreStatus.Ready)
        {
            Settle();
        }

        return status;
    }

    /// <summary>The process is gone; nothing may be open but what was being written.</summary>
    public void Leave()
    {
        _stage.Reader.Close();
        Finding.Unless(_stage.Volume.OpenHandles == 0, "a file stays open");
    }

    /// <summary>Opens a mailbox.</summary>
    /// <returns>Its messages that are in memory.</returns>
    public int OpenMaildrop(int account)
    {
        if (!_maildrop.IsOpen)
        {
            Finding.Unless(_maildrop.TryOpen(account), "a mailbox does not open");
        }

        return _maildrop.Messages;
    }

    /// <summary>Closes it.</summary>
    public void CloseMaildrop()
    {
        _maildrop.Close();
        Settle();
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">Its number in the mailbox.</param>
    /// <param name="destination">Gets it.</param>
    /// <param name="number">Gets its number in the store.</param>
    /// <returns>Its octets, or -1 when it is damaged or not there.</returns>
    public int Read(int message, byte[] destination, out int number)
    {
        int row = _maildrop.FindRow(message);
        Finding.Unless(row >= 0, "a message that is counted has no row");
        number = _store.Columns.NumberAt(row);
        if (_stage.Reader.Open(row) < 0)
        {
            return -1;
        }

        int at = 0;
        int read = _stage.Reader.Read(destination, at, ReadOctets);
        while (read > 0 && at < destination.Length - (2 * ReadOctets))
        {
            at += read;
            read = _stage.Reader.Read(destination, at, ReadOctets);
        }

        _stage.Reader.Close();
        return read == 0 ? at : -1;
    }

    /// <summary>The octets that are announced of a message.</summary>
    public int Announced(int message)
    {
        return _store.Columns.OctetsAt(_maildrop.FindRow(message));
    }

    /// <summary>Delivers a message to all mailboxes of the settings.</summary>
    /// <returns>Its number, or 0 when it was refused.</returns>
    public int Deliver(byte[] text)
    {
        if (!_store.HasRoom(text.Length))
        {
            Settle();
            if (!_store.HasRoom(text.Length))
            {
                return 0;
            }
        }

        _delivery.SetReversePath(text, 0, 0);
        _delivery.Begin((1 << _accounts.MailboxOf(0)) | (1 << _accounts.MailboxOf(1)));
        _delivery.BeginData(Limits.MessageOctetsMax);
        _delivery.Append(text, 0, text.Length);
        _delivery.Submit();
        Settle();
        int number = _delivery.State == Delivery.Committed ? _delivery.Number : 0;
        _delivery.Abort();
        return number;
    }

    /// <summary>Whether the mailboxes of another one have as many messages and octets.</summary>
    public bool HasSameAs(StoreUser other)
    {
        for (int account = 0; account < 2; account++)
        {
            int mine = _accounts.MailboxOf(account);
            int others = other._accounts.MailboxOf(account);
            if (_store.Totals.Messages(mine) != other._store.Totals.Messages(others)
                || _store.Totals.Octets(mine) != other._store.Totals.Octets(others))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return $"{_store.Columns.Count} rows, {_store.Shelves.Count} shelves, "
            + $"{_stage.Volume.Files} files, error {_store.LastError}, "
            + $"refused for {_delivery.Reason}";
    }

    private void Settle()
    {
        int steps = 0;
        while (_store.Step())
        {
            steps++;
            Finding.Unless(steps < StepsMax, "the store is never done");
        }
    }
}
