using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// Checks one password at a time, in slices, so that a login never holds up the loop. Sessions
    /// take turns; an unknown name takes as long as a known one.
    /// </summary>
    public sealed class PasswordCheck
    {
        private readonly Accounts _accounts;
        private readonly PasswordStretcher _stretcher = new PasswordStretcher();
        private readonly byte[] _decoy = new byte[Limits.SaltOctets];
        private object _owner;
        private int _account;
        private bool _done;

        /// <summary>Makes a check against these accounts.</summary>
        public PasswordCheck(Accounts accounts, Entropy entropy)
        {
            _accounts = accounts;
            entropy.Fill(_decoy, 0, Limits.SaltOctets);
        }

        /// <summary>True when the last check is done and the password was right.</summary>
        public bool Matches { get; private set; }

        /// <summary>
        /// Starts a check if no other is under way.
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
            if (_owner != null)
            {
                return false;
            }

            int verifier = account == Accounts.None
                ? Accounts.None : _accounts.VerifierOffset(account);
            _owner = owner;
            _done = false;
            Matches = false;
            if (verifier == Accounts.None)
            {
                _account = Accounts.None;
                _stretcher.Begin(
                    password, offset, count, _decoy, 0, Limits.PasswordIterations);
                return true;
            }

            _account = account;
            _stretcher.Begin(
                password, offset, count, _accounts.Text, verifier,
                _accounts.Iterations(account));
            return true;
        }

        /// <summary>True when the check of this owner is done; then the turn is over.</summary>
        public bool TryEnd(object owner)
        {
            if (_owner != owner || !_done)
            {
                return false;
            }

            _owner = null;
            return true;
        }

        /// <summary>Ends the turn of this owner, if it has one: its connection is gone.</summary>
        public void Abandon(object owner)
        {
            if (_owner == owner)
            {
                _owner = null;
                _stretcher.End();
            }
        }

        /// <summary>Does one slice of work.</summary>
        /// <returns>True when there was something to do.</returns>
        public bool Step()
        {
            if (_owner == null || _done)
            {
                return false;
            }

            if (_stretcher.Continue(Limits.PasswordSliceIterations))
            {
                _done = true;
                Matches = _account != Accounts.None && Octets.EqualInConstantTime(
                    _stretcher.Result, 0, _accounts.Text,
                    _accounts.VerifierOffset(_account) + Limits.SaltOctets, Limits.HashOctets);
            }

            return true;
        }
    }
}
