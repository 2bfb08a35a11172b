using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Makes the columns from the message files when no journal can be read: each file says by its
    /// trace fields whose it is, and by its name which number it has. FORMAT.md, "Rebuilding".
    /// </summary>
    internal sealed class StoreRebuild
    {
        private const int LineOctets = 192;
        private const int ReturnPath = 0;
        private const int Mailboxes = 1;
        private const int ReceivedBy = 2;
        private const int Data = 3;
        private const int HexadecimalDigits = 8;
        private const int AllMailboxes = -1;

        private static readonly byte[] s_id = { (byte)' ', (byte)'i', (byte)'d', (byte)' ' };

        private readonly IVolume _volume;
        private readonly MessageColumns _columns;
        private readonly Accounts _accounts;
        private readonly byte[] _buffer;
        private readonly MissingFiles _missing;
        private readonly byte[] _line = new byte[LineOctets];
        private int _lineCount;
        private int _part;
        private int _mailboxes;
        private int _deliveredToOctets;
        private int _octets;
        private int _checksum;
        private int _last;
        private int _beforeLast;
        private bool _generationFound;
        private int _named = AllMailboxes;

        internal StoreRebuild(
            IVolume volume, MessageColumns columns, Accounts accounts, byte[] buffer)
        {
            _volume = volume;
            _columns = columns;
            _accounts = accounts;
            _buffer = buffer;
            _missing = new MissingFiles(volume, columns);
        }

        /// <summary>Files that were taken.</summary>
        public int Taken { get; private set; }

        /// <summary>Files that are no whole message of a store; they stay where they are.</summary>
        public int Left { get; private set; }

        /// <summary>Messages that the journal names and that have no file.</summary>
        public int Missing
        {
            get { return _missing.Count; }
        }

        /// <summary>The lowest number above all files.</summary>
        public int NextNumber { get; private set; }

        /// <summary>The error of the volume that ended the rebuilding, or 0.</summary>
        public int Error { get; private set; }

        /// <summary>Reads all message files.</summary>
        /// <param name="generation">Gets the generation that the files name, if one does.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Run(int[] generation)
        {
            _columns.Truncate(0);
            return ReadFiles(int.MaxValue, generation);
        }

        /// <summary>
        /// Reads the message files that no row names, after records of the journal were found
        /// damaged, and drops the rows that have no file: that they were expunged was damaged.
        /// </summary>
        /// <param name="end">Files from this number on are not read, since they may not have been
        /// delivered.</param>
        /// <param name="missesMailbox">Whether the journal lost the name of a mailbox: then its
        /// messages are known by their files alone.</param>
        /// <param name="generation">The generation, which stays as it is.</param>
        /// <returns>A constant of <see cref="StoreStatus"/>.</returns>
        public int Adopt(int end, bool missesMailbox, int[] generation)
        {
            _generationFound = true;
            _named = missesMailbox ? NamedMailboxes() : AllMailboxes;
            int status = ReadFiles(end, generation);
            if (status == StoreStatus.Ready)
            {
                _missing.Pass(end);
                _missing.Drop();
            }

            return status;
        }

        private int NamedMailboxes()
        {
            int named = 0;
            for (int account = 0; account < _accounts.Count; account++)
            {
                int mailbox = _accounts.MailboxOf(account);
                named |= mailbox == Accounts.None ? 0 : 1 << mailbox;
            }

            return named;
        }

        private int ReadFiles(int end, int[] generation)
        {
            NextNumber = 1;
            int doubted = FindDoubted();
            int number = _volume.FindNext(FileKind.Message, -1);
            while (number >= 0 && number < end)
            {
                NextNumber = number + 1;
                _missing.Pass(number);
                int status = ReadNumber(number, doubted, generation);
                if (status != StoreStatus.Ready)
                {
                    return status;
                }

                number = _volume.FindNext(FileKind.Message, number);
            }

            Error = number >= 0 || number == VolumeError.NotFound ? 0 : number;
            return Error == 0 ? StoreStatus.Ready : StoreStatus.VolumeFailed;
        }

        private int ReadNumber(int number, int doubted, int[] generation)
        {
            int row = _columns.FindNumber(number);
            bool known = row < _columns.Count && _columns.NumberAt(row) == number;
            if (!known && number >= doubted)
            {
                Left++;
                return StoreStatus.Ready;
            }

            if (known && _named == AllMailboxes)
            {
                return StoreStatus.Ready;
            }

            Error = ReadFile(number, generation);
            if (Error < 0)
            {
                return StoreStatus.VolumeFailed;
            }

            if (known)
            {
                _mailboxes &= ~_named;
                if (_mailboxes == 0 || _checksum != _columns.ChecksumAt(row))
                {
                    return StoreStatus.Ready;
                }
            }

            return TakeFile(row, number);
        }

        /// <summary>
        /// The lowest number from which on files may be torn although they look whole: on media
        /// that may lose what was closed, the newest of them and those that were being written.
        /// </summary>
        private int FindDoubted()
        {
            int doubted = 2 * _volume.MessagesAtRisk;
            if (doubted == 0)
            {
                return int.MaxValue;
            }

            int files = 0;
            int number = _volume.FindNext(FileKind.Message, -1);
            while (number >= 0)
            {
                files++;
                number = _volume.FindNext(FileKind.Message, number);
            }

            number = _volume.FindNext(FileKind.Message, -1);
            for (int i = doubted; i < files; i++)
            {
                number = _volume.FindNext(FileKind.Message, number);
            }

            return number < 0 ? 0 : number;
        }

        private int ReadFile(int number, int[] generation)
        {
            _part = ReturnPath;
            _lineCount = 0;
            _mailboxes = 0;
            _deliveredToOctets = 0;
            _octets = 0;
            _checksum = 0;
            _last = 0;
            _beforeLast = 0;
            int handle = _volume.OpenForRead(FileKind.Message, number);
            if (handle < 0)
            {
                return handle;
            }

            int count = _volume.Read(handle, _buffer, 0, _buffer.Length);
            while (count > 0)
            {
                _checksum = _volume.Checksum(_checksum, _buffer, 0, count);
                _octets += count;
                _beforeLast = count > 1 ? _buffer[count - 2] : _last;
                _last = _buffer[count - 1];
                for (int i = 0; i < count && _part != Data; i++)
                {
                    TakeOctet(_buffer[i], generation);
                }

                count = _volume.Read(handle, _buffer, 0, _buffer.Length);
            }

            _volume.Release(handle);
            return count;
        }

        private void TakeOctet(byte octet, int[] generation)
        {
            if (_lineCount < LineOctets)
            {
                _line[_lineCount] = octet;
            }

            _lineCount++;
            if (octet == '\n')
            {
                TakeLine(generation);
                _lineCount = 0;
            }
        }

        private void TakeLine(int[] generation)
        {
            if (_part == ReturnPath)
            {
                _part = Mailboxes;
            }
            else if (_part == Mailboxes
                && AsciiText.StartsWith(_line, 0, _lineCount, DeliveredTo.Start))
            {
                TakeDeliveredTo();
            }
            else if (_part == Mailboxes)
            {
                _part = ReceivedBy;
            }
            else
            {
                TakeReceived(generation);
                _part = Data;
            }
        }

        private void TakeDeliveredTo()
        {
            _deliveredToOctets += _lineCount;
            int at = DeliveredTo.Start.Length;
            int count = _lineCount - at - DeliveredTo.End.Length;
            if (count < 1 || count > Limits.MailboxNameOctetsMax)
            {
                return;
            }

            int account = _accounts.FindName(_line, at, count);
            if (account == Accounts.None)
            {
                account = _accounts.AddForgotten(_line, at, count);
            }

            int mailbox = account == Accounts.None ? Accounts.None : Bind(account);
            if (mailbox != Accounts.None)
            {
                _mailboxes |= 1 << mailbox;
            }
        }

        private int Bind(int account)
        {
            if (_accounts.MailboxOf(account) == Accounts.None)
            {
                int mailbox = _accounts.FindFreeMailbox();
                if (mailbox >= Limits.MailboxesMax)
                {
                    return Accounts.None;
                }

                _accounts.BindMailbox(account, mailbox);
            }

            return _accounts.MailboxOf(account);
        }

        private void TakeReceived(int[] generation)
        {
            int count = _lineCount < LineOctets ? _lineCount : LineOctets;
            int digits = 2 * HexadecimalDigits;
            for (int at = 0; at + s_id.Length + digits < count && !_generationFound; at++)
            {
                if (!AsciiText.StartsWith(_line, at, count - at, s_id))
                {
                    continue;
                }

                int high;
                int low;
                int start = at + s_id.Length;
                if (TryParseHexadecimal(start, out high)
                    && TryParseHexadecimal(start + HexadecimalDigits, out low)
                    && _line[start + digits] == '-')
                {
                    generation[0] = high;
                    generation[1] = low;
                    _generationFound = true;
                }
            }
        }

        private bool TryParseHexadecimal(int at, out int value)
        {
            value = 0;
            for (int i = 0; i < HexadecimalDigits; i++)
            {
                int digit = AsciiText.HexadecimalValue(_line[at + i]);
                if (digit < 0)
                {
                    return false;
                }

                value = (value << 4) | digit;
            }

            return true;
        }

        private int TakeFile(int row, int number)
        {
            if (_mailboxes == 0 || _part != Data || _beforeLast != '\r' || _last != '\n')
            {
                Left++;
                return StoreStatus.Ready;
            }

            Taken++;
            for (int mailbox = 0; mailbox < Limits.MailboxesMax; mailbox++)
            {
                if ((_mailboxes & (1 << mailbox)) == 0)
                {
                    continue;
                }

                if (_columns.Count == _columns.Capacity)
                {
                    return StoreStatus.TooManyMessages;
                }

                int own = DeliveredTo.Octets(_accounts, _accounts.AccountOf(mailbox));
                _columns.Insert(
                    row, number, _octets - _deliveredToOctets + own, _checksum, mailbox, 0);
            }

            return StoreStatus.Ready;
        }
    }
}
