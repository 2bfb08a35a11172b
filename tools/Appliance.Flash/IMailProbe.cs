namespace Appliance.Flash;

/// <summary>Asks whether SMTP answers.</summary>
public interface IMailProbe
{
    /// <summary>Tries once.</summary>
    /// <param name="host">A name or an address on the LAN.</param>
    MailAnswer Try(string host);
}
