using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Checks one password at a time, in slices, so that a login never holds up the loop. Sessions
    /// wait in a queue, so that none is passed by; an unknown name takes as long as a known one.
    /// </summary>
    public sealed class PasswordCheck
    {
        private const int Idle = 0;
        private const int Checking = 1;
        private const int Right = 2;
        private const int Wrong = 3;

        private readonly Accounts _accounts;
        private readonly PasswordStretcher _stretcher = new PasswordStretcher();
        private readonly object[] _queue;
        private int _queued;
        private int _account;
        private int _state;

        /// <summary>Makes a check against these accounts.</summary>
        /// <param name="accounts">The accounts.</param>
        /// <param name="owners">The most that may ask at the same time.</param>
        public PasswordCheck(Accounts accounts, int owners)
        {
            _accounts = accounts;
            _queue = new object[owners];
        }

        /// <summary>
        /// Starts a check if no other is under way and nobody asked before.
        /// </summary>
        /// <param name="owner">Who asks; only it can see the result.</param>
        /// <param name="account">The account, or <see cref="Accounts.None"/> for a name that does
        /// not exist.</param>
        /// <param name="password">Holds the password, which is copied.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its octets.</param>
        /// <returns>False when the caller must try again at a later step.</returns>
        public bool TryBegin(object owner, int account, byte[] password, int offset, int count)
        {
            int place = PlaceOf(owner);
            if (place == _queued)
            {
                _queue[place] = owner;
                _queued++;
            }

            if (place > 0)
            {
                return false;
            }

            int verifier = account == Accounts.None
                ? Accounts.None : _accounts.VerifierOffset(account);
            _state = Checking;
            if (verifier == Accounts.None)
            {
                // Any salt does, as nothing can match: here what the last check left.
                _account = Accounts.None;
                _stretcher.Begin(
                    password, offset, count, _stretcher.Result, 0, UnknownIterations());
                return true;
            }

            _account = account;
            _stretcher.Begin(
                password, offset, count, _accounts.Text, verifier,
                _accounts.Iterations(account));
            return true;
        }

        /// <summary>True when the check of this owner is done; then the turn is over.</summary>
        /// <param name="owner">Who asked.</param>
        /// <param name="matches">Gets whether the password was right.</param>
        public bool TryEnd(object owner, out bool matches)
        {
            matches = _state == Right;
            if (_state < Right || _queue[0] != owner)
            {
                return false;
            }

            Leave(0);
            return true;
        }

        /// <summary>Ends the turn of this owner, or its waiting for one: its connection is
        /// gone.</summary>
        public void Abandon(object owner)
        {
            int place = PlaceOf(owner);
            if (place < _queued)
            {
                Leave(place);
            }
        }

        /// <summary>Does one slice of work.</summary>
        /// <returns>True when there was something to do.</returns>
        public bool Step()
        {
            if (_state != Checking)
            {
                return false;
            }

            if (_stretcher.Continue(Limits.PasswordSliceIterations))
            {
                _state = IsRight() ? Right : Wrong;
            }

            return true;
        }

        private bool IsRight()
        {
            bool isKnown = _account != Accounts.None;
            bool isEqual = Octets.EqualInConstantTime(
                _stretcher.Result, 0, isKnown ? _accounts.Text : _stretcher.Result,
                isKnown ? _accounts.VerifierOffset(_account) + Limits.SaltOctets : 0,
                Limits.HashOctets);
            return isKnown && isEqual;
        }

        /// <summary>The iterations for a name that is nobody's: those of the first account, so that
        /// it takes as long.</summary>
        private int UnknownIterations()
        {
            int first = _accounts.Iterations(0);
            return first > 0 ? first : Limits.PasswordIterations;
        }

        private int PlaceOf(object owner)
        {
            int place = 0;
            while (place < _queued && _queue[place] != owner)
            {
                place++;
            }

            return place;
        }

        private void Leave(int place)
        {
            if (place == 0)
            {
                _state = Idle;
                _stretcher.End();
            }

            _queued--;
            for (int i = place; i < _queued; i++)
            {
                _queue[i] = _queue[i + 1];
            }

            _queue[_queued] = null;
        }
    }
}
