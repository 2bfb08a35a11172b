namespace Appliance.Core.Server
{
    /// <summary>A listening socket. It never blocks and never throws.</summary>
    public interface IListener
    {
        /// <summary>Takes the next waiting connection, or returns null when none waits.</summary>
        IConnection Accept();
    }
}
