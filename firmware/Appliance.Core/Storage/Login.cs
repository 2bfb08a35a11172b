using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// One login of a session: waits for its turn, has the password checked, and lets a wrong one
    /// wait before it says so.
    /// </summary>
    public sealed class Login
    {
        /// <summary>Not decided yet.</summary>
        public const int Pending = 0;

        /// <summary>The password was right.</summary>
        public const int Right = 1;

        /// <summary>The name or the password was wrong.</summary>
        public const int Wrong = 2;

        private const int Queued = 0;
        private const int Checking = 1;
        private const int Penalty = 2;

        private static readonly object s_nul = (byte)0;

        private readonly SessionHost _host;
        private readonly OctetBuffer _input;
        private int _state;
        private int _passwordAt;
        private int _passwordCount;
        private int _account;
        private long _untilMs;

        /// <summary>Makes a login; a session keeps it.</summary>
        /// <param name="host">What sessions share.</param>
        /// <param name="input">Where the password stays until it is checked: the line that holds
        /// it must not be consumed before.</param>
        public Login(SessionHost host, OctetBuffer input)
        {
            _host = host;
            _input = input;
        }

        /// <summary>The account that is asked for, or <see cref="Accounts.None"/>.</summary>
        public int Account
        {
            get { return _account; }
        }

        /// <summary>Failed logins since <see cref="Reset"/>.</summary>
        public int Failures { get; private set; }

        /// <summary>Forgets the failures of another connection.</summary>
        public void Reset()
        {
            Failures = 0;
        }

        /// <summary>Starts with a name that was given before and a password in the
        /// input.</summary>
        /// <param name="account">The account, or <see cref="Accounts.None"/> for an unknown
        /// name.</param>
        /// <param name="at">Where the password starts in the input's memory.</param>
        /// <param name="count">Its octets.</param>
        public void Begin(int account, int at, int count)
        {
            _account = account;
            _passwordAt = at - _input.Start;
            _passwordCount = count;
            _state = Queued;
        }

        /// <summary>Starts with a Base64 message of SASL PLAIN in the input, which is decoded in
        /// place.</summary>
        /// <returns>False when it is malformed.</returns>
        public bool TryBeginPlain(int at, int count)
        {
            byte[] octets = _input.Octets;
            int decoded = Base64.Decode(octets, at, count, octets, at);
            int account = Accounts.None;
            int password = decoded < 0
                ? -1 : SaslPlain.Parse(octets, at, decoded, _host.Accounts, out account);
            if (password < 0)
            {
                return false;
            }

            Begin(account, password, at + decoded - password);
            return true;
        }

        /// <summary>Notes who proved to be right by other means, as with a digest.</summary>
        public void Accept(int account)
        {
            _account = account;
        }

        /// <summary>Decides without a password, as after a wrong digest.</summary>
        public void BeginPenalty(int account, long nowMs)
        {
            _account = account;
            _untilMs = nowMs + Limits.LoginFailureDelayMs;
            _state = Penalty;
        }

        /// <summary>Goes on.</summary>
        /// <returns><see cref="Pending"/>, <see cref="Right"/> or
        /// <see cref="Wrong"/>.</returns>
        public int Advance(long nowMs)
        {
            if (_state == Queued)
            {
                // HMAC pads its key with NULs, so one at the end would go unnoticed.
                int at = _input.Start + _passwordAt;
                bool possible = _passwordCount <= Limits.PasswordOctetsMax
                    && Array.IndexOf(_input.Octets, s_nul, at, _passwordCount) < 0;
                int count = _passwordCount < Limits.PasswordOctetsMax
                    ? _passwordCount : Limits.PasswordOctetsMax;
                if (_host.Passwords.TryBegin(
                    this, possible ? _account : Accounts.None, _input.Octets, at, count))
                {
                    _state = Checking;
                }

                return Pending;
            }

            if (_state == Checking)
            {
                if (!_host.Passwords.TryEnd(this, out bool matches))
                {
                    return Pending;
                }

                if (matches)
                {
                    return Right;
                }

                BeginPenalty(_account, nowMs);
            }

            if (nowMs < _untilMs)
            {
                return Pending;
            }

            Failures++;
            _host.Counters.Add(Counters.LoginsFailed, 1);
            return Wrong;
        }

        /// <summary>Gives up, when the connection is gone.</summary>
        public void Abandon()
        {
            _host.Passwords.Abandon(this);
        }
    }
}
