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

        private readonly SessionHost _host;
        private readonly Maildrop _maildrop;
        private readonly OctetBuffer _output;
        private bool _uniqueIds;
        private int _message;

        internal Pop3Listing(SessionHost host, Maildrop maildrop, OctetBuffer output)
        {
            _host = host;
            _maildrop = maildrop;
            _output = output;
        }

        /// <summary>Starts with the first message.</summary>
        public void Begin(bool uniqueIds)
        {
            _uniqueIds = uniqueIds;
            _message = 1;
        }

        /// <summary>Appends lines while there is room.</summary>
        /// <returns>True at the end of the response.</returns>
        public bool Advance()
        {
            while (_output.Room >= LineOctetsMax)
            {
                if (_message > _maildrop.Messages)
                {
                    _output.Append(Pop3Response.EndOfLines);
                    return true;
                }

                int row = _maildrop.FindRow(_message);
                if (!_maildrop.IsDeleted(row))
                {
                    AppendLine(_message, row, _uniqueIds);
                }

                _message++;
            }

            return false;
        }

        /// <summary>Appends message-number and size, or message-number and unique-id.</summary>
        public void AppendLine(int message, int row, bool uniqueId)
        {
            _output.AppendNumber(message);
            _output.AppendOctet(' ');
            if (uniqueId)
            {
                _output.AppendHexadecimal(_host.Store.GenerationHigh);
                _output.AppendHexadecimal(_host.Store.GenerationLow);
                _output.AppendHexadecimal(_host.Store.Columns.NumberAt(row));
                _output.AppendHexadecimal(_host.Store.Columns.ChecksumAt(row));
            }
            else
            {
                _output.AppendNumber(_host.Store.Columns.OctetsAt(row));
            }

            _output.AppendOctet('\r');
            _output.AppendOctet('\n');
        }
    }
}
