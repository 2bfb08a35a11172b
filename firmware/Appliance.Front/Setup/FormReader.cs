using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// Takes the fields of a form out of a body of the type application/x-www-form-urlencoded (URL
    /// Standard, section 5.1), whatever pieces it arrives in: <c>+</c> is a blank, <c>%HH</c> an
    /// octet, and a <c>%</c> that two hexadecimal digits do not follow is itself.
    /// </summary>
    public sealed class FormReader
    {
        /// <summary>No field is complete yet.</summary>
        public const int None = 0;

        /// <summary>A field is complete.</summary>
        public const int Field = 1;

        /// <summary>The body has ended.</summary>
        public const int End = 2;

        private const int NoDigit = -1;

        private readonly byte[] _value = new byte[FrontLimits.SetupValueOctetsMax];
        private OctetBuffer _input;
        private bool _inValue;
        private bool _isEmpty;
        private bool _isComplete;
        private bool _hasPercent;
        private int _digit;
        private int _firstOctet;
        private int _remaining;
        private int _nameCount;
        private int _valueCount;

        /// <summary>The name of the field when it is one octet, as all names of the set-up page
        /// are; otherwise 0.</summary>
        public int Name
        {
            get { return _nameCount == 1 ? _firstOctet : 0; }
        }

        /// <summary>The octets of the value, as far as they are kept.</summary>
        public byte[] Value
        {
            get { return _value; }
        }

        /// <summary>Octets of the value; those above
        /// <see cref="FrontLimits.SetupValueOctetsMax"/> are counted and not kept.</summary>
        public int ValueCount => _valueCount;

        /// <summary>Starts with a body.</summary>
        /// <param name="input">Where it comes from.</param>
        /// <param name="octets">Its length.</param>
        public void Begin(OctetBuffer input, int octets)
        {
            _input = input;
            _remaining = octets;
            StartField();
        }

        /// <summary>Reads on.</summary>
        /// <returns>A constant of this class; a field stays until the next call.</returns>
        public int Read()
        {
            if (_isComplete)
            {
                StartField();
            }

            byte[] octets = _input.Octets;
            int start = _input.Start;
            int count = _input.Count < _remaining ? _input.Count : _remaining;
            int used = 0;
            while (used < count && !_isComplete)
            {
                int octet = octets[start + used];
                used++;
                if (octet == '&')
                {
                    _isComplete = !_isEmpty;
                }
                else
                {
                    _isEmpty = false;
                    Take(octet);
                }
            }

            _input.Consume(used);
            _remaining -= used;
            if (_remaining == 0 && !_isEmpty)
            {
                _isComplete = true;
            }

            if (_isComplete)
            {
                PutPercent();
                return Field;
            }

            return _remaining == 0 ? End : None;
        }

        private void StartField()
        {
            _inValue = false;
            _isEmpty = true;
            _isComplete = false;
            _hasPercent = false;
            _digit = NoDigit;
            _firstOctet = 0;
            _nameCount = 0;
            _valueCount = 0;
        }

        private void Take(int octet)
        {
            if (_hasPercent)
            {
                int value = AsciiText.HexadecimalValue(octet);
                if (value >= 0 && _digit == NoDigit)
                {
                    _digit = octet;
                    return;
                }

                if (value >= 0)
                {
                    int high = AsciiText.HexadecimalValue(_digit);
                    _hasPercent = false;
                    _digit = NoDigit;
                    Put((high << 4) | value);
                    return;
                }

                PutPercent();
            }

            if (octet == '%')
            {
                _hasPercent = true;
            }
            else if (octet == '=' && !_inValue)
            {
                _inValue = true;
            }
            else
            {
                Put(octet == '+' ? ' ' : octet);
            }
        }

        private void PutPercent()
        {
            if (!_hasPercent)
            {
                return;
            }

            int digit = _digit;
            _hasPercent = false;
            _digit = NoDigit;
            Put('%');
            if (digit != NoDigit)
            {
                Put(digit);
            }
        }

        private void Put(int octet)
        {
            if (_inValue)
            {
                if (_valueCount < _value.Length)
                {
                    _value[_valueCount] = (byte)octet;
                }

                _valueCount++;
                return;
            }

            _firstOctet = _nameCount == 0 ? octet : _firstOctet;
            _nameCount++;
        }
    }
}
