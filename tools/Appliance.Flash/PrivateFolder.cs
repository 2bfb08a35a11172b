using System.IO;
using System.Text;

namespace Appliance.Flash;

/// <summary>A temporary folder that only its owner can read. It goes when it is disposed, and
/// when the tool is ended with Ctrl-C.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flash-");

    /// <summary>Makes it.</summary>
    public PrivateFolder()
    {
        Console.CancelKeyPress += Delete;
    }

    /// <summary>Where it is, with slashes that every system takes.</summary>
    public string Path => _folder.FullName.Replace('\\', '/');

    /// <summary>Writes a file into it.</summary>
    public void Write(PlannedFile file)
    {
        File.WriteAllBytes(
            System.IO.Path.Combine(_folder.FullName, file.Name), Encoding.UTF8.GetBytes(file.Content));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.CancelKeyPress -= Delete;
        _folder.Delete(true);
    }

    private void Delete(object? sender, ConsoleCancelEventArgs args)
    {
        _folder.Delete(true);
    }
}
