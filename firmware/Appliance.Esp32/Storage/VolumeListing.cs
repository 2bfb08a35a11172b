using System.IO;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// Lists files, each directory once a sequence: the library gives all names at once, in the
    /// order of the medium, and takes a look at each file for it. What is kept are numbers, until
    /// the sequence has ended.
    /// </summary>
    internal sealed class VolumeListing
    {
        /// <summary>Nothing at all was listed, or not the file that is there: a listing that fails
        /// is empty, and would be taken for an empty volume.</summary>
        public const int ListsNothing = -100;

        private const int NoKind = -1;
        private const int NoDirectory = -1;
        private const int NameOctets = 12;
        private const int DigitOctets = 8;

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly VolumePaths _paths;
        private readonly byte[] _name = new byte[NameOctets];
        private readonly byte[] _end = new byte[NameOctets];
        private int[] _numbers;
        private int[] _directories;
        private int _kind = NoKind;
        private int _directory = NoDirectory;

        /// <summary>Makes a listing of a volume.</summary>
        public VolumeListing(VolumePaths paths)
        {
            _paths = paths;
        }

        /// <summary>Forgets what was listed, because files came.</summary>
        public void Forget()
        {
            _numbers = null;
            _directories = null;
            _kind = NoKind;
            _directory = NoDirectory;
        }

        /// <summary>
        /// Finds the next file of a kind. Throws what the library throws.
        /// </summary>
        /// <param name="kind">A <see cref="FileKind"/>.</param>
        /// <param name="after">The number to go on from.</param>
        /// <param name="proof">The path of a file in the root that is there, or null.</param>
        /// <returns>The lowest number greater than <paramref name="after"/>,
        /// <see cref="VolumeError.NotFound"/>, or <see cref="ListsNothing"/>.</returns>
        public int FindNext(int kind, int after, string proof)
        {
            if (after < 0 || kind != _kind)
            {
                Forget();
                _kind = kind;
            }

            int found = kind == FileKind.Message && _paths.HasDirectories
                ? FindInDirectories(after)
                : FindInFolder(
                    kind == FileKind.Shelf ? _paths.Shelves : _paths.Root, kind, after, proof);
            if (found < 0)
            {
                Forget();
            }

            return found;
        }

        private static int Above(int[] sorted, int after)
        {
            for (int i = 0; i < sorted.Length; i++)
            {
                if (sorted[i] > after)
                {
                    return sorted[i];
                }
            }

            return VolumeError.NotFound;
        }

        private int FindInFolder(string folder, int kind, int after, string proof)
        {
            if (_numbers == null)
            {
                string[] files = Directory.GetFiles(folder);
                if (!Contains(files, proof))
                {
                    return ListsNothing;
                }

                _numbers = Numbers(files, kind);
            }

            return Above(_numbers, after);
        }

        private static bool Contains(string[] files, string proof)
        {
            for (int i = 0; i < files.Length; i++)
            {
                if (proof == null || files[i].ToUpper() == proof.ToUpper())
                {
                    return true;
                }
            }

            return false;
        }

        private int FindInDirectories(int after)
        {
            if (_directories == null)
            {
                // Without the backslash the library finds nothing.
                _directories = Numbers(Directory.GetDirectories(_paths.Mail), NoKind);
            }

            int directory = Above(_directories, _paths.DirectoryOf(after + 1) - 1);
            while (directory >= 0)
            {
                if (directory != _directory)
                {
                    _numbers = Numbers(
                        Directory.GetFiles(_paths.OfDirectory(directory)), FileKind.Message);
                    _directory = directory;
                }

                int number = Above(_numbers, after);
                if (number >= 0)
                {
                    return number;
                }

                directory = Above(_directories, directory);
            }

            return VolumeError.NotFound;
        }

        /// <summary>The numbers in names of files of a kind, or of directories, in their
        /// order.</summary>
        private int[] Numbers(string[] names, int kind)
        {
            int octets = DigitOctets;
            if (kind != NoKind)
            {
                octets = FileName.Write(kind, 0, _end, 0);
            }

            int count = 0;
            int[] numbers = new int[names.Length];
            for (int i = 0; i < names.Length; i++)
            {
                int number = NumberOf(names[i], octets);
                names[i] = null;
                int at = count;
                while (number >= 0 && at > 0 && numbers[at - 1] > number)
                {
                    numbers[at] = numbers[at - 1];
                    at--;
                }

                if (number >= 0)
                {
                    numbers[at] = number;
                    count++;
                }
            }

            if (count == numbers.Length)
            {
                return numbers;
            }

            int[] exact = new int[count];
            System.Array.Copy(numbers, 0, exact, 0, count);
            return exact;
        }

        private int NumberOf(string path, int octets)
        {
            int length = path.Length;
            if (length <= octets || path[length - octets - 1] != '\\')
            {
                return VolumeError.NotFound;
            }

            s_utf8.GetBytes(path, length - octets, octets, _name, 0);
            for (int i = DigitOctets; i < octets; i++)
            {
                if (AsciiText.ToLower(_name[i]) != _end[i])
                {
                    return VolumeError.NotFound;
                }
            }

            int number = 0;
            for (int i = 0; i < DigitOctets; i++)
            {
                int digit = AsciiText.HexadecimalValue(_name[i]);
                if (digit < 0 || (i == 0 && digit > 7))
                {
                    return VolumeError.NotFound;
                }

                number = (number << 4) | digit;
            }

            return number;
        }
    }
}
