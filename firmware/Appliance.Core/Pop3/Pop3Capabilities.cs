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
            output.Append("+OK Capability list follows\r\nTOP\r\nUSER\r\nSASL PLAIN\r\n");
            output.Append("RESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nUIDL\r\nUTF8\r\n");
            if (settings.Pop3LoginDelaySeconds > 0)
            {
                output.Append("LOGIN-DELAY ");
                output.AppendNumber(settings.Pop3LoginDelaySeconds);
                output.Append("\r\n");
            }

            if (!settings.Accounts.AnyDropsOldestRead)
            {
                // RFC 2449 section 6.7: no message is removed but by its reader.
                output.Append("EXPIRE NEVER\r\n");
            }

            if (loggedIn)
            {
                output.Append("IMPLEMENTATION Mail-Appliance\r\n");
            }

            output.Append(Pop3Response.EndOfLines);
        }
    }
}
