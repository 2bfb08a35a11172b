using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Writes a slot: takes octets as they come, checks each line, replaces a password in clear
    /// text by its stretched form before it reaches the volume, and ends the slot.
    /// </summary>
    internal sealed class SettingsDraft
    {
        private const int NoFile = -1;
        private const string TooLong =
            "the settings are too long; at most 8,155 octets are allowed, passwords as 85 octets";

        private static readonly object s_lf = (byte)'\n';
        private static readonly byte[] s_byteOrderMark = { 0xEF, 0xBB, 0xBF };

        private readonly IVolume _volume;
        private readonly Entropy _entropy;
        private readonly SettingsLine _parsed = new SettingsLine();
        private readonly byte[] _line = new byte[Limits.SettingsLineOctetsMax + 1];
        private readonly byte[] _verifier = new byte[Limits.SaltOctets + Limits.HashOctets + 4];
        private readonly OctetBuffer _text = new OctetBuffer(PasswordText.OctetsMax);
        private SettingsReader _check;
        private int _handle = NoFile;
        private int _number;
        private int _count;
        private int _octets;
        private int _checksum;
        private string _problem;
        private int _lineNumber;
        private int _lastError;

        internal SettingsDraft(IVolume volume, Entropy entropy)
        {
            _volume = volume;
            _entropy = entropy;
        }

        /// <summary>What is wrong with the text, and what is allowed; null is nothing.</summary>
        public string Problem => _problem;

        /// <summary>The line that was taken last, from 1.</summary>
        public int LineNumber => _lineNumber;

        /// <summary>What the volume answered instead of writing; 0 is nothing.</summary>
        public int LastError => _lastError;

        /// <summary>Starts a slot in the place of what it held; no other one is begun.</summary>
        /// <returns>False when the volume failed.</returns>
        public bool Begin(int number, SettingsReader check)
        {
            _check = check;
            _number = number;
            _count = 0;
            _octets = 0;
            _checksum = 0;
            _problem = null;
            _lineNumber = 0;
            _lastError = _volume.Delete(FileKind.Settings, number);
            if (_lastError < 0)
            {
                return false;
            }

            int handle = _volume.Create(FileKind.Settings, number);
            if (handle < 0)
            {
                return Fail(handle);
            }

            _handle = handle;
            return true;
        }

        /// <summary>Takes octets of the text, as they come.</summary>
        /// <returns>False when a line is not allowed or the volume failed; then the slot is
        /// given up.</returns>
        public bool Write(byte[] source, int offset, int count)
        {
            int end = offset + count;
            while (_handle != NoFile && offset < end)
            {
                int lf = Array.IndexOf(source, s_lf, offset, end - offset);
                int run = (lf < 0 ? end : lf) - offset;
                if (_count + run > Limits.SettingsLineOctetsMax)
                {
                    _lineNumber++;
                    return Refuse(SettingsText.LineTooLong);
                }

                Array.Copy(source, offset, _line, _count, run);
                _count += run;
                offset += run;
                if (lf >= 0)
                {
                    offset++;
                    TakeLine();
                }
            }

            return _handle != NoFile;
        }

        /// <summary>Ends the slot and commits it.</summary>
        /// <returns>False when the text is not allowed or the volume failed; then the slot is
        /// given up.</returns>
        public bool Commit(int version)
        {
            if (_handle != NoFile && _count > 0)
            {
                TakeLine();
            }

            if (_handle == NoFile || !Refuse(_check.Finish()))
            {
                return false;
            }

            _text.Clear();
            SettingsEnd.Write(_text, version, _volume, _checksum);
            if (!Put(_text.Octets, _text.Start, _text.Count))
            {
                return false;
            }

            int handle = _handle;
            _handle = NoFile;
            int error = _volume.Close(handle);
            return error == 0 || Fail(error);
        }

        /// <summary>Gives the slot up, if there is one.</summary>
        public void Abandon()
        {
            if (_handle != NoFile)
            {
                GiveUp();
            }
        }

        private void TakeLine()
        {
            _lineNumber++;
            int start = _lineNumber == 1
                && AsciiText.StartsWith(_line, 0, _count, s_byteOrderMark) ? 3 : 0;
            if (_parsed.Parse(_line, start, _count - start) == null
                && _parsed.Key == SettingsKey.Password && !Refuse(Stretch()))
            {
                return;
            }

            int count = _count - start;
            _line[_count] = (byte)'\n';
            _count = 0;
            if (Refuse(_check.ReadLine(_line, start, count)))
            {
                Put(_line, start, count + 1);
            }
        }

        private string Stretch()
        {
            int at = _parsed.Value;
            bool isClear = PasswordText.Parse(_line, at, _parsed.Count, _verifier)
                == PasswordText.ClearText;
            if (!isClear || _parsed.Count > Limits.PasswordOctetsMax)
            {
                return null;
            }

            if (at + PasswordText.OctetsMax > Limits.SettingsLineOctetsMax)
            {
                return SettingsText.LineTooLong;
            }

            PasswordText.Stretch(
                _line, at, _parsed.Count, Limits.PasswordIterations, _entropy, _verifier);
            _text.Clear();
            PasswordText.Write(_text, _verifier, Limits.PasswordIterations);
            Array.Copy(_text.Octets, _text.Start, _line, at, _text.Count);
            _count = at + _text.Count;
            return null;
        }

        private bool Put(byte[] source, int offset, int count)
        {
            _octets += count;
            if (_octets > Limits.SettingsOctetsMax)
            {
                return Refuse(TooLong);
            }

            _checksum = _volume.Checksum(_checksum, source, offset, count);
            int written = _volume.Write(_handle, source, offset, count);
            return written >= 0 || Fail(written);
        }

        private bool Refuse(string problem)
        {
            _problem = problem;
            if (problem != null)
            {
                GiveUp();
            }

            return problem == null;
        }

        private bool Fail(int error)
        {
            _lastError = error;
            GiveUp();
            return false;
        }

        private void GiveUp()
        {
            if (_handle != NoFile)
            {
                _volume.Release(_handle);
                _handle = NoFile;
            }

            _volume.Delete(FileKind.Settings, _number);
        }
    }
}
