using System;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Reads one message as its reader gets it: with the Delivered-To field of that mailbox alone.
    /// The whole file is checked against its checksum on the way.
    /// </summary>
    public sealed class MessageReader
    {
        /// <summary>Result: the volume failed to read the file, which says nothing of the
        /// message.</summary>
        public const int Unreadable = -1;

        /// <summary>Result: the file is not the one that was delivered.</summary>
        public const int Damaged = -2;

        private const int NoFile = -1;
        private const int FirstLine = 0;
        private const int AtField = 1;
        private const int InOtherField = 2;
        private const int Rest = 3;

        private static readonly object s_lf = (byte)'\n';

        private readonly IVolume _volume;
        private readonly MailStore _store;
        private int _handle = NoFile;
        private int _account;
        private int _part;
        private int _checksum;
        private int _position;
        private int _expected;

        /// <summary>Makes a reader; a session keeps it for all its messages.</summary>
        /// <param name="store">The store that the messages are in.</param>
        /// <param name="volume">Where their files are.</param>
        public MessageReader(MailStore store, IVolume volume)
        {
            _store = store;
            _volume = volume;
        }

        /// <summary>Opens the message of a row.</summary>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Open(int row)
        {
            Close();
            MessageColumns columns = _store.Columns;
            int handle = _volume.OpenForRead(FileKind.Message, columns.NumberAt(row));
            if (handle < 0)
            {
                _store.Note(handle);
                return handle;
            }

            _handle = handle;
            _account = _store.Accounts.AccountOf(columns.MailboxAt(row));
            _expected = columns.ChecksumAt(row);
            _checksum = 0;
            _position = 0;
            _part = FirstLine;
            return 0;
        }

        /// <summary>Reads the next octets.</summary>
        /// <param name="destination">Where they go.</param>
        /// <param name="offset">Where in it.</param>
        /// <param name="count">The most octets, at least
        /// <see cref="Limits.BlockOctetsMin"/>.</param>
        /// <returns>The octets, 0 at the end of the message, <see cref="Unreadable"/> or
        /// <see cref="Damaged"/>.</returns>
        public int Read(byte[] destination, int offset, int count)
        {
            if (_part != Rest)
            {
                return ReadHead(destination, offset, count);
            }

            int read = ReadFile(destination, offset, count);
            return read > 0 ? read : End(read);
        }

        /// <summary>Closes the file.</summary>
        public void Close()
        {
            if (_handle != NoFile)
            {
                _volume.Release(_handle);
                _handle = NoFile;
            }
        }

        private int ReadHead(byte[] destination, int offset, int count)
        {
            int taken = 0;
            while (taken == 0)
            {
                // Until the own field is put in, room for it is left in front.
                int front = _part == FirstLine
                    ? DeliveredTo.Octets(_store.Accounts, _account) : 0;
                int read = ReadFile(destination, offset + front, count - front);
                if (read <= 0)
                {
                    return End(read);
                }

                taken = TakeHead(destination, offset, front, read);
            }

            return taken;
        }

        private int ReadFile(byte[] destination, int offset, int count)
        {
            // To the end of a sector, so that none is read twice.
            IVolume volume = _volume;
            int beyond = (_position + count) % Limits.SectorOctets;
            int read = volume.Read(
                _handle, destination, offset, beyond < count ? count - beyond : count);
            if (read > 0)
            {
                _position += read;
                _checksum = volume.Checksum(_checksum, destination, offset, read);
            }

            return read;
        }

        private int End(int result)
        {
            if (result < 0)
            {
                _store.Note(result);
                return Unreadable;
            }

            return _checksum == _expected ? 0 : Damaged;
        }

        /// <summary>
        /// Takes octets that begin before the end of the Delivered-To fields: puts the own field
        /// behind the first line, and leaves out those that follow it.
        /// </summary>
        /// <returns>The octets that are left, from the offset on.</returns>
        private int TakeHead(byte[] octets, int offset, int front, int count)
        {
            int at = offset + front;
            int end = at + count;
            int kept = offset;
            if (_part == FirstLine)
            {
                int lf = Array.IndexOf(octets, s_lf, at, count);
                int line = lf < 0 ? count : lf + 1 - at;
                Array.Copy(octets, at, octets, kept, line);
                at += line;
                kept += line;
                if (lf < 0)
                {
                    return line;
                }

                kept += DeliveredTo.Put(octets, kept, _store.Accounts, _account);
                _part = AtField;
            }

            at = SkipFields(octets, at, end);
            if (at > kept)
            {
                Array.Copy(octets, at, octets, kept, end - at);
            }

            return kept + end - at - offset;
        }

        private int SkipFields(byte[] octets, int offset, int end)
        {
            int at = offset;
            while (at < end && _part != Rest)
            {
                if (_part == AtField && octets[at] != DeliveredTo.Start[0])
                {
                    // Only Delivered-To starts with D here: Received follows, see FORMAT.md.
                    _part = Rest;
                    break;
                }

                int lf = Array.IndexOf(octets, s_lf, at, end - at);
                _part = lf < 0 ? InOtherField : AtField;
                at = lf < 0 ? end : lf + 1;
            }

            return at;
        }
    }
}
