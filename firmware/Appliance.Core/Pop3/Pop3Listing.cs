using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// The multi-line responses to LIST and UIDL: one line for each message, as many at a time as
    /// the output has room for.
    /// </summary>
    internal sealed class Pop3Listing
    {
        private const int LineOctetsMax = 48;

        private readonly Pop3Shared _shared;
        private readonly MessageColumns _columns;
        private readonly Maildrop _maildrop;
        private readonly OctetBuffer _output;
        private bool _uniqueIds;
        private int _message;
        private int _row;
        private int _version;

        internal Pop3Listing(
            SessionHost host, Pop3Shared shared, Maildrop maildrop, OctetBuffer output)
        {
            _shared = shared;
            _columns = host.Store.Columns;
            _maildrop = maildrop;
            _output = output;
        }

        /// <summary>Starts with the first message.</summary>
        public void Begin(bool uniqueIds)
        {
            _uniqueIds = uniqueIds;
            _message = 1;
            _row = -1;
            if (uniqueIds)
            {
                _shared.BeginUniqueIds();
            }
        }

        /// <summary>Appends lines while there is room.</summary>
        /// <returns>True at the end of the response.</returns>
        public bool Advance()
        {
            OctetBuffer output = _output;
            output.Compact();
            byte[] octets = output.Octets;
            int start = output.End;
            int at = start;
            int end = octets.Length - LineOctetsMax;
            int messages = _maildrop.Messages;
            while (at <= end && _message <= messages)
            {
                int row = NextRow();
                if (!_columns.HasFlag(row, MessageColumns.DeleteMark))
                {
                    at = PutLine(octets, at, row);
                }

                _message++;
            }

            output.Produced(at - start);
            bool done = at <= end;
            if (done)
            {
                output.Append(Pop3Response.EndOfLines);
            }

            return done;
        }

        /// <summary>Appends the line of one message.</summary>
        public void AppendOne(int message, int row, bool uniqueId)
        {
            Begin(uniqueId);
            _message = message;
            _output.Compact();
            int start = _output.End;
            _output.Produced(PutLine(_output.Octets, start, row) - start);
        }

        private int NextRow()
        {
            int row;
            if (_row >= 0 && _version == _columns.Version)
            {
                row = _columns.Find(_maildrop.Mailbox, _row + 1);
            }
            else
            {
                row = _maildrop.FindRow(_message);
                _version = _columns.Version;
            }

            _row = row;
            return row;
        }

        /// <summary>Puts message-number and size, or message-number and unique-id.</summary>
        /// <returns>Where the line ends.</returns>
        private int PutLine(byte[] octets, int offset, int row)
        {
            int at = DigitsText.PutNumber(octets, offset, _message);
            octets[at] = (byte)' ';
            at++;
            at = _uniqueIds
                ? _shared.PutUniqueId(octets, at, _columns.NumberAt(row), _columns.ChecksumAt(row))
                : DigitsText.PutNumber(octets, at, _columns.OctetsAt(row));
            octets[at] = (byte)'\r';
            octets[at + 1] = (byte)'\n';
            return at + 2;
        }
    }
}
