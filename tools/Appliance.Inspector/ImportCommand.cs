using System.IO;
using System.Text.RegularExpressions;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary><c>inspect import</c>: messages from mbox files, single files and folders of
/// them.</summary>
internal static partial class ImportCommand
{
    private const int StartOctets = 1024;

    private static readonly string[] s_ends = [".eml", ".mbox"];

    /// <summary>Imports messages.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="name">The mailbox.</param>
    /// <param name="sources">Files and folders.</param>
    /// <param name="console">Prints.</param>
    public static int Run(
        string directory, string name, IReadOnlyList<string> sources, InspectorConsole console)
    {
        List<string> files = sources.SelectMany(FilesOf).ToList();
        using StoreAccess access = StoreAccess.ToWrite(directory);
        Mailbox mailbox = access.Find(name);
        Importer importer = new Importer(access, mailbox);
        try
        {
            double total = files.Sum(file => (double)new FileInfo(file).Length);
            console.Track($"Importing to {mailbox.Name}", total, advance =>
            {
                importer.Advance = advance;
                foreach (string file in files)
                {
                    Import(file, importer);
                }

                importer.Commit();
            });
        }
        catch (Exception)
        {
            importer.Abort();
            Tell(importer, mailbox, console);
            throw;
        }

        access.Finish();
        Tell(importer, mailbox, console);
        return importer.Problems.Count == 0 ? ExitCode.Fine : ExitCode.Damage;
    }

    private static void Tell(Importer importer, Mailbox mailbox, InspectorConsole console)
    {
        foreach (string problem in importer.Problems)
        {
            console.Problem($"{problem}");
        }

        console.Line(
            $"{Counted.Of(importer.Imported, "message")} imported to {mailbox.Name}, {importer.Problems.Count:N0} left out");
    }

    private static IEnumerable<string> FilesOf(string source)
    {
        if (File.Exists(source))
        {
            return [source];
        }

        if (!Directory.Exists(source))
        {
            throw new ProblemException(
                $"There is no file or folder {source}.", ExitCode.Files);
        }

        List<string> files = Directory.EnumerateFiles(source)
            .Where(file => s_ends.Contains(
                Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw new ProblemException(
                $"The folder {source} has no file that ends with .eml or .mbox. Give the files "
                + "themselves, or another folder.", ExitCode.Usage);
    }

    private static void Import(string file, Importer importer)
    {
        using FileStream stream = new FileStream(file, FileMode.Open, FileAccess.Read);
        byte[] start = new byte[StartOctets];
        int count = stream.ReadAtLeast(start, start.Length, false);
        stream.Position = 0;
        bool isMbox = MboxReader.IsMbox(start.AsSpan(0, count));
        importer.StartFile(file, isMbox);
        if (isMbox)
        {
            MboxReader.Read(stream, importer);
        }
        else if (IsMessage(start.AsSpan(0, count)))
        {
            ImportMessage(stream, importer);
        }
        else
        {
            importer.Problems.Add(
                $"{file} is neither an mbox, which starts with 'From ', nor a message, which "
                + "starts with a header field");
        }
    }

    private static void ImportMessage(FileStream stream, Importer importer)
    {
        LineReader reader = new LineReader(stream);
        importer.Begin(default);
        while (reader.TryRead(out ReadOnlySpan<byte> piece))
        {
            importer.Append(piece);
        }

        importer.End();
    }

    /// <summary>Whether a file starts with a header field (RFC 5322 section 2.2), or with the
    /// blank line after none.</summary>
    private static bool IsMessage(ReadOnlySpan<byte> start)
    {
        return start.Length == 0 || start[0] is (byte)'\n' or (byte)'\r'
            || Field().IsMatch(System.Text.Encoding.Latin1.GetString(start));
    }

    [GeneratedRegex(@"^[!-9;-~]+[ \t]*:")]
    private static partial Regex Field();
}
