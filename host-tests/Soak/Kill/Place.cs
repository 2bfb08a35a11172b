namespace Appliance.Soak.Kill;

/// <summary>What is known of a message in one mailbox.</summary>
internal sealed class Place
{
    /// <summary>The unique-id that it was shown under, or null.</summary>
    public string? UniqueId { get; set; }

    /// <summary>Whether a QUIT that deletes it was answered +OK.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The session whose QUIT would delete it and was not answered; 0 for none.</summary>
    public int QuitUnanswered { get; set; }
}
