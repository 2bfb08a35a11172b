using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>A drive with the habits of the board's: LittleFS, or FAT on a card.</summary>
    internal sealed class FakeDrive
    {
        private const int FatFilesMax = 5;

        private readonly List<string> _order = new List<string>();
        private readonly Dictionary<string, byte[]> _closed = new Dictionary<string, byte[]>(
            StringComparer.OrdinalIgnoreCase);

        private readonly HashSet<string> _directories = new HashSet<string>(
            StringComparer.OrdinalIgnoreCase);

        private FakeDrive(bool isFat, int unit, int octets)
        {
            IsFat = isFat;
            Unit = unit;
            Octets = octets;
        }

        /// <summary>Whether it is a card with FAT.</summary>
        public bool IsFat { get; }

        /// <summary>Octets of a block or cluster.</summary>
        public int Unit { get; }

        /// <summary>What it holds.</summary>
        public int Octets { get; set; }

        /// <summary>Whether a write without room says nothing, where it does not wait for ever:
        /// both were seen on LittleFS.</summary>
        public bool FullIsSilent { get; set; }

        /// <summary>Whether listings fail: then they are empty.</summary>
        public bool ListingFails { get; set; }

        /// <summary>Whether the native rename fails: then the library copies and deletes.</summary>
        public bool MoveFails { get; set; }

        /// <summary>Whether the copy of such a move leaves the old file.</summary>
        public bool DeleteFails { get; set; }

        /// <summary>Closes that commit from now on before one fails; -1 is never.</summary>
        public int ClosesUntilFailure { get; set; } = -1;

        /// <summary>Pieces of native memory that listings have lost.</summary>
        public int Leaks { get; set; }

        /// <summary>Operations that reached the medium, so far.</summary>
        public int Operations { get; set; }

        /// <summary>Listings so far.</summary>
        public int Listings { get; set; }

        /// <summary>Files that were closed after they were written, so far.</summary>
        public int Commits { get; private set; }

        /// <summary>The files that are open.</summary>
        public List<FakeFile> Open { get; } = new List<FakeFile>();

        /// <summary>An internal drive.</summary>
        public static FakeDrive OfFlash(int octets)
        {
            return new FakeDrive(false, 4096, octets);
        }

        /// <summary>A card.</summary>
        public static FakeDrive OfCard(int octets)
        {
            return new FakeDrive(true, 32768, octets);
        }

        /// <summary>Puts a file there, as a person would on a PC.</summary>
        public void Put(string path, string text)
        {
            Put(path, Encoding.UTF8.GetBytes(text));
        }

        /// <summary>Puts a file there.</summary>
        public void Put(string path, byte[] octets)
        {
            if (!_closed.ContainsKey(path))
            {
                _order.Add(path);
            }

            _closed[path] = octets;
        }

        /// <summary>The octets of a file as a power cut would leave them, or null.</summary>
        public byte[] Get(string path)
        {
            return _closed.GetValueOrDefault(path);
        }

        /// <summary>The names of all files.</summary>
        public IReadOnlyList<string> Files => _order;

        /// <summary>The octets that are taken, in whole units, with what is open.</summary>
        public int Used => _closed.Where(pair => Open.All(file => !file.IsAt(pair.Key)))
            .Sum(pair => Whole(pair.Value.Length)) + Open.Sum(file => Whole(file.Length));

        /// <summary>Octets that can be written to a file beyond its end.</summary>
        public int RoomFor(FakeFile file)
        {
            return Octets - Used + Whole(file.Length) - file.Length;
        }

        /// <summary>Everything that was not closed is lost.</summary>
        public void CutPower()
        {
            Open.Clear();
        }

        /// <summary>Whether there is a file.</summary>
        public bool Exists(string path)
        {
            return _closed.ContainsKey(path);
        }

        /// <summary>Whether there is a directory.</summary>
        public bool HasDirectory(string path)
        {
            string name = path.TrimEnd('\\');
            return name.Length == 2 || _directories.Contains(name);
        }

        /// <summary>Makes a directory, with those above it.</summary>
        public void MakeDirectory(string path)
        {
            Operations++;
            for (string name = path.TrimEnd('\\'); name.Length > 2;
                name = name[..name.LastIndexOf('\\')])
            {
                _directories.Add(name);
            }
        }

        /// <summary>Opens a file, or makes it.</summary>
        /// <exception cref="Exception">There are too many, or there is no room for one.</exception>
        public FakeFile OpenFile(string path, FileShare share)
        {
            Operations++;
            bool isNew = !Exists(path);
            if ((IsFat && Open.Count >= FatFilesMax)
                || (isNew && (!HasDirectory(ParentOf(path)) || (!IsFat && Used >= Octets))))
            {
                throw new Exception();
            }

            if (isNew)
            {
                Put(path, []);
            }

            FakeFile file = new FakeFile(this, path, _closed[path], share);
            Open.Add(file);
            return file;
        }

        /// <summary>Keeps what a file holds.</summary>
        /// <exception cref="Exception">The medium failed.</exception>
        public void Commit(FakeFile file)
        {
            if (ClosesUntilFailure == 0)
            {
                throw new Exception();
            }

            Operations++;
            ClosesUntilFailure -= ClosesUntilFailure > 0 ? 1 : 0;
            Commits++;
            _closed[file.Path] = file.ToArray();
        }

        /// <summary>Deletes a file.</summary>
        public void Delete(string path)
        {
            Operations++;
            _closed.Remove(path);
            _order.RemoveAll(name => string.Equals(
                name, path, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Deletes an empty directory.</summary>
        public bool DeleteDirectory(string path)
        {
            string name = path.TrimEnd('\\');
            if (Entries(name + "\\", true).Any() || Entries(name + "\\", false).Any())
            {
                return false;
            }

            return _directories.Remove(name);
        }

        /// <summary>Lists files, or directories: sorted on LittleFS, in the order of their making
        /// on FAT. Entries of the other kind cost native memory.</summary>
        public string[] List(string path, bool directories)
        {
            Listings++;
            Operations++;
            if (ListingFails || !path.EndsWith('\\'))
            {
                return [];
            }

            Leaks += Entries(path, !directories).Count();
            IEnumerable<string> found = Entries(path, directories);
            return (IsFat ? found : found.Order(StringComparer.Ordinal)).ToArray();
        }

        private static string ParentOf(string path)
        {
            return path[..path.LastIndexOf('\\')];
        }

        private IEnumerable<string> Entries(string path, bool directories)
        {
            return (directories ? _directories.AsEnumerable() : _order).Where(name =>
                name.StartsWith(path, StringComparison.OrdinalIgnoreCase)
                && !name[path.Length..].Contains('\\', StringComparison.Ordinal));
        }

        private int Whole(int octets)
        {
            return (octets + Unit - 1) / Unit * Unit;
        }
    }
}
