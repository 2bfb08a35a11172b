using System.IO;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary>A store in a directory, opened and locked.</summary>
internal sealed class StoreAccess : IDisposable
{
    private const string Advice =
        "Give the directory of a card, or of an appliance that is stopped; to change files, one "
        + "that is not write-protected.";

    private readonly DataLock? _lock;

    private StoreAccess(
        string directory, DataLock? dataLock, DirectoryLayout layout, OpenedStore opened)
    {
        _lock = dataLock;
        Directory = directory;
        Layout = layout;
        Opened = opened;
    }

    /// <summary>The directory as it was given.</summary>
    public string Directory { get; }

    /// <summary>Where its files are.</summary>
    public DirectoryLayout Layout { get; }

    /// <summary>The store.</summary>
    public OpenedStore Opened { get; }

    /// <summary>Takes the lock of a store that is to be changed.</summary>
    /// <exception cref="ProblemException">An appliance runs, or it cannot be
    /// written.</exception>
    public static DataLock Lock(string directory)
    {
        CheckDirectory(directory);
        return DataLock.Take(directory, Advice);
    }

    /// <summary>Opens a store without writing anything to its medium: what the opening would
    /// change stays in an <see cref="OverlayVolume"/>.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    public static StoreAccess ToRead(string directory)
    {
        CheckDirectory(directory);
        DataLock dataLock = DataLock.TakeToRead(directory, Advice);
        return Owning(dataLock, directory, false, false);
    }

    /// <summary>The same, while somebody holds its lock.</summary>
    public static StoreAccess ToReadLocked(string directory)
    {
        return Open(null, directory, false, false);
    }

    /// <summary>Opens a store as the appliance would, with the settings there: their mailboxes
    /// are made if they are new, and an empty directory becomes a store.</summary>
    /// <exception cref="ProblemException">It cannot be read or written.</exception>
    public static StoreAccess ToWrite(string directory)
    {
        return Owning(Lock(directory), directory, true, true);
    }

    /// <summary>Opens a store as the appliance would, but with the mailboxes alone that it has,
    /// while somebody holds its lock.</summary>
    public static StoreAccess ToWriteLocked(string directory)
    {
        return Open(null, directory, true, false);
    }

    /// <summary>Finds a mailbox by its name, without regard to case.</summary>
    /// <exception cref="ProblemException">There is none of this name.</exception>
    public Mailbox Find(string name)
    {
        IReadOnlyList<Mailbox> mailboxes = Opened.Mailboxes;
        return mailboxes.FirstOrDefault(
            mailbox => mailbox.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ProblemException(
                mailboxes.Count == 0
                    ? $"{Directory} has no mailbox yet. Start the appliance on it once, or put a "
                        + "settings.txt with the mailbox there."
                    : $"{Directory} has no mailbox {name}. It has: "
                        + string.Join(", ", mailboxes.Select(mailbox => mailbox.Name)) + ".",
                ExitCode.Usage);
    }

    /// <summary>Ends the work in order.</summary>
    /// <exception cref="ProblemException">The last commit failed.</exception>
    public void Finish()
    {
        int error = Opened.Store.Close();
        if (error < 0)
        {
            throw new ProblemException(
                $"The index in {Directory} could not be closed ({ErrorText.Of(error)}). What was "
                + "reported as done is safe.", ExitCode.Files);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock?.Dispose();
    }

    private static void CheckDirectory(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            throw new ProblemException(
                $"There is no directory {directory}. Give that of the messages, on a card mostly "
                + "its root.", ExitCode.Files);
        }
    }

    private static StoreAccess Owning(
        DataLock dataLock, string directory, bool writes, bool withSettings)
    {
        try
        {
            return Open(dataLock, directory, writes, withSettings);
        }
        catch (Exception)
        {
            dataLock.Dispose();
            throw;
        }
    }

    private static StoreAccess Open(
        DataLock? dataLock, string directory, bool writes, bool withSettings)
    {
        DirectoryLayout layout = DirectoryLayout.Detect(directory);
        DirectoryVolume medium = new DirectoryVolume(layout);
        Settings? settings = withSettings ? ReadSettings(directory, medium) : null;
        if (settings == null && layout.Numbers(FileKind.Journal).Length == 0
            && layout.Numbers(FileKind.Message).Length == 0)
        {
            throw new ProblemException(
                $"There is no mail in {directory}: neither an index (00000001.jnl) nor messages "
                + "(mail/00000000/00000001.eml). Give the directory that has them, on a card "
                + "mostly its root.", ExitCode.Files);
        }

        OpenedStore opened = new OpenedStore(
            writes ? medium : new OverlayVolume(medium), settings ?? OpenedStore.NoSettings());
        int status = opened.Open();
        return status == StoreStatus.Ready
            ? new StoreAccess(directory, dataLock, layout, opened)
            : throw Unopened(directory, status, opened.Store.LastError);
    }

    /// <summary>Reads the settings beside the messages: a file that a person put there is newer
    /// than what an appliance keeps (SETTINGS.md).</summary>
    /// <returns>Null when there are none.</returns>
    private static Settings? ReadSettings(string directory, IVolume medium)
    {
        string file = Path.Combine(directory, "settings.txt");
        Settings settings = OpenedStore.NoSettings();
        SettingsReader reader = new SettingsReader(settings, OpenedStore.NewEntropy());
        if (File.Exists(file))
        {
            SettingsFile.Read(file, reader);
            return settings;
        }

        int status = new SettingsStore(medium, OpenedStore.NewEntropy()).Read(reader);
        return status switch
        {
            SettingsStatus.Ready => settings,
            SettingsStatus.None => null,
            _ => throw new ProblemException(
                $"The settings in {directory} cannot be used. Put a settings.txt there; 'inspect "
                + $"verify {directory}' tells more.", ExitCode.Files),
        };
    }

    private static ProblemException Unopened(string directory, int status, int error)
    {
        string problem = status switch
        {
            StoreStatus.TooManyMessages =>
                $"has more than {Capacity.Desktop().Messages} messages, the most that this program "
                + "takes.",
            StoreStatus.TooManyMailboxes =>
                "has more mailboxes, with those of earlier settings, than 31.",
            _ => $"cannot be read or written ({ErrorText.Of(error)}). Copy the medium to a directory "
                + "with a program that goes on after errors, and inspect the copy.",
        };
        return new ProblemException($"The store in {directory} {problem}", ExitCode.Files);
    }
}
