using System.Globalization;
using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary>
/// Looks at everything in a store that was opened to be read: what the opening itself would change
/// is in its overlay, the rest is read message by message.
/// </summary>
internal sealed class Examination
{
    private const int BadRecordsNamed = 20;

    private readonly StoreAccess _access;
    private readonly DirectoryVolume _medium;
    private readonly Dictionary<int, ExaminedMessage> _messages = new();
    private readonly List<Finding> _findings = new();
    private readonly List<JournalScan> _journals;

    private Examination(StoreAccess access)
    {
        _access = access;
        _medium = new DirectoryVolume(access.Layout);
        _journals = JournalScan.All(_medium);
        Index = JournalScan.Taken(_journals);
    }

    /// <summary>What is not as it should be.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The index that an opening takes, or null when there is none.</summary>
    public JournalScan? Index { get; }

    /// <summary>True when an opening writes the index anew.</summary>
    public bool IndexIsRewritten { get; private set; }

    /// <summary>All messages by number, each once, however many mailboxes have it.</summary>
    public IReadOnlyDictionary<int, ExaminedMessage> Messages => _messages;

    /// <summary>The numbers of files that the index does not name and that may be mail.</summary>
    public List<int> Orphans { get; } = new();

    /// <summary>The numbers of files that the index does not name and that are no mail.</summary>
    public List<int> Unfinished { get; } = new();

    /// <summary>True when mail, or what was known of it, is damaged or lost.</summary>
    public bool HasLoss => _findings.Any(finding => finding.IsLoss);

    /// <summary>True when a repair has something to do.</summary>
    public bool NeedsRepair => _findings.Any(
        finding => finding.Kind is not (FindingKind.Settings or FindingKind.Unreadable));

    private bool IndexIsDamaged => Index == null || Index.IsDamagedInside || !Index.IsWhole
        || Found.Rebuilt + Found.LeftAlone + Found.Dropped > 0;

    private OpeningReport Found => _access.Opened.Store.Report;

    /// <summary>Examines a store.</summary>
    /// <param name="access">The store, opened to be read.</param>
    /// <param name="console">Shows the progress.</param>
    public static Examination Of(StoreAccess access, InspectorConsole console)
    {
        OverlayVolume overlay = (OverlayVolume)access.Opened.Volume;
        List<int> unfinished = MessagesOf(overlay.Deleted);
        access.Opened.Settle();
        List<int> expunged = MessagesOf(overlay.Deleted).Except(unfinished).ToList();
        Examination examination = new Examination(access);
        examination.IndexIsRewritten =
            overlay.Created.Any(file => file.Kind == FileKind.Journal);
        examination.LookAtIndex();
        examination.ReadMessages(console);
        examination.LookAtShelves();
        examination.LookAtMessages();
        examination.LookAtOthers(unfinished, expunged);
        examination.LookAtReserve();
        examination.LookAtSettings();
        return examination;
    }

    private static List<int> MessagesOf(List<(int Kind, int Number)> files)
    {
        return files.Where(file => file.Kind == FileKind.Message)
            .Select(file => file.Number).ToList();
    }

    private void LookAtIndex()
    {
        foreach (JournalScan journal in _journals.Where(journal => journal != Index))
        {
            Add(FindingKind.Leftover, FileKind.Journal, journal.Number, false,
                $"another index, which the next opening removes");
        }

        string found = Counted.Of(Found.Rebuilt, "message") + " found by their files"
            + (Found.Dropped == 0 ? string.Empty
                : $", {Counted.Of(Found.Dropped, "message")} in it without a file");
        if (Index == null)
        {
            _findings.Add(new Finding(
                FindingKind.Index, "index", string.Empty,
                $"is lost. {found}. Which of them were read is not known, nor who had deleted a "
                + "message that went to several mailboxes", true));
        }
        else if (IndexIsDamaged)
        {
            string what = Index.Bad.Count > 0 ? $"records {BadRecords(Index)} are damaged"
                : Index.IsWhole ? "is older than the messages, or lost its end"
                : "was cut short";
            Add(FindingKind.Index, FileKind.Journal, Index.Number, true,
                $"{what}. Deliveries, deletions and what was read may be unknown; {found}");
        }
        else if (Index.Bad.Count > 0)
        {
            Add(FindingKind.Index, FileKind.Journal, Index.Number, false,
                $"its end is not whole, as a power cut leaves it");
        }
    }

    /// <summary>Those that are damaged show when their mailboxes are read.</summary>
    private void LookAtShelves()
    {
        if (Found.ShelvesRebuilt > 0)
        {
            _findings.Add(new Finding(
                FindingKind.Index, "shelves", string.Empty,
                $"{Counted.Of(Found.ShelvesRebuilt, "file")} of the index of old messages damaged or "
                + $"missing. {Counted.Of(Found.ShelfMessagesLost, "message")} lost with them; the "
                + "others were found by their files. Which of them were read is not known, nor who "
                + "had deleted a message that went to several mailboxes", true));
        }
    }

    private static string BadRecords(JournalScan index)
    {
        string named = string.Join(
            ", ", index.Bad.Take(BadRecordsNamed).Select(record => record + 1));
        return named + (index.Bad.Count > BadRecordsNamed ? ", ..." : string.Empty)
            + string.Create(CultureInfo.InvariantCulture, $" of {index.Records:N0}");
    }

