using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// Writes paths of a volume: <c>I:\NNNNNNNN.eml</c>, or <c>D:\mail\DDDDDDDD\NNNNNNNN.eml</c>
    /// and <c>D:\shelves\NNNNNNNN.shf</c> where messages have directories. Each costs one string,
    /// of the kind that no path of a message is without.
    /// </summary>
    internal sealed class VolumePaths
    {
        private const int RootOctets = 3;
        private const string MailFolder = "mail\\";
        private const string ShelfFolder = "shelves\\";

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly byte[] _text = new byte[40];
        private readonly int _shift;
        private readonly string _root;
        private readonly string _mail;

        /// <summary>Makes the paths of a drive.</summary>
        /// <param name="root">The drive, such as <c>I:\</c>.</param>
        /// <param name="shift">As <see cref="IVolume.DirectoryShift"/>.</param>
        public VolumePaths(string root, int shift)
        {
            _root = root;
            _shift = shift;
            _mail = HasDirectories ? root + MailFolder : root;
            Shelves = HasDirectories ? root + ShelfFolder : root;
            WriteFolder(root);
        }

        /// <summary>The drive, with a backslash.</summary>
        public string Root => _root;

        /// <summary>Where messages or their directories are, with a backslash.</summary>
        public string Mail => _mail;

        /// <summary>Where shelves are, with a backslash.</summary>
        public string Shelves { get; private set; }

        /// <summary>Whether messages have directories.</summary>
        public bool HasDirectories
        {
            get { return _shift < 31; }
        }

        /// <summary>The path of a file.</summary>
        public string OfFile(int kind, int number)
        {
            int at = RootOctets;
            if (kind == FileKind.Message && HasDirectories)
            {
                at = WriteDirectory(number >> _shift);
                _text[at] = (byte)'\\';
                at++;
            }
            else if (kind == FileKind.Shelf)
            {
                at = WriteFolder(Shelves);
            }

            at += FileName.Write(kind, number, _text, at);
            return s_utf8.GetString(_text, 0, at);
        }

        /// <summary>The path of a directory of messages, with a backslash.</summary>
        /// <param name="directory">Its number: those of its messages, shifted.</param>
        public string OfDirectory(int directory)
        {
            int at = WriteDirectory(directory);
            _text[at] = (byte)'\\';
            return s_utf8.GetString(_text, 0, at + 1);
        }

        /// <summary>The number of the directory of a message.</summary>
        public int DirectoryOf(int number)
        {
            return number >> _shift;
        }

        private int WriteDirectory(int directory)
        {
            // Another name may lie over it: that of a file in the root.
            int at = WriteFolder(_mail);
            return at + FileName.WriteDirectory(directory, 0, _text, at);
        }

        private int WriteFolder(string folder)
        {
            return s_utf8.GetBytes(folder, 0, folder.Length, _text, 0);
        }
    }
}
