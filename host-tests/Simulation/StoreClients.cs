using System.Globalization;
using System.IO;
using Appliance.Core.Server;

namespace Appliance.Simulation;

/// <summary>
/// Clients of a store that deliver, read and delete, and a model, which is not the store, of what
/// must be there.
/// </summary>
internal sealed class StoreClients
{
    private const int ShelvesMax = 64;

    private readonly string _prefix;
    private readonly World _world;
    private readonly StoreModel _model = new StoreModel();
    private readonly StoreAudit _audit;
    private int _subject;

    /// <summary>Makes an appliance with its mailboxes and clients.</summary>
    /// <param name="seed">Decides what is open to chance.</param>
    /// <param name="medium">What a power cut may leave.</param>
    /// <param name="names">The mailboxes; bob drops read mail beyond six messages.</param>
    /// <param name="rows">The rows of the appliance, or 0 for those of the board: few make it put
    /// most messages on shelves.</param>
    public StoreClients(int seed, Medium medium, string[] names, int rows)
    {
        _prefix = $"s{seed}";
        Names = names;
        Capacity capacity = Capacity.Board();
        if (rows > 0)
        {
            capacity.Messages = rows;
            capacity.Shelves = ShelvesMax;
        }

        _world = new World(SettingsFor(names), capacity, seed, medium);
        _audit = new StoreAudit(_world, _model, names, CheckWhole);
        Settings = new SettingsChanges(_world.Volume);
    }

    /// <summary>The mailboxes.</summary>
    public string[] Names { get; }

    /// <summary>Who changes the settings on the volume.</summary>
    public SettingsChanges Settings { get; }

    /// <summary>The appliance.</summary>
    public World World => _world;

    /// <summary>Delivers a message.</summary>
    /// <param name="to">The mailboxes.</param>
    /// <param name="lines">Lines of its body.</param>
    /// <param name="meanwhile">What happens before its end is sent, or null.</param>
    /// <param name="givesUp">Whether the client goes away before that.</param>
    public void Deliver(
        IEnumerable<string> to, int lines, Action? meanwhile = null, bool givesUp = false)
    {
        string subject = $"{_prefix}-{_subject}";
        _subject++;
        ScriptedClient client = _world.Connect(true);
        if (!client.ReadReply().StartsWith("220", StringComparison.Ordinal))
        {
            // All sessions are taken.
            client.Connection.ClientReset();
            _world.Settle();
            return;
        }

        client.Command("HELO x");
        bool goesOn = IsTaken(client.Command("MAIL FROM:<a@b>"));
        List<string> taken = to.Where(
            name => goesOn && IsTaken(client.Command($"RCPT TO:<{name}>"))).ToList();
        if (taken.Count > 0 && IsTaken(client.Command("DATA")))
        {
            client.SendRaw("Subject: " + subject + "\r\n\r\n" + StoreModel.Body(subject, lines));
            if (meanwhile != null)
            {
                _world.Settle();
                meanwhile();
            }

            if (givesUp)
            {
                client.Connection.ClientReset();
                _world.Settle();
                return;
            }

            client.SendRaw(".\r\n");
            bool answered = IsTaken(client.ReadReply());
            _model.Offered(subject, lines, taken, answered, _world.Volume.Commits);
        }

        client.Connection.ClientHalfClose();
        _world.Settle();
    }

    /// <summary>Reads a mailbox.</summary>
    /// <param name="name">The mailbox.</param>
    /// <param name="deletes">Whether a message is deleted, by its message-number.</param>
    /// <param name="quits">Whether the session ends with QUIT.</param>
    public void Read(string name, Predicate<int> deletes, bool quits)
    {
        ScriptedClient client = _world.Connect(false);
        if (!IsDone(client.LogIn(name, "x")))
        {
            client.Connection.ClientReset();
            _world.Settle();
            return;
        }

        int count = int.Parse(
            client.Command("STAT").Split(' ')[1], CultureInfo.InvariantCulture);
        List<string> deleted = new List<string>();
        for (int i = 1; i <= count; i++)
        {
            List<string>? message = client.MultiLine($"RETR {i}");
            if (message == null)
            {
                client.Connection.ClientReset();
                _world.Settle();
                return;
            }

            string subject = StoreModel.SubjectOf(message);
            _model.Read(name, subject);
            if (deletes(i))
            {
                client.Command($"DELE {i}");
                deleted.Add(subject);
            }
        }

        bool answered = quits && IsDone(client.Command("QUIT"));
        if (quits)
        {
            _model.Deleted(name, deleted, answered, _world.Volume.Commits);
        }

        client.Connection.ClientHalfClose();
        _world.Settle();
    }

    /// <summary>Starts again on the volume as it is.</summary>
    public void StartAgain()
    {
        Settings.Start();
        _world.StartAgain();
        if (_world.Server.Store.Report.LeftAlone > 0)
        {
            _audit.NoteLostIndex();
        }
    }

    /// <summary>Cuts the power, and starts nothing.</summary>
    public void CutPower()
    {
        _world.Volume.PowerCut();
        _model.PowerWasCut(_world.Volume);
        Settings.PowerWasCut();
    }

    /// <summary>Compares all mailboxes with the model, and the volume with the
    /// mailboxes.</summary>
    /// <exception cref="InvalidDataException">A promise was broken.</exception>
    public void Check(bool powerWasCut)
    {
        Settings.Check(powerWasCut);
        _audit.Check();
        if (powerWasCut)
        {
            // Without a cut, what was not answered is not certain to be on the medium.
            _model.Settle(_world.Volume.Commits);
        }
    }

    /// <summary>Settings with mailboxes whose password is x; bob drops read mail beyond six
    /// messages.</summary>
    internal static string SettingsFor(string[] names)
    {
        return "hostname = mailbox.test\n" + string.Concat(names.Select(name =>
            SettingsSource.Quick(name)
            + (name == "bob" ? "quota-messages = 6\nwhen-full = drop-oldest-read\n" : "")));
    }

    /// <summary>Tells a reply of SMTP that goes on from a refusal that says to come
    /// again.</summary>
    private static bool IsTaken(string reply)
    {
        return reply[..3] switch
        {
            "250" or "354" => true,
            "451" or "452" => false,

            // Others were quicker, and the mailbox is full.
            "552" => false,
            _ => throw new InvalidDataException($"SMTP answered {reply}"),
        };
    }

    /// <summary>Tells a response of POP3 that went well from a refusal that is not for
    /// good.</summary>
    private static bool IsDone(string response)
    {
        bool isDone = response.StartsWith("+OK", StringComparison.Ordinal);
        return isDone || response.StartsWith("-ERR [SYS/TEMP]", StringComparison.Ordinal)
            ? isDone : throw new InvalidDataException($"POP3 answered {response}");
    }

    private string CheckWhole(List<string> message, string listed, string name)
    {
        _model.CheckWhole(message, listed);
        return StoreModel.SubjectOf(message);
    }
}