    private void ReadMessages(InspectorConsole console)
    {
        IReadOnlyList<Mailbox> mailboxes = _access.Opened.Mailboxes;
        double total = mailboxes.Sum(
            mailbox => (double)_access.Opened.Store.Totals.Octets(mailbox.Number));
        console.Track("Reading messages", total, advance =>
        {
            foreach (Mailbox mailbox in mailboxes)
            {
                using MailboxView view = new MailboxView(_access.Opened, mailbox);
                for (int message = 1; message <= view.Messages; message++)
                {
                    StoredMessage stored = view.At(message);
                    if (!_messages.ContainsKey(stored.Number))
                    {
                        _messages.Add(stored.Number, Read(view, stored));
                    }

                    _messages[stored.Number].Mailboxes.Add(mailbox.Name);
                    advance(stored.Octets);
                }
            }
        });
    }

    private static ExaminedMessage Read(MailboxView view, StoredMessage stored)
    {
        long octets = 0;
        bool Count(ReadOnlySpan<byte> run)
        {
            octets += run.Length;
            return true;
        }

        Reading reading = view.Read(stored.Message, Count);
        if (reading != Reading.Whole)
        {
            // What was damaged on the way from the medium is whole the second time.
            octets = 0;
            reading = view.Read(stored.Message, Count);
        }

        if (reading == Reading.Whole && octets != stored.Octets)
        {
            reading = Reading.Damaged;
        }

        return new ExaminedMessage(stored, reading, octets);
    }

    private void LookAtMessages()
    {
        foreach (ExaminedMessage message in _messages.Values
            .Where(message => message.Reading != Reading.Whole)
            .OrderBy(message => message.Stored.Number))
        {
            int octets = message.Stored.Octets;
            FindingKind kind = message.Reading switch
            {
                Reading.Missing => FindingKind.Missing,
                Reading.Unreadable => FindingKind.Unreadable,
                _ => FindingKind.Damaged,
            };
            FormattableString text = message.Reading switch
            {
                Reading.Missing =>
                    $"{octets:N0} octets. Its file is gone: removed elsewhere, or lost by the medium",
                Reading.Unreadable =>
                    $"{octets:N0} octets. The medium reports an error; the message may be whole",
                _ when message.Octets < octets =>
                    $"cut short: {message.Octets:N0} of {octets:N0} octets are there",
                _ when message.Octets > octets =>
                    $"{message.Octets:N0} octets, where {octets:N0} were delivered",
                _ => $"{octets:N0} octets, but not those that were delivered",
            };
            Add(kind, FileKind.Message, message.Stored.Number, true, text,
                string.Join(", ", message.Mailboxes));
        }
    }

    private void LookAtOthers(List<int> unfinished, List<int> expunged)
    {
        HashSet<int> known = new HashSet<int>(_messages.Keys.Concat(expunged));
        List<int> unnamed = _access.Layout.Numbers(FileKind.Message)
            .Where(number => !known.Contains(number)).ToList();
        Dictionary<int, string> whole = OrphanFiles.MailboxesOf(_medium, unnamed);
        bool mayBeNamed = IndexIsDamaged || Index!.Bad.Count > 0;
        foreach (int number in unnamed)
        {
            bool isWhole = whole.TryGetValue(number, out string? mailboxes);
            (isWhole || IndexIsDamaged ? Orphans : Unfinished).Add(number);
            string text = (isWhole, mayBeNamed) switch
            {
                (true, true) => "is whole, and not in the index: its record may be a damaged one",
                (true, false) when unfinished.Contains(number) =>
                    "is whole, and was not answered 250, or the index is older than it",
                (true, false) => "is whole, and not in the index: deleted mail that came back, or put there",
                (false, _) when IndexIsDamaged => "is no whole message; it may be part of one",
                _ => "is what a delivery left that was cut short before it was answered",
            };
            Add(isWhole || IndexIsDamaged ? FindingKind.Orphan : FindingKind.Leftover,
                FileKind.Message, number, isWhole ? mayBeNamed : IndexIsDamaged, $"{text}",
                mailboxes ?? string.Empty);
        }

        foreach (int number in expunged)
        {
            Add(FindingKind.Leftover, FileKind.Message, number, false,
                $"was deleted by its readers; the next opening removes the file");
        }
    }

    private void LookAtReserve()
    {
        int handle = _medium.OpenForRead(FileKind.Reserve, 0);
        int octets = handle < 0 ? 0 : _medium.Length(handle);
        if (handle >= 0)
        {
            _medium.Release(handle);
        }

        if (octets is not (Limits.ReserveOctets or Limits.SmallReserveOctets))
        {
            Add(FindingKind.Reserve, FileKind.Reserve, 0, false,
                $"is {(handle < 0 ? "missing" : "not whole")}: the appliance writes it when it starts");
        }
    }

    private void LookAtSettings()
    {
        SettingsStore store = new SettingsStore(_medium, OpenedStore.NewEntropy());
        SettingsReader reader = new SettingsReader(
            OpenedStore.NoSettings(), OpenedStore.NewEntropy());
        string? problem = store.Read(reader) switch
        {
            SettingsStatus.Damaged => "none of them are whole",
            SettingsStatus.Failed => "cannot be read: " + ErrorText.Of(store.LastError),
            SettingsStatus.Refused => $"line {store.LineNumber}: {store.Problem}",
            _ => null,
        };
        if (problem != null)
        {
            _findings.Add(new Finding(
                FindingKind.Settings, "settings", string.Empty,
                problem + ". Put a settings.txt there; the appliance takes it when it starts",
                true));
        }
    }

    private void Add(
        FindingKind kind, int fileKind, int number, bool isLoss, FormattableString text,
        string mailboxes = "")
    {
        _findings.Add(new Finding(
            kind, _access.Layout.NameOf(fileKind, number), mailboxes,
            text.ToString(CultureInfo.InvariantCulture), isLoss));
    }
}
