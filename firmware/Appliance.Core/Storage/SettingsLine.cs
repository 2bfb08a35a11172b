using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>Takes one line of settings apart: <c>key = value</c>, or nothing that
    /// counts.</summary>
    internal sealed class SettingsLine
    {
        private int _key;
        private int _value;
        private int _count;

        /// <summary>The key, or <see cref="SettingsKey.None"/> when the line is blank or a
        /// comment.</summary>
        public int Key => _key;

        /// <summary>Where the value starts.</summary>
        public int Value => _value;

        /// <summary>The octets of the value.</summary>
        public int Count => _count;

        /// <summary>Takes a line apart, without its line end.</summary>
        /// <returns>Null, or what is wrong with it and what is allowed.</returns>
        public string Parse(byte[] source, int offset, int count)
        {
            _key = SettingsKey.None;
            int end = TrimEnd(source, offset, offset + count);
            int at = SkipBlanks(source, offset, end);
            if (at == end || source[at] == '#')
            {
                return null;
            }

            int equals = at;
            while (equals < end && source[equals] != '=')
            {
                equals++;
            }

            if (equals == end)
            {
                return "no '=' in the line; allowed: key = value, or a comment that starts with #";
            }

            _key = SettingsKey.Find(source, at, TrimEnd(source, at, equals) - at);
            if (_key == SettingsKey.None)
            {
                return SettingsKey.Allowed;
            }

            _value = SkipBlanks(source, equals + 1, end);
            _count = end - _value;
            return _count == 0 ? "no value after '='" : null;
        }

        private static int SkipBlanks(byte[] source, int at, int end)
        {
            while (at < end && AsciiText.IsBlank(source[at]))
            {
                at++;
            }

            return at;
        }

        private static int TrimEnd(byte[] source, int start, int end)
        {
            while (end > start && (AsciiText.IsBlank(source[end - 1])
                || source[end - 1] == '\r'))
            {
                end--;
            }

            return end;
        }
    }
}
