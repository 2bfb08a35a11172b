using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>
    /// Judges a form field by field: what passes is what the settings allow, so that the appliance
    /// starts with it.
    /// </summary>
    internal static class SetupCheck
    {
        private const string NoControls = "allowed: text without control characters";
        private const string PasswordMissing = "a password is needed";

        /// <summary>Judges all fields; their errors are in the form.</summary>
        public static void Judge(SetupForm form, ISetupHost host)
        {
            for (int field = 0; field < SetupField.Count; field++)
            {
                if (form.HasControls(field))
                {
                    form.SetError(field, NoControls);
                }
            }

            if (host.AsksNetwork)
            {
                JudgeNetwork(form, host.Networks);
                form.SetError(SetupField.NetworkPassword, JudgeNetworkPassword(form));
                if (KeepsSettings(form, host))
                {
                    return;
                }
            }

            JudgeHostName(form);
            if (host.AsksStorage && !form.Is(SetupField.Storage, "flash")
                && !form.Is(SetupField.Storage, "card"))
            {
                form.SetError(SetupField.Storage, "choose where mail is kept");
            }

            for (int i = 0; i < FrontLimits.SetupMailboxes; i++)
            {
                JudgeMailbox(form, SetupField.FirstMailbox + (2 * i));
            }
        }

        /// <summary>True when all but the network stays as it is.</summary>
        public static bool KeepsSettings(SetupForm form, ISetupHost host)
        {
            return host.AsksNetwork && host.HasSettings && form.Is(SetupField.Keep, "on");
        }

        /// <summary>The index of the chosen network, or -1 when none of the list is
        /// chosen.</summary>
        public static int ChosenNetwork(SetupForm form, int networks)
        {
            long index = AsciiText.ParseNumber(
                form.Values, form.OffsetOf(SetupField.Network), form.CountOf(SetupField.Network));
            return index >= 0 && index < networks ? (int)index : -1;
        }

        private static void JudgeNetwork(SetupForm form, int networks)
        {
            form.Trim(SetupField.OtherNetwork);
            bool listed = form.CountOf(SetupField.Network) > 0;
            int other = form.CountOf(SetupField.OtherNetwork);
            if (listed && ChosenNetwork(form, networks) < 0)
            {
                form.SetError(SetupField.Network, "choose one of the list");
            }
            else if (listed && other > 0)
            {
                form.SetError(
                    SetupField.OtherNetwork, "choose a network or type its name, not both");
            }
            else if (!listed && other == 0)
            {
                form.SetError(
                    networks > 0 ? SetupField.Network : SetupField.OtherNetwork,
                    "choose a network, or type its name");
            }
            else if (other > FrontLimits.NetworkNameOctetsMax)
            {
                form.SetError(
                    SetupField.OtherNetwork, "too long; a network's name has at most 32 octets");
            }
        }

        private static string JudgeNetworkPassword(SetupForm form)
        {
            int offset = form.OffsetOf(SetupField.NetworkPassword);
            int count = form.CountOf(SetupField.NetworkPassword);
            bool isAscii = true;
            bool isKey = count == FrontLimits.NetworkKeyDigits;
            for (int i = 0; i < count; i++)
            {
                isAscii = isAscii && form.Values[offset + i] < 0x7F;
                isKey = isKey && AsciiText.HexadecimalValue(form.Values[offset + i]) >= 0;
            }

            bool isPassword = count >= FrontLimits.NetworkPasswordOctetsMin
                && count <= FrontLimits.NetworkPasswordOctetsMax;
            return count == 0 || isKey || (isPassword && isAscii) ? null
                : "allowed: 8 to 63 letters, digits and signs without accents, or 64 hexadecimal "
                    + "digits, or nothing for an open network";
        }

        private static void JudgeHostName(SetupForm form)
        {
            form.Trim(SetupField.HostName);
            int count = form.CountOf(SetupField.HostName);
            if (count == 0 || !SettingsText.IsHostName(
                form.Values, form.OffsetOf(SetupField.HostName), count))
            {
                form.SetError(
                    SetupField.HostName, "allowed: letters, digits, '-' and '.', without blanks");
            }
        }

        private static void JudgeMailbox(SetupForm form, int field)
        {
            form.Trim(field);
            int count = form.CountOf(field);
            int password = field + 1;
            if (count == 0)
            {
                bool isNeeded = field == SetupField.FirstMailbox || form.CountOf(password) > 0;
                form.SetError(field, isNeeded ? "a name is needed" : null);
                return;
            }

            if (!SettingsText.IsMailboxName(form.Values, form.OffsetOf(field), count))
            {
                form.SetError(
                    field, "allowed: letters, digits and '.', '-' or '_', without blanks, + or @");
            }

            for (int other = SetupField.FirstMailbox; other < field; other += 2)
            {
                if (form.AreEqual(other, field))
                {
                    form.SetError(field, "another mailbox has this name");
                }
            }

            form.SetError(password, JudgePassword(form, password));
        }

        private static string JudgePassword(SetupForm form, int field)
        {
            if (form.CountOf(field) == 0)
            {
                return PasswordMissing;
            }

            if (form.HasOuterBlanks(field))
            {
                return "a password must not start or end with a blank";
            }

            // In the settings this would be read as a password that is stretched already.
            return PasswordText.IsStretched(
                form.Values, form.OffsetOf(field), form.CountOf(field))
                ? "a password must not start with {pbkdf2}" : null;
        }
    }
}
