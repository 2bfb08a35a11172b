namespace Appliance.Simulation.Campaign;

/// <summary>What an entry of a campaign's script does. Numbers in parentheses are those of the
/// habits of senders and readers that the kind plays.</summary>
public enum CampaignKind
{
    /// <summary>A sender in lock-step, with the habits that its seed draws (Q1 to Q6, Q9 to
    /// Q13, Q20, Q23, Q25).</summary>
    Sender,

    /// <summary>Sends all in one packet, or in groups (Q22).</summary>
    Pipeliner,

    /// <summary>Sends one octet at a time (Q21).</summary>
    Dribbler,

    /// <summary>Connects, greets and quits (Q18).</summary>
    TestButton,

    /// <summary>Hides commands in mail data (Q26).</summary>
    Smuggler,

    /// <summary>Logs in first, with mistakes (Q7, Q24).</summary>
    LoginSender,

    /// <summary>Announces or sends too much (Q15).</summary>
    TooLarge,

    /// <summary>Leaves at any moment (Q19).</summary>
    Leaver,

    /// <summary>Ends its direction behind its mail, or in the middle, and reads on (Q19).</summary>
    HalfCloser,

    /// <summary>Sends anything at all to either port.</summary>
    Junk,

    /// <summary>Speaks TLS or HTTP to a mail port (Q17).</summary>
    Foreigner,

    /// <summary>Connects and says nothing.</summary>
    Silent,

    /// <summary>Sends one octet a minute.</summary>
    Crawler,

    /// <summary>Opens many connections from one address at once.</summary>
    Flood,

    /// <summary>Fetches and leaves mail (R2, R4 to R6).</summary>
    Reader,

    /// <summary>Fetches and deletes (R3).</summary>
    Remover,

    /// <summary>Looks with TOP, UIDL, RSET and pipelining (R5, R7).</summary>
    Looker,

    /// <summary>Deletes and drops the line (R3).</summary>
    LostRemover,

    /// <summary>Takes nothing for a while, and then goes on.</summary>
    Staller,

    /// <summary>Asks for a message and takes nothing (R1).</summary>
    Holder,

    /// <summary>Guesses passwords (R8).</summary>
    Guesser,

    /// <summary>The power is cut.</summary>
    PowerCut,

    /// <summary>The power is cut at one of the next operations of the volume.</summary>
    CutAtOperation,

    /// <summary>The power is cut, and again while the store opens.</summary>
    CutOpening,

    /// <summary>The appliance is stopped in order and started.</summary>
    Restart,

    /// <summary>One operation of the volume fails.</summary>
    FailOnce,

    /// <summary>The volume fails for a while.</summary>
    FailForAWhile,

    /// <summary>The volume is full for a while.</summary>
    Full,

    /// <summary>The card is out for a while.</summary>
    CardOut,

    /// <summary>The time of day jumps.</summary>
    ClockJump,

    /// <summary>The loop is held up, so that much time passes at once.</summary>
    TimeLeap,

    /// <summary>A bit flips in what is read.</summary>
    Flip,
}
