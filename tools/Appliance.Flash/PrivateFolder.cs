using System.IO;
using System.Text;

namespace Appliance.Flash;

/// <summary>A temporary folder that only its owner can read, until it is disposed.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flash-");

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
        _folder.Delete(true);
    }
}
