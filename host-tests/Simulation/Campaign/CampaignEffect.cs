namespace Appliance.Simulation.Campaign;

/// <summary>What really came of the faults of a campaign: an entry of a script may say that an
/// operation fails which then never comes.</summary>
public enum CampaignEffect
{
    /// <summary>An operation of the volume failed.</summary>
    OperationFailed,

    /// <summary>A write found the volume full.</summary>
    WriteFoundNoRoom,

    /// <summary>A bit of what was read was flipped.</summary>
    BitFlipped,

    /// <summary>The power was cut while sessions were open.</summary>
    CutUnderLoad,

    /// <summary>The power was cut at an operation of the volume.</summary>
    CutAtOperation,

    /// <summary>The power was cut while the store was opened.</summary>
    CutWhileOpening,

    /// <summary>The appliance was stopped while sessions were open.</summary>
    StoppedUnderLoad,

    /// <summary>The card was taken out while sessions were open.</summary>
    CardOutUnderLoad,

    /// <summary>The store was opened anew on a card that came.</summary>
    StoreReopened,

    /// <summary>The store could not write its index.</summary>
    StoreFailed,

    /// <summary>A message was refused after its data.</summary>
    MessageRefused,

    /// <summary>The network broke a connection.</summary>
    ConnectionBroken,

    /// <summary>A connection was slow.</summary>
    ConnectionDelayed,

    /// <summary>A client ended its direction while the appliance still answered.</summary>
    HalfClosed,

    /// <summary>A client took nothing for a while, and then all.</summary>
    Stalled,

    /// <summary>A session was ended by a deadline.</summary>
    TimedOut,

    /// <summary>A connection was refused: no slot, or too many from one address.</summary>
    ConnectionRefused,

    /// <summary>A login failed.</summary>
    LoginFailed,
}
