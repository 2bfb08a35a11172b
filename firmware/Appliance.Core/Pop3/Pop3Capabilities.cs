using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Core.Pop3
{
    /// <summary>The response to CAPA (RFC 2449 section 5), the same in both states but for
    /// IMPLEMENTATION.</summary>
    internal static class Pop3Capabilities
    {
        /// <summary>Appends the response.</summary>
        public static void Append(OctetBuffer output, Settings settings, bool loggedIn)
        {
            output.Append(Pop3Response.Capabilities);
            if (settings.Pop3LoginDelaySeconds > 0)
            {
                output.Append(Pop3Response.LoginDelayIs);
                output.AppendNumber(settings.Pop3LoginDelaySeconds);
                output.Append(Pop3Response.EndOfLine);
            }

            if (!settings.Accounts.AnyDropsOldestRead)
            {
                // RFC 2449 section 6.7: no message is removed but by its reader.
                output.Append(Pop3Response.ExpireNever);
            }

            if (loggedIn)
            {
                output.Append(Pop3Response.Implementation);
            }

            output.Append(Pop3Response.EndOfLines);
        }
    }
}
