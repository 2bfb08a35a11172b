using Appliance.Esp32.Storage;

namespace Appliance.Esp32.Log
{
    /// <summary>
    /// Two files of the internal drive that take turns: when one is full, the other is deleted and
    /// written next, so that a start finds which one that is.
    /// </summary>
    internal sealed class LogFiles
    {
        private const string First = "I:\\log0.txt";
        private const string Second = "I:\\log1.txt";

        private bool _isSecond;
        private int _octets;

        /// <summary>Goes on where the last start ended: in the file that is not full.</summary>
        public LogFiles()
        {
            _octets = PlainFile.Length(First);
            if (IsFull(_octets))
            {
                _isSecond = true;
                _octets = PlainFile.Length(Second);
            }
        }

        /// <summary>Writes at the end, at most <see cref="DeviceLimits.LogBatchOctets"/>.</summary>
        public void Append(byte[] source, int offset, int count)
        {
            if (PlainFile.Append(_isSecond ? Second : First, source, offset, count))
            {
                _octets += count;
            }

            if (IsFull(_octets))
            {
                _isSecond = !_isSecond;
                _octets = 0;
                PlainFile.Delete(_isSecond ? Second : First);
            }
        }

        /// <summary>Deletes both.</summary>
        public void Clear()
        {
            PlainFile.Delete(First);
            PlainFile.Delete(Second);
            _octets = 0;
        }

        private static bool IsFull(int octets)
        {
            return octets + DeviceLimits.LogBatchOctets > DeviceLimits.LogFileOctets;
        }
    }
}
