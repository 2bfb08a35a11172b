using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>
    /// The TRANSACTION and UPDATE states of one session (RFC 1939 sections 5 and 6): the commands
    /// on an open maildrop, and the long responses, which go on as the output drains.
    /// </summary>
    internal sealed class Pop3Transaction
    {
        private const int Idle = 0;
        private const int Listing = 1;
        private const int Retrieving = 2;
        private const int Updating = 3;
        private const int Draining = 4;

        private readonly SessionHost _host;
        private readonly OctetBuffer _output;
        private readonly byte[] _line;
        private readonly Maildrop _maildrop;
        private readonly Pop3Listing _listing;
        private readonly Pop3Retrieval _retrieval;
        private int _sessionId;
        private int _state;
        private int _message;
        private bool _isFinished;

        internal Pop3Transaction(
            SessionHost host, Pop3Shared shared, OctetBuffer input, OctetBuffer output)
        {
            _host = host;
            _line = input.Octets;
            _output = output;
            _maildrop = new Maildrop(host.Store);
            _listing = new Pop3Listing(host, shared, _maildrop, output);
            _retrieval = new Pop3Retrieval(host, output);
        }

        /// <summary>True while a maildrop is open.</summary>
        public bool IsOpen
        {
            get { return _maildrop.IsOpen; }
        }

        /// <summary>True while a response is not complete, or more of it waits than the output's
        /// own memory holds.</summary>
        public bool IsBusy
        {
            get { return _state != Idle; }
        }

        /// <summary>True when the volume of the maildrop is gone; QUIT is still
        /// answered.</summary>
        public bool IsLost
        {
            get { return _maildrop.State == Maildrop.Lost && _state != Updating; }
        }

        /// <summary>True while QUIT waits for the store.</summary>
        public bool IsUpdating
        {
            get { return _state == Updating; }
        }

        /// <summary>True when the connection must be closed: after QUIT, or in the middle of a
        /// message that turned out to be damaged.</summary>
        public bool IsFinished => _isFinished;

        /// <summary>Prepares for another connection.</summary>
        public void Begin(int sessionId)
        {
            _sessionId = sessionId;
            _state = Idle;
            _isFinished = false;
        }

        /// <summary>Opens the maildrop of an account and answers with what is in it.</summary>
        /// <returns>False when another session holds it.</returns>
        public bool TryOpen(int account)
        {
            if (!_maildrop.TryOpen(account))
            {
                return false;
            }

            AppendDropListing(Pop3Response.MaildropHas, _maildrop.MessagesWaiting);
            return true;
        }

        /// <summary>Gives up without UPDATE.</summary>
        public void End()
        {
            _retrieval.Close();
            _maildrop.Close();
            _host.LargeMemory.Reclaim(_output);
        }

        /// <summary>Executes a command.</summary>
        /// <param name="verb">A verb of the state TRANSACTION other than CAPA.</param>
        /// <param name="argument">Where its argument starts in the input.</param>
        /// <param name="end">Where it ends.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>Null, or the response that refuses it.</returns>
        public string Execute(int verb, int argument, int end, long nowMs)
        {
            switch (verb)
            {
                case Pop3Verb.Stat:
                    AppendDropListing(Pop3Response.Start, 0);
                    return null;
                case Pop3Verb.List:
                    return List(false, argument, end);
                case Pop3Verb.Uidl:
                    return List(true, argument, end);
                case Pop3Verb.Retr:
                    return Retrieve(argument, end, -1, nowMs);
                case Pop3Verb.Top:
                    return Top(argument, end, nowMs);
                case Pop3Verb.Dele:
                    return Delete(argument, end);
                case Pop3Verb.Rset:
                    _maildrop.Reset();
                    AppendDropListing(Pop3Response.MaildropHas, 0);
                    return null;
                case Pop3Verb.Noop:
                    _output.Append(Pop3Response.Ok);
                    return null;
                default:
                    _maildrop.Submit();
                    _state = Updating;
                    return null;
            }
        }

        /// <summary>Goes on with a response.</summary>
        /// <returns>True when it is complete.</returns>
        public bool Advance(long nowMs)
        {
            if (_state == Retrieving)
            {
                int result = _retrieval.Advance();
                if (result == Pop3Retrieval.Going)
                {
                    return false;
                }

                EndRetrieval(result, nowMs);
            }
            else if (_state != Draining
                && !(_state == Listing ? _listing.Advance() : FinishUpdate(nowMs)))
            {
                return false;
            }

            // The next command waits until the output's own memory holds what is left.
            _state = Draining;
            if (!_host.LargeMemory.TryTakeBack(_output))
            {
                return false;
            }

            _state = Idle;
            return true;
        }

        private void AppendDropListing(string start, int waiting)
        {
            _output.Append(start);
            _output.AppendNumber(_maildrop.MessagesLeft);
            _output.AppendOctet(' ');
            _output.AppendNumber(_maildrop.OctetsLeft);
            if (waiting > 0)
            {
                _output.Append("; ");
                _output.AppendNumber(waiting);
                _output.Append(Pop3Response.OlderWait);
            }

            _output.Append(Pop3Response.EndOfLine);
        }

        private string List(bool uniqueIds, int argument, int end)
        {
            if (argument == end)
            {
                _output.Append(Pop3Response.Ok);
                _host.LargeMemory.Lend(_output);
                _listing.Begin(uniqueIds);
                _state = Listing;
                return null;
            }

            int row;
            string refusal = FindMessage(argument, end, out row);
            if (refusal == null)
            {
                _output.Append(Pop3Response.Start);
                _listing.AppendOne(_message, row, uniqueIds);
            }

            return refusal;
        }

        private string Top(int argument, int end, long nowMs)
        {
            int numberEnd = AsciiText.FindSpace(_line, argument, end);
            int at = AsciiText.SkipSpaces(_line, numberEnd, end);
            long lines = AsciiText.ParseNumber(_line, at, end - at);
            return lines < 0
                ? Pop3Response.BadNumber : Retrieve(argument, numberEnd, lines, nowMs);
        }

        private string Retrieve(int argument, int numberEnd, long lines, long nowMs)
        {
            int row;
            string refusal = FindMessage(argument, numberEnd, out row);
            if (refusal != null)
            {
                return refusal;
            }

            int error = _host.Store.Columns.HasFlag(row, MessageColumns.Damaged)
                ? VolumeError.NotFound : _retrieval.Begin(row, lines);
            if (error < 0)
            {
                if (error != VolumeError.NotFound)
                {
                    return Pop3Response.StoreFailed;
                }

                NoteDamage(row, nowMs);
                return Pop3Response.Damaged;
            }

            _state = Retrieving;
            _host.LargeMemory.Lend(_output);
            if (lines >= 0)
            {
                _output.Append(Pop3Response.MessageFollows);
                return null;
            }

            _output.Append(Pop3Response.Start);
            _output.AppendNumber(_host.Store.Columns.OctetsAt(row));
            _output.Append(Pop3Response.Octets);
            return null;
        }

        private string Delete(int argument, int end)
        {
            int row;
            string refusal = FindMessage(argument, end, out row);
            if (refusal == null)
            {
                _maildrop.Delete(row);
                _output.Append(Pop3Response.Marked);
            }

            return refusal;
        }

        private string FindMessage(int argument, int end, out int row)
        {
            long number = AsciiText.ParseNumber(_line, argument, end - argument);
            row = _maildrop.FindRow(number > int.MaxValue ? 0 : (int)number);
            if (row < 0)
            {
                return number < 0 ? Pop3Response.BadNumber : Pop3Response.NoSuchMessage;
            }

            _message = (int)number;
            return _maildrop.IsDeleted(row) ? Pop3Response.Deleted : null;
        }

        private void EndRetrieval(int result, long nowMs)
        {
            // Rows may have moved since the command.
            int row = _maildrop.FindRow(_message);
            if (result == Pop3Retrieval.Broken && _host.Store.Columns.Doubt(row))
            {
                NoteDamage(row, nowMs);
            }

            if (result != Pop3Retrieval.Done)
            {
                _isFinished = true;
            }
            else if (_retrieval.IsWhole)
            {
                _maildrop.SetSeen(row);
                _host.Store.Columns.Clear(row, MessageColumns.Doubted);
                int octets = _host.Store.Columns.OctetsAt(row);
                _host.Counters.Add(Counters.MessagesRetrieved, 1);
                _host.Events.Add(
                    nowMs, EventKind.Retrieved, _sessionId, _host.Store.Columns.NumberAt(row),
                    octets);
            }
        }

        private bool FinishUpdate(long nowMs)
        {
            if (_maildrop.State == Maildrop.Submitted)
            {
                return false;
            }

            bool committed = _maildrop.State == Maildrop.Committed;
            int expunged = _maildrop.Messages - _maildrop.MessagesLeft;
            if (committed && expunged > 0)
            {
                _host.Counters.Add(Counters.MessagesExpunged, expunged);
                _host.Events.Add(
                    nowMs, EventKind.Expunged, _sessionId, expunged, _maildrop.Account);
            }

            _output.Append(committed ? Pop3Response.Goodbye : Pop3Response.NotRemoved);
            _maildrop.Close();
            _isFinished = true;
            return true;
        }

        private void NoteDamage(int row, long nowMs)
        {
            _host.Store.Columns.Set(row, MessageColumns.Damaged);
            _host.Events.Add(
                nowMs, EventKind.MessageDamaged, _sessionId,
                _host.Store.Columns.NumberAt(row), 0);
        }
    }
}
