using System.IO;

namespace Appliance.Files;

/// <summary>Holds a data directory for one program: an appliance that runs, or a tool that changes
/// its files.</summary>
public sealed class DataLock : IDisposable
{
    private const string Name = "lock";

    private readonly FileStream? _file;

    private DataLock(FileStream? file)
    {
        _file = file;
    }

    /// <summary>Takes the lock, and makes the directory if needed.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="advice">What to do when the directory cannot be had, as a sentence.</param>
    /// <exception cref="ProblemException">Another program holds it, or the directory cannot be
    /// written.</exception>
    public static DataLock Take(string directory, string advice)
    {
        return Open(directory, advice, () =>
        {
            MakePrivate(directory);
            return new FileStream(
                Path.Combine(directory, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
        });
    }

    /// <summary>Takes the lock together with others that only read. Nothing is written: where no
    /// appliance ever locked, as on a board's card, there is nothing to hold.</summary>
    /// <param name="directory">The data directory, which exists.</param>
    /// <param name="advice">As for <see cref="Take"/>.</param>
    /// <exception cref="ProblemException">An appliance holds it, or it cannot be
    /// read.</exception>
    public static DataLock TakeToRead(string directory, string advice)
    {
        string path = Path.Combine(directory, Name);
        return Open(directory, advice, () => File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) : null);
    }

    private static DataLock Open(string directory, string advice, Func<FileStream?> open)
    {
        try
        {
            return new DataLock(open());
        }
        catch (UnauthorizedAccessException)
        {
            throw new ProblemException($"No access to {directory}. {advice}");
        }
        catch (IOException exception)
        {
            throw new ProblemException(
                $"Cannot lock {directory} ({exception.Message}). If an appliance uses it, stop "
                + $"that one. {advice}");
        }
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            return;
        }

        Directory.CreateDirectory(
            directory,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
    }
}
