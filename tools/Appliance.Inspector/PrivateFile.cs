using System.IO;

namespace Appliance.Inspector;

/// <summary>Files with mail in them: nobody else may read them.</summary>
internal static class PrivateFile
{
    /// <summary>Creates a file that must not be there.</summary>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
