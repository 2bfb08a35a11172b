using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Reads one message in runs of octets, as its reader gets it: with the Delivered-To field of
    /// that mailbox alone. The whole file is checked against its checksum on the way.
    /// </summary>
    public sealed class MessageReader
    {
        private const int NoFile = -1;
        private const int FirstLine = 0;
        private const int OwnFieldStart = 1;
        private const int OwnFieldValue = 2;
        private const int OwnFieldEnd = 3;
        private const int AtField = 4;
        private const int InOtherField = 5;
        private const int Rest = 6;
        private const int Unreadable = 7;

        private static readonly object s_lf = (byte)'\n';

        private readonly IVolume _volume;
        private readonly MailStore _store;
        private readonly OctetBuffer _block;
        private int _handle = NoFile;
        private int _account;
        private int _part;
        private int _checksum;
        private int _expected;

        /// <summary>Makes a reader; a session keeps it for all its messages.</summary>
        /// <param name="store">The store that the messages are in.</param>
        /// <param name="volume">Where their files are.</param>
        /// <param name="block">Holds what is read from the volume at once.</param>
        public MessageReader(MailStore store, IVolume volume, OctetBuffer block)
        {
            _store = store;
            _volume = volume;
            _block = block;
        }

        /// <summary>The memory that the current run lies in.</summary>
        public byte[] Source { get; private set; }

        /// <summary>Where the current run starts.</summary>
        public int Offset { get; private set; }

        /// <summary>The octets of the current run; 0 at the end of the message.</summary>
        public int Count { get; private set; }

        /// <summary>True when the volume failed to read the file: that says nothing of the
        /// message.</summary>
        public bool IsUnreadable
        {
            get { return _part == Unreadable; }
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
            _part = FirstLine;
            _block.Clear();
            Count = 0;
            return 0;
        }

        /// <summary>Notes that octets of the current run were used.</summary>
        public void Consume(int count)
        {
            Offset += count;
            Count -= count;
        }

        /// <summary>
        /// Goes on to the next run, when the current one is used up.
        /// </summary>
        /// <returns>False when the file could not be read to its end, or is not the one that was
        /// delivered.</returns>
        public bool Advance()
        {
            while (Count == 0)
            {
                if (_part >= OwnFieldStart && _part <= OwnFieldEnd)
                {
                    TakeOwnField();
                    continue;
                }

                if (_block.Count == 0 && !ReadBlock())
                {
                    return false;
                }

                if (_block.Count == 0)
                {
                    return _checksum == _expected;
                }

                TakeFromBlock();
            }

            return true;
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

        private bool ReadBlock()
        {
            int count = _volume.Read(_handle, _block.Octets, 0, _block.Room);
            if (count < 0)
            {
                _part = Unreadable;
                _store.Note(count);
                return false;
            }

            _checksum = _volume.Checksum(_checksum, _block.Octets, 0, count);
            _block.Produced(count);
            return true;
        }

        private void TakeOwnField()
        {
            Accounts accounts = _store.Accounts;
            if (_part == OwnFieldStart)
            {
                Take(DeliveredTo.Start, 0, DeliveredTo.Start.Length);
            }
            else if (_part == OwnFieldValue)
            {
                Take(accounts.Text, accounts.NameOffset(_account), accounts.NameCount(_account));
            }
            else
            {
                Take(DeliveredTo.End, 0, DeliveredTo.End.Length);
            }

            _part++;
        }

        private void TakeFromBlock()
        {
            byte[] octets = _block.Octets;
            int start = _block.Start;
            int count = _block.Count;
            if (_part == AtField)
            {
                // Only Delivered-To starts with D here: Received follows, see FORMAT.md.
                _part = octets[start] == DeliveredTo.Start[0] ? InOtherField : Rest;
            }

            if (_part == Rest)
            {
                Take(octets, start, count);
                _block.Consume(count);
                return;
            }

            int lf = Array.IndexOf(octets, s_lf, start, count);
            int line = lf < 0 ? count : lf - start + 1;
            if (_part == FirstLine)
            {
                Take(octets, start, line);
            }

            if (lf >= 0)
            {
                _part = _part == FirstLine ? OwnFieldStart : AtField;
            }

            _block.Consume(line);
        }

        private void Take(byte[] source, int offset, int count)
        {
            Source = source;
            Offset = offset;
            Count = count;
        }
    }
}
