using System.Globalization;
using System.IO;
using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Files;

/// <summary>
/// Which file of a directory tree is which file of a store. Where directories are cheap, messages
/// lie in directories of 256 below <c>mail</c>; on the internal drive of a board all lie in one.
/// </summary>
public sealed class DirectoryLayout
{
    private const int DirectoriesShift = 8;
    private const int OneDirectoryShift = 31;
    private const int NameDigits = 8;

    private static readonly EnumerationOptions s_inFolder = new EnumerationOptions
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    private readonly byte[] _name = new byte[FileName.OctetsMax];

    private DirectoryLayout(string root, string mail, int shift)
    {
        Root = root;
        Mail = mail;
        Shift = shift;
    }

    /// <summary>The directory of the store.</summary>
    public string Root { get; }

    /// <summary>The directory that holds the messages, or the directories of them.</summary>
    public string Mail { get; }

    /// <summary>The directory that holds the shelves, once there are any.</summary>
    public string Shelves => Mail == Root ? Root : Path.Combine(Root, "shelves");

    /// <summary>Messages of <c>1 &lt;&lt; Shift</c> consecutive numbers lie together.</summary>
    public int Shift { get; }

    /// <summary>Messages in directories of 256.</summary>
    public static DirectoryLayout InDirectories(string root)
    {
        string full = Path.GetFullPath(root);
        return new DirectoryLayout(full, Path.Combine(full, "mail"), DirectoriesShift);
    }

    /// <summary>Finds out how the messages of an existing store lie; reads names only. Without
    /// messages they will lie in directories.</summary>
    /// <exception cref="ProblemException">They lie in two ways.</exception>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static DirectoryLayout Detect(string root)
    {
        DirectoryLayout directories = InDirectories(root);
        List<DirectoryLayout> found = new List<DirectoryLayout>();
        string first = Path.Combine(directories.Mail, new string('0', NameDigits));
        foreach (string folder in new[] { directories.Root, directories.Mail, first })
        {
            DirectoryLayout one = new DirectoryLayout(
                directories.Root, folder, OneDirectoryShift);
            int most = one.Numbers(FileKind.Message).DefaultIfEmpty(-1).Max();
            if (folder == first ? most >= 1 << DirectoriesShift : most >= 0)
            {
                found.Add(one);
            }
        }

        bool hasDirectories = Directory.Exists(directories.Mail)
            && Directory.EnumerateDirectories(directories.Mail).Any(
                folder => folder != first && ListFolder(folder, FileKind.Message).Any());
        if (found.Count == 0)
        {
            return directories;
        }

        if (found.Count > 1 || hasDirectories)
        {
            throw new ProblemException(
                $"Messages of {root} lie both in {found[0].Mail} and "
                + $"{(found.Count > 1 ? found[1].Mail : "in directories of " + directories.Mail)}. "
                + "Put them into one place, as they were on the medium, and try again.");
        }

        return found[0];
    }

    /// <summary>The directory of a file.</summary>
    public string DirectoryOf(int kind, int number)
    {
        if (kind != FileKind.Message)
        {
            return kind == FileKind.Shelf ? Shelves : Root;
        }

        if (Shift == OneDirectoryShift)
        {
            return Mail;
        }

        int count = FileName.WriteDirectory(number, Shift, _name, 0);
        return Path.Combine(Mail, Encoding.ASCII.GetString(_name, 0, count));
    }

    /// <summary>The path of a file.</summary>
    public string PathOf(int kind, int number)
    {
        return Path.Combine(DirectoryOf(kind, number), NameOf(kind, number));
    }

    /// <summary>The name of a file, without its directory.</summary>
    public string NameOf(int kind, int number)
    {
        int count = FileName.Write(kind, number, _name, 0);
        return Encoding.ASCII.GetString(_name, 0, count);
    }

    /// <summary>The numbers of all files of a kind, in order.</summary>
    public int[] Numbers(int kind)
    {
        string folder = kind == FileKind.Message ? Mail : DirectoryOf(kind, 0);
        IEnumerable<int> numbers = ListFolder(folder, kind);
        if (kind == FileKind.Message && Shift != OneDirectoryShift)
        {
            numbers = Directory.Exists(Mail)
                ? Directory.EnumerateDirectories(Mail).SelectMany(
                    each => ListFolder(each, kind).Where(
                        number => DirectoryOf(kind, number) == each))
                : [];
        }

        return numbers.Order().ToArray();
    }

    private static IEnumerable<int> ListFolder(string folder, int kind)
    {
        byte[] name = new byte[FileName.OctetsMax];
        int count = FileName.Write(kind, 0, name, 0);
        string end = Encoding.ASCII.GetString(name, NameDigits, count - NameDigits);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*" + end, s_inFolder)
                .Select(Path.GetFileNameWithoutExtension)
                .Select(digits => digits?.Length == NameDigits && int.TryParse(
                    digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out int number) ? number : -1)
                .Where(number => number >= 0)
            : [];
    }
}
