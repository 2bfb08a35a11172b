using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Reads a message file for what its trace fields say: whose it is, and of which store.
    /// FORMAT.md, "A message file".
    /// </summary>
    internal sealed class MessageScan
    {
        private const int LineOctets = 192;
        private const int ReturnPath = 0;
        private const int Recipients = 1;
        private const int ReceivedBy = 2;
        private const int Data = 3;
        private const int HexadecimalDigits = 8;

        private static readonly byte[] s_returnPath =
        {
            (byte)'R', (byte)'e', (byte)'t', (byte)'u', (byte)'r', (byte)'n', (byte)'-',
            (byte)'P', (byte)'a', (byte)'t', (byte)'h', (byte)':', (byte)' ', (byte)'<',
        };

        private static readonly byte[] s_received =
        {
            (byte)'R', (byte)'e', (byte)'c', (byte)'e', (byte)'i', (byte)'v', (byte)'e',
            (byte)'d', (byte)':', (byte)' ',
        };

        private static readonly byte[] s_id = { (byte)' ', (byte)'i', (byte)'d', (byte)' ' };

        private readonly IVolume _volume;
        private readonly Accounts _accounts;
        private readonly byte[] _buffer;
        private readonly int[] _generation;
        private readonly byte[] _line = new byte[LineOctets];
        private int _lineCount;
        private int _part;
        private int _deliveredToOctets;
        private int _octets;
        private int _last;
        private int _beforeLast;
        private bool _generationFound;

        /// <summary>Makes a scan.</summary>
        /// <param name="volume">Where the files are.</param>
        /// <param name="accounts">Gets the mailboxes that it does not have.</param>
        /// <param name="buffer">What is read goes through it.</param>
        /// <param name="generation">Gets the generation that the first file names; null when it is
        /// known.</param>
        internal MessageScan(IVolume volume, Accounts accounts, byte[] buffer, int[] generation)
        {
            _volume = volume;
            _accounts = accounts;
            _buffer = buffer;
            _generation = generation;
            _generationFound = generation == null;
        }

        /// <summary>A bit for each mailbox that the file names.</summary>
        public int Mailboxes { get; private set; }

        /// <summary>CRC-32 of the file.</summary>
        public int Checksum { get; private set; }

        /// <summary>True when the file begins and ends as that of a message.</summary>
        public bool IsWhole
        {
            get
            {
                return Mailboxes != 0 && _part == Data && _beforeLast == '\r' && _last == '\n';
            }
        }

        /// <summary>The octets that a reader of a mailbox gets.</summary>
        public int OctetsFor(int mailbox)
        {
            return _octets - _deliveredToOctets
                + DeliveredTo.Octets(_accounts, _accounts.AccountOf(mailbox));
        }

        /// <summary>Reads the file of a message.</summary>
        /// <param name="number">Its number.</param>
        /// <returns>0, or a <see cref="VolumeError"/>.</returns>
        public int Read(int number)
        {
            _part = ReturnPath;
            _lineCount = 0;
            Mailboxes = 0;
            _deliveredToOctets = 0;
            _octets = 0;
            Checksum = 0;
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
                Checksum = _volume.Checksum(Checksum, _buffer, 0, count);
                _octets += count;
                _beforeLast = count > 1 ? _buffer[count - 2] : _last;
                _last = _buffer[count - 1];
                for (int i = 0; i < count && _part != Data; i++)
                {
                    TakeOctet(_buffer[i]);
                }

                count = _volume.Read(handle, _buffer, 0, _buffer.Length);
            }

            _volume.Release(handle);
            return count;
        }

        private void TakeOctet(byte octet)
        {
            if (_lineCount < LineOctets)
            {
                _line[_lineCount] = octet;
            }

            _lineCount++;
            if (octet == '\n')
            {
                TakeLine();
                _lineCount = 0;
            }
        }

        private void TakeLine()
        {
            // A reader goes by the first letter, see MessageReader.
            bool isRecipient = _part == Recipients && _line[0] == DeliveredTo.Start[0]
                && AsciiText.StartsWith(_line, 0, _lineCount, DeliveredTo.Start);
            if (isRecipient)
            {
                TakeDeliveredTo();
            }
            else if (_part == ReceivedBy)
            {
                TakeReceived();
                _part = Data;
            }
            else if (AsciiText.StartsWith(
                _line, 0, _lineCount, _part == ReturnPath ? s_returnPath : s_received))
            {
                _part++;
            }
            else
            {
                GiveUp();
            }
        }

        private void GiveUp()
        {
            Mailboxes = 0;
            _part = Data;
        }

        private void TakeDeliveredTo()
        {
            _deliveredToOctets += _lineCount;
            int at = DeliveredTo.Start.Length;
            int count = _lineCount - at - DeliveredTo.End.Length;
            if (count < 1 || count > Limits.MailboxNameOctetsMax || _line[at + count] != '\r')
            {
                GiveUp();
                return;
            }

            int account = _accounts.FindOrAddForgotten(_line, at, count);
            if (account != Accounts.None && (_accounts.MailboxOf(account) != Accounts.None
                || _accounts.BindFreeMailbox(account)))
            {
                Mailboxes |= 1 << _accounts.MailboxOf(account);
            }
        }

        private void TakeReceived()
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
                    _generation[0] = high;
                    _generation[1] = low;
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
    }
}
