using System.IO;
using System.Security.Cryptography;
using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Files;

/// <summary>The settings as a text file, the same as on the board.</summary>
public static class SettingsFile
{
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 14;
    private const int ExitSettings = 2;

    private const string FirstLine =
        "# Settings of the mail appliance: key = value, one a line. README.md explains all keys.";

    /// <summary>Reads a file into settings.</summary>
    /// <exception cref="ProblemException">It cannot be read, or a line is not allowed.</exception>
    public static void Read(string path, SettingsReader reader)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllText(path, new UTF8Encoding(false, true)).Split('\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or DecoderFallbackException)
        {
            throw new ProblemException(
                $"Cannot read the settings {path}: {exception.Message}", ExitSettings);
        }

        for (int i = 0; i < lines.Length; i++)
        {
            byte[] line = Encoding.UTF8.GetBytes(lines[i]);
            string? error = reader.ReadLine(line, 0, line.Length);
            if (error != null)
            {
                throw new ProblemException(
                    $"{path}, line {i + 1}: {lines[i].Trim()}\n  {error}\nNothing was started.",
                    ExitSettings);
            }
        }
    }

    /// <summary>Replaces each password in clear text by its stretched form; the other lines stay as
    /// they are.</summary>
    /// <exception cref="ProblemException">The file cannot be written.</exception>
    public static void StretchPasswords(string path, Entropy entropy)
    {
        string text = File.ReadAllText(path);
        string stretched = PasswordLines.Stretch(text, entropy);
        if (!ReferenceEquals(stretched, text))
        {
            Replace(path, stretched);
        }
    }

    /// <summary>Writes the answers of a set-up page, with stretched passwords.</summary>
    /// <param name="path">The file.</param>
    /// <param name="answers">Lines as the page makes them.</param>
    /// <param name="entropy">For the salts of passwords.</param>
    /// <exception cref="ProblemException">The file is there already, or cannot be
    /// written.</exception>
    public static void WriteAnswers(string path, string answers, Entropy entropy)
    {
        CheckIsNew(path);
        Replace(path, FirstLine + "\n" + PasswordLines.Stretch(answers, entropy));
    }

    /// <summary>Checks that there are no settings yet.</summary>
    /// <exception cref="ProblemException">There are.</exception>
    public static void CheckIsNew(string path)
    {
        if (File.Exists(path))
        {
            throw new ProblemException(
                $"{path} is there already. Change it with an editor, or rename it to set up anew.");
        }
    }

    /// <summary>Writes the settings of a first start: a mailbox <c>mail</c> with a generated
    /// password.</summary>
    /// <returns>The password in clear text.</returns>
    public static string WriteFirst(string path, Entropy entropy)
    {
        string password = RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        Replace(path, $"""
            {FirstLine}
            # A password in clear text is replaced by its stretched form at the next start.

            hostname = mailbox.local
            networks = lan
            max-message = 64M

            mailbox = mail
            password = {PasswordLines.StretchOne(password, entropy)}
            catch-all = on

            """);
        return password;
    }

    private static FileStreamOptions OptionsFor(string path)
    {
        FileStreamOptions options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(path)
                ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Replace(string path, string text)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string next = path + ".new";
        try
        {
            using (FileStream file = new FileStream(next, OptionsFor(path)))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(true);
            }

            File.Move(next, path, true);
            DirectorySync.Sync(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"Cannot write the settings {path}: {exception.Message}");
        }
    }
}
