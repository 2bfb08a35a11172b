using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Smtp
{
    /// <summary>
    /// The way of mail data from a session's input to the store, and of the store's answer back. A
    /// message that is refused is read to its end all the same, so that the dialogue stays in step.
    /// The input has the large memory meanwhile, if that is free.
    /// </summary>
    internal sealed class MailDataReceiver
    {
        private static readonly byte[] s_cr = { (byte)'\r' };

        private readonly SessionHost _host;
        private readonly OctetBuffer _input;
        private readonly DotDecoder _decoder = new DotDecoder();
        private readonly Delivery _delivery;
        private int _hops;

        internal MailDataReceiver(SessionHost host, OctetBuffer input, int blockOctets)
        {
            _host = host;
            _input = input;
            _delivery = new Delivery(host.Store, host.Volume, new OctetBuffer(blockOctets));
        }

        /// <summary>Keeps the reverse-path for the next message.</summary>
        public void SetReversePath(byte[] source, int offset, int count)
        {
            _delivery.SetReversePath(source, offset, count);
        }

        /// <summary>Starts a message with its trace fields.</summary>
        public void Begin(Envelope envelope, int sessionId, long nowMs)
        {
            _host.LargeMemory.Lend(_input);
            _decoder.Begin(envelope.LfEndsLines);
            _hops = HopCount.Start;
            _delivery.Begin(envelope.FindMailboxes(_host.Accounts));
            envelope.Transactions++;
            TraceFields.Write(_delivery, envelope, _host, sessionId, nowMs);
            _delivery.BeginData(_host.Settings.MaxMessageOctets);
        }

        /// <summary>Takes the mail data that waits in the input.</summary>
        /// <returns>True at its end.</returns>
        public bool Receive()
        {
            OctetBuffer input = _input;
            DotDecoder decoder = _decoder;
            byte[] octets = input.Octets;
            int at = input.Start;
            int end = input.End;
            while (at < end)
            {
                at = decoder.Decode(octets, at, end);
                if (decoder.CrFirst)
                {
                    _delivery.Append(s_cr, 0, 1);
                }

                int run = decoder.RunCount;
                if (run > 0)
                {
                    _delivery.Append(octets, decoder.RunOffset, run);
                    if (_hops > HopCount.Over)
                    {
                        _hops = HopCount.Take(_hops, octets, decoder.RunOffset, run);
                    }
                }
                else if (decoder.Ended)
                {
                    input.Consume(at - input.Start);
                    End();
                    return true;
                }
            }

            input.Clear();
            return false;
        }

        /// <summary>How many octets are best received next: as many as there is room for, if they
        /// let the message end with a sector of the volume.</summary>
        public int OctetsWanted(int room)
        {
            return room - ((_delivery.OctetsTaken + room) % Limits.SectorOctets);
        }

        /// <summary>Appends the reply to the end of mail data, once it is known.</summary>
        /// <returns>False when it is not known yet.</returns>
        public bool TryFinish(OctetBuffer output, int sessionId, long nowMs)
        {
            if (_delivery.State == Delivery.Submitted)
            {
                return false;
            }

            if (_delivery.State != Delivery.Committed)
            {
                _host.Counters.Add(Counters.MessagesRefused, 1);
                _host.Events.Add(
                    nowMs, EventKind.MessageRefused, sessionId, _delivery.Reason, 0);
                output.Append(_decoder.LineTooLong ? SmtpReply.TextLineTooLong
                    : _hops == HopCount.Loop ? SmtpReply.TooManyHops
                    : RefusalOf(_delivery.Reason));
                return true;
            }

            _host.Counters.Add(Counters.MessagesDelivered, 1);
            _host.Counters.Add(Counters.OctetsDelivered, _delivery.Octets);
            _host.Events.Add(
                nowMs, EventKind.Delivered, sessionId, _delivery.Number, _delivery.Mailboxes);
            _host.Events.Add(
                nowMs, EventKind.DeliveredOctets, sessionId, _delivery.Octets, 0);
            output.Append(SmtpReply.StoredAs);
            output.AppendHexadecimal(_delivery.Number);
            output.Append(SmtpReply.EndOfLine);
            return true;
        }

        /// <summary>Gives the large memory back, as soon as the commands that were pipelined behind
        /// the mail data fit in the input's own.</summary>
        /// <returns>True when nothing is left to do.</returns>
        public bool TryEnd()
        {
            return _host.LargeMemory.TryTakeBack(_input);
        }

        /// <summary>Gives the message up: the connection is gone.</summary>
        public void Abort()
        {
            _delivery.Abort();
            _host.LargeMemory.Reclaim(_input);
        }

        private void End()
        {
            if (_decoder.LineTooLong || _hops == HopCount.Loop)
            {
                _delivery.Abort();
            }
            else
            {
                _delivery.Submit();
            }
        }

        private static string RefusalOf(int reason)
        {
            switch (reason)
            {
                case Delivery.TooLarge:
                    return SmtpReply.TooLarge;
                case Delivery.MailboxFull:
                    return SmtpReply.QuotaExceeded;
                case VolumeError.Full:
                    return SmtpReply.NoRoom;
                default:
                    return SmtpReply.StoreFailed;
            }
        }
    }
}
