using System;
using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// The internal drive or the memory card as a volume. Only a close commits; no exception leaves
    /// it.
    /// </summary>
    internal sealed class DeviceVolume : IVolume
    {
        private const int NoDirectory = -1;

        private readonly VolumePaths _paths;
        private readonly VolumeListing _listing;
        private readonly OpenFiles _files;
        private readonly NativeChecksum _checksum = new NativeChecksum();
        private readonly Medium _medium;
        private readonly CardSlot _card;
        private int _directory = NoDirectory;

        /// <summary>Makes the volume of the internal drive.</summary>
        /// <param name="kib">Its units of 1,024 octets.</param>
        public DeviceVolume(int kib)
            : this("I:\\", 31, DeviceLimits.FlashFilesMax, false)
        {
            UnitOctets = DeviceLimits.FlashUnitOctets;
            Resize(kib);
        }

        /// <summary>Makes the volume of a memory card; it is to be mounted first.</summary>
        public DeviceVolume(CardSlot card)
            : this("D:\\", 8, DeviceLimits.CardFilesMax, true)
        {
            _card = card;
            UnitOctets = DeviceLimits.CardUnitOctets;
            MessagesAtRisk = DeviceLimits.CardMessagesAtRisk;
        }

        private DeviceVolume(string root, int shift, int files, bool isCard)
        {
            _paths = new VolumePaths(root, shift);
            _listing = new VolumeListing(_paths);
            _files = new OpenFiles(files);
            _medium = new Medium(root, isCard);
            DirectoryShift = shift;
        }

        /// <inheritdoc/>
        public int CapacityKib { get; private set; }

        /// <inheritdoc/>
        public int UnitOctets { get; private set; }

        /// <inheritdoc/>
        public int DirectoryShift { get; private set; }

        /// <inheritdoc/>
        public int MessagesAtRisk { get; private set; }

        /// <summary>True while a file operation is under way, for the watchdog.</summary>
        public bool IsBusy { get; private set; }

        /// <summary>File operations so far, for the watchdog.</summary>
        public int Operations { get; private set; }

        /// <summary>Corrects the size of the internal drive, once the board is known.</summary>
        public void Resize(int kib) => CapacityKib = kib - DeviceLimits.FlashKeptKib;

        /// <inheritdoc/>
        public int Mount()
        {
            if (_card == null)
            {
                return 0;
            }

            Begin();
            _medium.IsLost = true;
            _files.Lose();
            _listing.Forget();
            _directory = NoDirectory;
            if (_card.Mount())
            {
                try
                {
                    Directory.CreateDirectory(_paths.Mail);
                    _medium.IsLost = false;
                }
                catch (Exception)
                {
                    // It cannot be written: as good as none.
                }
            }

            IsBusy = false;
            return _medium.IsLost ? VolumeError.Changed : 0;
        }

        /// <inheritdoc/>
        public int Create(int kind, int number)
        {
            _listing.Forget();
            return Open(kind, number, true, true);
        }

        /// <inheritdoc/>
        public int OpenForAppend(int kind, int number)
        {
            return Open(kind, number, true, false);
        }

        /// <inheritdoc/>
        public int OpenForRead(int kind, int number)
        {
            return Open(kind, number, false, false);
        }

        /// <inheritdoc/>
        public int Length(int handle)
        {
            return _files.StreamOf(handle) == null
                ? VolumeError.Changed : _files.PositionOf(handle);
        }

        /// <inheritdoc/>
        public int Read(int handle, byte[] destination, int offset, int count)
        {
            FileStream stream = _files.StreamOf(handle);
            if (stream == null)
            {
                return VolumeError.Changed;
            }

            Begin();
            int taken;
            try
            {
                taken = stream.Read(destination, offset, count);
            }
            catch (Exception exception)
            {
                taken = _medium.FaultOf(exception, false);
            }

            IsBusy = false;
            return taken;
        }

        /// <inheritdoc/>
        public int Write(int handle, byte[] source, int offset, int count)
        {
            FileStream stream = _files.StreamOf(handle);
            if (stream == null)
            {
                return VolumeError.Changed;
            }

            Begin();
            int end = _files.PositionOf(handle) + count;
            int result = count;
            try
            {
                // A write for which a card has no room would wait for ever.
                if (_card != null && !_files.Reserve(handle, end, UnitOctets))
                {
                    result = VolumeError.Full;
                }
                else
                {
                    stream.Write(source, offset, count);
                    _files.SetPosition(handle, end);

                    // On the internal drive a write that found no room may not say so.
                    result = stream.Length < end ? VolumeError.Full : count;
                }
            }
            catch (Exception exception)
            {
                result = _medium.FaultOf(exception, true);
            }

            IsBusy = false;
            return result;
        }

        /// <inheritdoc/>
        public void StartClose(int handle)
        {
            // One thread and one card: there is nothing to start.
        }

        /// <inheritdoc/>
        public int Close(int handle)
        {
            FileStream stream = _files.StreamOf(handle);
            int result = stream == null ? VolumeError.Changed : 0;
            Begin();
            try
            {
                _files.Finish(handle);
            }
            catch (Exception exception)
            {
                OpenFiles.Close(stream);
                result = _medium.FaultOf(exception, true);
            }

            IsBusy = false;
            _files.Free(handle);
            return result;
        }

        /// <inheritdoc/>
        public void Release(int handle)
        {
            OpenFiles.Close(_files.StreamOf(handle));
            _files.Free(handle);
        }

        /// <inheritdoc/>
        public int Delete(int kind, int number)
        {
            if (_medium.IsLost)
            {
                return VolumeError.Changed;
            }

            Begin();
            int result = 0;
            try
            {
                File.Delete(_paths.OfFile(kind, number));
            }
            catch (Exception exception)
            {
                result = _medium.FaultOf(exception, false);
                result = result == VolumeError.NotFound ? 0 : result;
            }

            IsBusy = false;
            return result;
        }

        /// <inheritdoc/>
        public int Move(int kind, int number, int newNumber)
        {
            if (_medium.IsLost)
            {
                return VolumeError.Changed;
            }

            Begin();
            _listing.Forget();
            int result;
            try
            {
                MakeDirectory(kind, newNumber);
                string from = _paths.OfFile(kind, number);
                string to = _paths.OfFile(kind, newNumber);
                File.Move(from, to);

                // A rename that failed became a copy and a deletion, and does not say so.
                result = File.Exists(to) && !File.Exists(from) ? 0 : VolumeError.Failed;
            }
            catch (Exception exception)
            {
                result = _medium.FaultOf(exception, true);
            }

            IsBusy = false;
            return result;
        }

        /// <inheritdoc/>
        public int FindNext(int kind, int after)
        {
            if (_medium.IsLost)
            {
                return VolumeError.Changed;
            }

            Begin();
            int result;
            try
            {
                // An opening looks for the journals first.
                bool checks = kind == FileKind.Journal && after < 0;
                bool isProven = checks && _medium.MakeProbe();
                result = _listing.FindNext(kind, after, isProven ? _medium.Probe : null);
                if (result == VolumeListing.ListsNothing)
                {
                    result = checks ? _medium.FaultOf(null, false) : VolumeError.NotFound;
                }

                if (isProven)
                {
                    _medium.DeleteProbe();
                }
            }
            catch (Exception exception)
            {
                result = _medium.FaultOf(exception, false);
            }

            IsBusy = false;
            return result;
        }

        /// <inheritdoc/>
        public void PruneDirectory(int number)
        {
            if (_medium.IsLost || !_paths.HasDirectories)
            {
                return;
            }

            try
            {
                int directory = _paths.DirectoryOf(number);
                _directory = _directory == directory ? NoDirectory : _directory;
                Directory.Delete(_paths.OfDirectory(directory), false);
            }
            catch (Exception)
            {
                // It is not empty, or gone already: either way there is nothing to do.
            }
        }

        /// <inheritdoc/>
        public int Checksum(int checksum, byte[] source, int offset, int count)
        {
            return _checksum.Continue(checksum, source, offset, count);
        }

        private int Open(int kind, int number, bool isWriting, bool isNew)
        {
            if (_medium.IsLost)
            {
                return VolumeError.Changed;
            }

            int flags = kind == FileKind.Message ? OpenFiles.Message : 0;
            int handle = _files.FindFree(flags != 0);
            if (handle < 0)
            {
                return VolumeError.TooManyOpen;
            }

            Begin();
            FileStream stream = null;
            try
            {
                if (isNew)
                {
                    MakeDirectory(kind, number);
                }

                // The library lets two read a file only when both share it for writing too.
                stream = new FileStream(
                    _paths.OfFile(kind, number), isNew ? FileMode.CreateNew : FileMode.Open,
                    isWriting ? FileAccess.Write : FileAccess.Read, FileShare.ReadWrite);

                // FileMode.Append would make a file that is not there.
                int end = isNew ? 0
                    : isWriting ? (int)stream.Seek(0, SeekOrigin.End) : (int)stream.Length;
                _files.Take(handle, stream, flags, end);
            }
            catch (Exception exception)
            {
                OpenFiles.Close(stream);
                handle = _medium.FaultOf(exception, isWriting);
            }

            IsBusy = false;
            return handle;
        }

        private void Begin()
        {
            IsBusy = true;
            Operations++;
        }

        private void MakeDirectory(int kind, int number)
        {
            int directory = _paths.DirectoryOf(number);
            if (kind == FileKind.Message && _paths.HasDirectories && directory != _directory)
            {
                Directory.CreateDirectory(_paths.OfDirectory(directory));
                _directory = directory;
            }
            else if (kind == FileKind.Shelf && _paths.HasDirectories)
            {
                Directory.CreateDirectory(_paths.Shelves);
            }
        }
    }
}
