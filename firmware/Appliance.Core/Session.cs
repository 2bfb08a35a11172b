using Appliance.Core.Wire;

namespace Appliance.Core
{
    /// <summary>
    /// A protocol session without I/O: octets come in <see cref="Input"/>, octets go out from
    /// <see cref="Output"/>, time is an argument. It serves one connection after the other.
    /// </summary>
    public abstract class Session
    {
        private readonly OctetBuffer _input;
        private readonly OctetBuffer _output;

        /// <summary>Makes a session with its buffers.</summary>
        /// <param name="inputOctets">Room for a command line at least.</param>
        /// <param name="outputOctets">At least <see cref="Limits.ReplyOctetsMax"/>.</param>
        protected Session(int inputOctets, int outputOctets)
        {
            _input = new OctetBuffer(inputOctets);
            _output = new OctetBuffer(outputOctets);
        }

        /// <summary>Octets that came from the peer and are not used yet.</summary>
        public OctetBuffer Input => _input;

        /// <summary>Octets for the peer that are not sent yet.</summary>
        public OctetBuffer Output => _output;

        /// <summary>True when the peer has sent its last octet. Set by who owns the
        /// connection.</summary>
        public bool InputEnded { get; set; }

        /// <summary>True when nothing more is read and the connection is to be closed as soon as
        /// the output is sent.</summary>
        public bool IsFinished { get; protected set; }

        /// <summary>True when the session waits for work of the appliance, not for the peer. Set at
        /// the end of each <see cref="Advance"/>.</summary>
        public bool IsWorking { get; protected set; }

        /// <summary>True when the session has more to say, or to read, as soon as the output has
        /// room. Set at the end of each <see cref="Advance"/>.</summary>
        public bool NeedsRoom { get; protected set; }

        /// <summary>Milliseconds that the peer may be silent.</summary>
        public abstract int IdleMs { get; }

        /// <summary>Milliseconds that the session may last.</summary>
        public abstract int TotalMs { get; }

        /// <summary>Starts to serve a connection.</summary>
        /// <param name="sessionId">A number for logs and trace fields.</param>
        /// <param name="address">The peer's address, 16 octets, kept by reference.</param>
        /// <param name="nowMs">The time in milliseconds, from any start.</param>
        public void Begin(int sessionId, byte[] address, long nowMs)
        {
            _input.Clear();
            _output.Clear();
            InputEnded = false;
            IsFinished = false;
            IsWorking = false;
            NeedsRoom = false;
            Start(sessionId, address, nowMs);
        }

        /// <summary>
        /// Goes on as far as input, room in the output and time allow. To be called whenever one of
        /// them changed; once too often does no harm.
        /// </summary>
        /// <param name="nowMs">The time in milliseconds.</param>
        public abstract void Advance(long nowMs);

        /// <summary>How many octets the session wants at once: all that there is room for, or those
        /// that end where the volume likes them to end.</summary>
        /// <param name="room">The octets that the input has room for.</param>
        public virtual int OctetsWanted(int room)
        {
            return room;
        }

        /// <summary>Ends the session because a deadline passed, with a last reply where the
        /// protocol has one.</summary>
        public abstract void TimeOut();

        /// <summary>Ends the session because the appliance stops, with a last reply where the
        /// protocol has one.</summary>
        public abstract void Shutdown();

        /// <summary>Gives up everything that the session holds: its connection is gone.</summary>
        public abstract void End();

        /// <summary>Starts the protocol.</summary>
        protected abstract void Start(int sessionId, byte[] address, long nowMs);
    }
}
