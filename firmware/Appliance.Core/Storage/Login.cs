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

        private readonly SessionHost _host;
        private int _state;
        private int _account;
        private long _untilMs;

        /// <summary>Makes a login; a session keeps it.</summary>
        public Login(SessionHost host)
        {
            _host = host;
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

        /// <summary>Starts.</summary>
        /// <param name="account">The account, or <see cref="Accounts.None"/> for an unknown
        /// name.</param>
        public void Begin(int account)
        {
            _account = account;
            _state = Queued;
        }

        /// <summary>Decides without a password, as after a wrong digest.</summary>
        public void BeginPenalty(int account, long nowMs)
        {
            _account = account;
            _untilMs = nowMs + Limits.LoginFailureDelayMs;
            _state = Penalty;
        }

        /// <summary>Goes on. The password must be the same at each call.</summary>
        /// <returns><see cref="Pending"/>, <see cref="Right"/> or
        /// <see cref="Wrong"/>.</returns>
        public int Advance(long nowMs, byte[] password, int offset, int count)
        {
            if (_state == Queued)
            {
                bool possible = count <= Limits.PasswordOctetsMax;
                if (_host.Passwords.TryBegin(
                    this, possible ? _account : Accounts.None, password, offset,
                    possible ? count : Limits.PasswordOctetsMax))
                {
                    _state = Checking;
                }

                return Pending;
            }

            if (_state == Checking)
            {
                if (!_host.Passwords.TryEnd(this))
                {
                    return Pending;
                }

                if (_host.Passwords.Matches)
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
