using System;
using System.Text;
using Appliance.Core;
using Appliance.Core.Wire;

namespace Appliance.Esp32.Log
{
    /// <summary>
    /// What happens, for a person: at once to the debug output, and in batches to the internal
    /// drive. What comes faster than the flash should be written is counted, not kept.
    /// </summary>
    internal sealed class DeviceLog
    {
        // A blank, a number with its sign, a line end.
        private const int NumberOctets = 14;

        // The line that tells how many were left out.
        private const int LeftOutOctets = 32;

        private static readonly Encoding s_utf8 = new UTF8Encoding();

        private readonly LogFiles _files = new LogFiles();
        private readonly OctetBuffer _line = new OctetBuffer(DeviceLimits.LogLineOctets);
        private readonly OctetBuffer _batch = new OctetBuffer(DeviceLimits.LogBatchOctets);
        private int _next;
        private int _leftOut;
        private long _dueMs;

        /// <summary>Says something.</summary>
        public void Say(string text)
        {
            Begin(Environment.TickCount64 / 1000);
            AppendText(text);
            End();
        }

        /// <summary>Says something with a number.</summary>
        public void Say(string text, int number)
        {
            Begin(Environment.TickCount64 / 1000);
            AppendText(text);
            _line.AppendOctet(' ');
            EventLine.AppendNumber(_line, number);
            End();
        }

        /// <summary>Says something with a name.</summary>
        public void Say(string text, string name)
        {
            Say(text + " " + name);
        }

        /// <summary>Says the time of day.</summary>
        public void SayTime(long unixSeconds)
        {
            Begin(Environment.TickCount64 / 1000);
            _line.Append("clock ");
            DateTimeText.Append(_line, unixSeconds);
            End();
        }

        /// <summary>Takes one entry of an event log, and writes a batch when it is time. To be
        /// called between steps of the server, so that no mail waits for it.</summary>
        /// <param name="events">The events.</param>
        /// <param name="nowMs">The time in milliseconds.</param>
        /// <returns>True when more entries wait.</returns>
        public bool Step(EventLog events, long nowMs)
        {
            if (_next < events.Oldest)
            {
                _leftOut += events.Oldest - _next;
                _next = events.Oldest;
            }

            if (_next < events.Written)
            {
                Begin(events.SecondsAt(_next));
                EventLine.Append(_line, events, _next);
                End();
                _next++;
            }

            Step(nowMs);
            return _next < events.Written;
        }

        /// <summary>Writes a batch when it is time.</summary>
        public void Step(long nowMs)
        {
            if (_batch.Count > 0 && nowMs >= _dueMs)
            {
                Flush();
                _dueMs = nowMs + DeviceLimits.LogPauseMs;
            }
        }

        /// <summary>Writes what waits, before a restart.</summary>
        public void Flush()
        {
            if (_leftOut > 0)
            {
                _batch.AppendNumber(_leftOut);
                _batch.Append(" lines left out\r\n");
                _leftOut = 0;
            }

            _files.Append(_batch.Octets, _batch.Start, _batch.Count);
            _batch.Clear();
        }

        /// <summary>Deletes what was kept.</summary>
        public void Clear()
        {
            _batch.Clear();
            _files.Clear();
        }

        private void Begin(long seconds)
        {
            _line.Clear();
            _line.AppendNumber(seconds);
            _line.AppendOctet(' ');
        }

        private void AppendText(string text)
        {
            int room = _line.Room - NumberOctets;
            _line.Append(text.Length <= room ? text : text.Substring(0, room));
        }

        private void End()
        {
            Console.WriteLine(s_utf8.GetString(_line.Octets, _line.Start, _line.Count));
            _line.Append("\r\n");
            if (_batch.Room - LeftOutOctets < _line.Count)
            {
                _leftOut++;
                return;
            }

            _batch.Append(_line.Octets, _line.Start, _line.Count);
        }
    }
}
