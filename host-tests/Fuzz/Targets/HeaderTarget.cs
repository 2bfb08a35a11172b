using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The scanner of trace fields: an input is a message file on a volume without a journal, so the
/// store is rebuilt from it. Whose it is and what a reader gets of it is held against a plain
/// reading of FORMAT.md.
/// </summary>
internal sealed class HeaderTarget : Target
{
    private const int Number = 5;

    private readonly StoreStage _stage = new StoreStage(new FuzzVolume());
    private readonly byte[] _read = new byte[8192];
    private readonly byte[] _buffer = new byte[4096];

    /// <inheritdoc/>
    public override int OctetsMax => 1500;

    /// <inheritdoc/>
    public override bool MayAllocate => true;

    /// <inheritdoc/>
    public override int BlocksAtLeast => 60_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "Return-Path: <a@b>\r\n", "Delivered-To: alice\r\n", "Delivered-To: bob\r\n",
        "Delivered-To: carol\r\n", "Received: from x ([1.2.3.4])\r\n", "\tby y with SMTP id ",
        "0123456789abcdef-00000001-1", " id ", "D", "Delivered-To: ", "Received: ", "\r\n",
        "\r\n\r\n", "\tfor <alice>; Tue, 24 Nov 2026 07:32:47 +0000\r\n",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => new[]
    {
        "Return-Path: <a@b>\r\nDelivered-To: alice\r\nReceived: from x ([1.2.3.4])\r\n"
            + "\tby mailbox.test with ESMTP id 0123456789abcdef-00000001-1\r\n"
            + "\tfor <alice>\r\nSubject: x\r\n\r\ntext\r\n",
        "Return-Path: <>\r\nDelivered-To: alice\r\nDelivered-To: bob\r\nReceived: from x\r\n"
            + "\tby y with SMTP id 0123456789abcdef-00000002-2\r\n\r\n.\r\n",
        "Return-Path: <>\r\nDelivered-To: carol\r\nReceived: from x\r\n\tby y\r\n",
        "Subject: no trace\r\n\r\n",
    }.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        ReadOnlySpan<byte> file = input.AsSpan(0, count);
        _stage.Volume.Clear();
        _stage.Volume.SetFile(FileKind.Message, Number, file);
        int status = _stage.Reopen();
        Finding.Unless(status == StoreStatus.Ready, "a store with one file does not open");
        MessageColumns columns = _stage.Store.Columns;
        HeaderModel model = new HeaderModel(file);
        Finding.Unless(
            (columns.Count > 0) == model.IsWhole,
            model.IsWhole ? "a message is left alone" : "a file is taken that is no message");
        for (int row = 0; row < columns.Count; row++)
        {
            Read(row, file, model);
        }

        MessageColumns again = _stage.Store.Columns;
        int rows = again.Count;
        Finding.Unless(
            _stage.Reopen() == StoreStatus.Ready && again.Count == rows,
            "the rebuilt store opens otherwise");
    }

    private void Read(int row, ReadOnlySpan<byte> file, HeaderModel model)
    {
        MessageColumns columns = _stage.Store.Columns;
        int size = columns.OctetsAt(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int quick = Read(row, 1000 + (size & 15));
        Finding.Unless(
            before == GC.GetAllocatedBytesForCurrentThread(), "reading a message allocates");
        Finding.Unless(quick == size, "a message is not as long as announced");
        ReadOnlySpan<byte> shown = _read.AsSpan(0, quick);
        Finding.Unless(
            shown.StartsWith(file[..model.RecipientsAt])
            && shown.EndsWith(file[model.ReceivedAt..]),
            "a reader is shown other octets than those of the file");
        int own = shown.Length - model.RecipientsAt - (file.Length - model.ReceivedAt);
        Finding.Unless(
            shown.Slice(model.RecipientsAt, own).StartsWith("Delivered-To: "u8)
            && shown.Slice(model.RecipientsAt, own).IndexOf((byte)'\n') == own - 1,
            "a reader is shown other recipients than itself");
        shown.CopyTo(_buffer);
        int slow = Read(row, 600);
        Finding.Unless(
            _read.AsSpan(0, slow).SequenceEqual(_buffer.AsSpan(0, quick)),
            "a reader with a smaller buffer is shown other octets");
    }

    private int Read(int row, int count)
    {
        MessageReader reader = _stage.Reader;
        Finding.Unless(reader.Open(row) == 0, "a message that is there cannot be opened");
        int at = 0;
        int read = reader.Read(_read, at, count);
        while (read > 0)
        {
            at += read;
            read = reader.Read(_read, at, count);
        }

        reader.Close();
        Finding.Unless(read == 0, "a message that was just taken is damaged");
        return at;
    }
}
