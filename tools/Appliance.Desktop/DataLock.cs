using System.IO;

namespace Appliance.Desktop;

/// <summary>Holds a data directory for one appliance.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="ProblemException">Another appliance holds it, or the directory cannot be
    /// written.</exception>
    public static DataLock Take(string directory)
    {
        try
        {
            MakePrivate(directory);
            string path = Path.Combine(directory, "lock");
            return new DataLock(
                new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new ProblemException(
                $"Cannot write to {directory}. Choose another directory with --data DIR.");
        }
        catch (IOException exception)
        {
            throw new ProblemException(
                $"Cannot lock {directory} ({exception.Message}). If another appliance uses it, stop "
                + "that one, or choose another directory with --data DIR.");
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
        _file.Dispose();
    }
}
