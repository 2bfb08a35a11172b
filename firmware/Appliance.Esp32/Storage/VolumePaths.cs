using System.Text;
using Appliance.Core.Storage;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// Writes paths of a volume: <c>I:\NNNNNNNN.eml</c>, or <c>D:\mail\DDDDDDDD\NNNNNNNN.eml</c>
    /// where messages have directories. Each costs one string, of the kind that no path of a
    /// message is without.
    /// </summary>
    internal sealed class VolumePaths
    {
        private const int DirectoryOctets = 8;
        private const int RootOctets = 3;
        private const string MailFolder = "mail\\";

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly byte[] _text = new byte[40];
        private readonly int _shift;
        private readonly int _mailOctets;

        /// <summary>Makes the paths of a drive.</summary>
        /// <param name="root">The drive, such as <c>I:\</c>.</param>
        /// <param name="shift">As <see cref="IVolume.DirectoryShift"/>.</param>
        public VolumePaths(string root, int shift)
        {
            Root = root;
            _shift = shift;
            Mail = HasDirectories ? root + MailFolder : root;
            _mailOctets = s_utf8.GetBytes(Mail, 0, Mail.Length, _text, 0);
        }

        /// <summary>The drive, with a backslash.</summary>
        public string Root { get; private set; }

        /// <summary>Where messages or their directories are, with a backslash.</summary>
        public string Mail { get; private set; }

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
            s_utf8.GetBytes(Mail, 0, Mail.Length, _text, 0);
            return _mailOctets + FileName.WriteDirectory(directory, 0, _text, _mailOctets);
        }
    }
}
