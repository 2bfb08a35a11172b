using System.Globalization;
using System.Security.Cryptography;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary>
/// Delivers messages to a mailbox through the core, several with one commit of the index: at any
/// moment the store has whole messages only.
/// </summary>
internal sealed class Importer : IMessageSink
{
    private const int BlockOctets = 64 * 1024;
    private const int TraceOctetsMax = 300;

    private readonly StoreAccess _access;
    private readonly Mailbox _mailbox;
    private readonly Delivery[] _deliveries;
    private readonly string[] _names;
    private readonly byte[] _block = new byte[BlockOctets];
    private readonly int _session = RandomNumberGenerator.GetInt32(int.MaxValue);
    private byte[] _sender = [];
    private string _file = string.Empty;
    private bool _isNumbered;
    private int _messageOfFile;
    private int _begun;
    private int _together;
    private int _count;
    private long _octets;
    private bool _isStarted;
    private byte _last;

    /// <summary>Makes an importer.</summary>
    public Importer(StoreAccess access, Mailbox mailbox)
    {
        _access = access;
        _mailbox = mailbox;
        _deliveries = access.Opened.Deliveries;
        _names = new string[_deliveries.Length];
    }

    /// <summary>Messages that are delivered.</summary>
    public int Imported { get; private set; }

    /// <summary>Is told the octets of each message when it is read.</summary>
    public Action<double> Advance { get; set; } = _ => { };

    /// <summary>What was left out, and why.</summary>
    public List<string> Problems { get; } = new();

    private Delivery Current => _deliveries[_together];

    /// <summary>Names the file that the next messages come from.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="isNumbered">Whether it may have several.</param>
    public void StartFile(string file, bool isNumbered)
    {
        _file = file;
        _isNumbered = isNumbered;
        _messageOfFile = 0;
    }

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<byte> sender)
    {
        _messageOfFile++;
        _names[_together] = _isNumbered
            ? string.Create(CultureInfo.InvariantCulture, $"{_file}, message {_messageOfFile}")
            : _file;
        if (!_access.Opened.Store.HasRoom(0))
        {
            Commit();
            throw Stopped(VolumeError.Full);
        }

        _sender = sender.ToArray();
        _count = 0;
        _octets = 0;
        _isStarted = false;
        _last = 0;
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> run)
    {
        while (run.Length > 0)
        {
            int lf = run.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = lf < 0 ? run : run[..lf];
            Put(text);
            if (lf >= 0)
            {
                EndLine();
            }

            run = run[(lf < 0 ? run.Length : lf + 1)..];
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        Advance(_octets);
        if (_octets == 0)
        {
            Problems.Add($"{_names[_together]} is empty");
            return;
        }

        if (_last != '\n')
        {
            // A message file ends with CRLF: that is how a whole one is told (FORMAT.md).
            EndLine();
        }

        Flush();
        Current.Submit();
        _together++;
        if (_together == _deliveries.Length)
        {
            Commit();
        }
    }

    /// <summary>Commits what waits.</summary>
    /// <exception cref="ProblemException">The store takes no more.</exception>
    public void Commit()
    {
        _access.Opened.Settle();
        int reason = 0;
        for (int i = 0; i < _together; i++)
        {
            Delivery delivery = _deliveries[i];
            if (delivery.State == Delivery.Committed)
            {
                Imported++;
            }
            else if (delivery.Reason == Delivery.TooLarge)
            {
                Problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_names[i]} has more than {_access.Opened.Settings.MaxMessageOctets:N0} octets, the longest message that the settings allow"));
            }
            else
            {
                Problems.Add($"{_names[i]} was not taken");
                reason = delivery.Reason;
            }

            delivery.Abort();
        }

        _together = 0;
        if (reason != 0)
        {
            throw Stopped(reason);
        }
    }

    /// <summary>Gives up the message that is being read, and commits those before it.</summary>
    public void Abort()
    {
        Current.Abort();
        Commit();
    }

    private void EndLine()
    {
        if (_last != '\r')
        {
            Put("\r"u8);
        }

        Put("\n"u8);
    }

    private void Put(ReadOnlySpan<byte> run)
    {
        while (run.Length > 0)
        {
            int taken = Math.Min(run.Length, BlockOctets - _count);
            run[..taken].CopyTo(_block.AsSpan(_count));
            _count += taken;
            _octets += taken;
            _last = run[taken - 1];
            run = run[taken..];
            if (_count == BlockOctets)
            {
                Flush();
            }
        }
    }

    private void Flush()
    {
        int from = _isStarted ? 0 : Start();
        Current.Append(_block, from, _count - from);
        _count = 0;
    }

    /// <summary>Starts the delivery with its trace fields.</summary>
    /// <returns>The octets of the message whose place they take.</returns>
    private int Start()
    {
        _isStarted = true;
        _begun++;
        ImportedTrace trace = ImportedTrace.Of(
            _block.AsSpan(0, _count), _sender, _access.Opened.Store);
        Current.SetReversePath(trace.ReversePath, 0, trace.ReversePath.Length);
        Current.Begin(1 << _mailbox.Number);
        if (!trace.HasReceived)
        {
            WriteReceived(Current.Head(TraceOctetsMax));
        }

        Current.BeginData(_access.Opened.Settings.MaxMessageOctets);
        return trace.OctetsReplaced;
    }

    private void WriteReceived(OctetBuffer line)
    {
        line.Append("Received: from localhost ([127.0.0.1])\r\n\tby ");
        line.Append(_access.Opened.Settings.HostName);
        line.Append(" with local id ");
        line.AppendHexadecimal(_access.Opened.Store.GenerationHigh);
        line.AppendHexadecimal(_access.Opened.Store.GenerationLow);
        line.AppendOctet('-');
        line.AppendHexadecimal(_session);
        line.AppendOctet('-');
        line.AppendNumber(_begun);
        line.Append("; ");
        DateTimeText.Append(line, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        line.Append("\r\n");
    }

    private ProblemException Stopped(int reason)
    {
        string why = reason switch
        {
            Delivery.MailboxFull => $"the mailbox {_mailbox.Name} is full by the quota in "
                + "settings.txt. Raise it, or have mail deleted",
            VolumeError.Full => "the medium is full, or has the most messages that a store takes. "
                + "Have mail deleted, or use a larger one",
            _ => ErrorText.Of(reason) + ". See 'inspect verify " + _access.Directory + "'",
        };
        return new ProblemException($"The import stopped: {why}.", ExitCode.Files);
    }
}
