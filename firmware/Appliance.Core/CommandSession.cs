namespace Appliance.Core
{
    /// <summary>A session of a protocol of command lines, which ends after too many that it had to
    /// refuse.</summary>
    public abstract class CommandSession : Session
    {
        private int _errors;

        /// <summary>Makes a session with its buffers.</summary>
        /// <param name="inputOctets">Room for a command line at least.</param>
        /// <param name="outputOctets">At least <see cref="Limits.ReplyOctetsMax"/>.</param>
        protected CommandSession(int inputOctets, int outputOctets)
            : base(inputOctets, outputOctets)
        {
        }

        /// <summary>The last line after too many refusals.</summary>
        protected abstract string TooManyErrors { get; }

        /// <summary>Forgets the refusals of another connection.</summary>
        protected void ForgetErrors()
        {
            _errors = 0;
        }

        /// <summary>Ends the session with a last line, or without it where a client that takes
        /// nothing has left no room.</summary>
        protected void Finish(string line)
        {
            if (line.Length <= Output.Room)
            {
                Output.Append(line);
            }

            IsFinished = true;
        }

        /// <summary>Refuses a command; after <see cref="Limits.SessionErrorsMax"/> of them, the
        /// session ends.</summary>
        protected void Refuse(string line)
        {
            Output.Append(line);
            _errors++;
            if (_errors >= Limits.SessionErrorsMax)
            {
                Finish(TooManyErrors);
            }
        }
    }
}
