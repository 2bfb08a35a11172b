using System;
using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>What somebody has filled in, and what is wrong with it.</summary>
    internal sealed class SetupForm
    {
        private readonly byte[] _values =
            new byte[SetupField.Count * FrontLimits.SetupValueOctetsMax];

        private readonly int[] _counts = new int[SetupField.Count];
        private readonly string[] _errors = new string[SetupField.Count];
        private bool _hasErrors;

        /// <summary>The octets of all values.</summary>
        public byte[] Values
        {
            get { return _values; }
        }

        /// <summary>What is wrong with the form as a whole, or null.</summary>
        public string Problem { get; set; }

        /// <summary>True when something is wrong with a field.</summary>
        public bool HasErrors => _hasErrors;

        /// <summary>Forgets everything.</summary>
        public void Clear()
        {
            Array.Clear(_values, 0, _values.Length);
            Array.Clear(_counts, 0, _counts.Length);
            Array.Clear(_errors, 0, _errors.Length);
            Problem = null;
            _hasErrors = false;
        }

        /// <summary>Takes a field; one that the page does not have is ignored.</summary>
        public void Take(FormReader reader)
        {
            int field = SetupField.Find(reader.Name);
            if (field == SetupField.None)
            {
                return;
            }

            _counts[field] = reader.ValueCount;
            if (reader.ValueCount > FrontLimits.SetupValueOctetsMax)
            {
                _counts[field] = 0;
                SetError(field, "too long; at most 64 octets are allowed");
                return;
            }

            Array.Copy(
                reader.Value, 0, _values, OffsetOf(field), reader.ValueCount);
        }

        /// <summary>Where the value of a field starts in <see cref="Values"/>.</summary>
        public int OffsetOf(int field)
        {
            return field * FrontLimits.SetupValueOctetsMax;
        }

        /// <summary>Octets of the value of a field.</summary>
        public int CountOf(int field)
        {
            return _counts[field];
        }

        /// <summary>What is wrong with a field, or null.</summary>
        public string ErrorOf(int field)
        {
            return _errors[field];
        }

        /// <summary>Says what is wrong with a field, unless that was said already.</summary>
        /// <param name="field">The field.</param>
        /// <param name="error">What is wrong and what is allowed; null for nothing.</param>
        public void SetError(int field, string error)
        {
            if (error != null && _errors[field] == null)
            {
                _errors[field] = error;
                _hasErrors = true;
            }
        }

        /// <summary>True when the value of a field is this word.</summary>
        public bool Is(int field, string word)
        {
            return AsciiText.IsWord(_values, OffsetOf(field), _counts[field], word);
        }

        /// <summary>Drops the blanks around a value: keyboards put them behind words.</summary>
        public void Trim(int field)
        {
            int start = OffsetOf(field);
            int first = start;
            int end = start + _counts[field];
            while (first < end && AsciiText.IsBlank(_values[first]))
            {
                first++;
            }

            while (end > first && AsciiText.IsBlank(_values[end - 1]))
            {
                end--;
            }

            Array.Copy(_values, first, _values, start, end - first);
            _counts[field] = end - first;
        }

        /// <summary>True when a value starts or ends with a blank, which the settings would
        /// lose.</summary>
        public bool HasOuterBlanks(int field)
        {
            int start = OffsetOf(field);
            int count = _counts[field];
            return count > 0 && (AsciiText.IsBlank(_values[start])
                || AsciiText.IsBlank(_values[start + count - 1]));
        }

        /// <summary>True when a value has a control character or is no UTF-8.</summary>
        public bool HasControls(int field)
        {
            int start = OffsetOf(field);
            for (int i = start; i < start + _counts[field]; i++)
            {
                if (_values[i] < ' ' || _values[i] == 0x7F)
                {
                    return true;
                }
            }

            return !AsciiText.IsUtf8(_values, start, _counts[field]);
        }

        /// <summary>True when two values are the same, without regard to case.</summary>
        public bool AreEqual(int left, int right)
        {
            return _counts[left] == _counts[right] && AsciiText.EqualsIgnoreCase(
                _values, OffsetOf(left), _values, OffsetOf(right), _counts[left]);
        }
    }
}
