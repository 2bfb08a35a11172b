using Appliance.Core.Wire;

namespace Appliance.Front.Setup
{
    /// <summary>A form without errors as the host takes it.</summary>
    internal sealed class SetupAnswers
    {
        private readonly OctetBuffer _settings = new OctetBuffer(FrontLimits.SetupTextOctets);
        private readonly OctetBuffer _network = new OctetBuffer(FrontLimits.NetworkNameOctetsMax);
        private readonly OctetBuffer _password = new OctetBuffer(FrontLimits.SetupValueOctetsMax);

        /// <summary>Hands a form to the host.</summary>
        /// <returns>Null, or what the host says is wrong.</returns>
        public string Apply(SetupForm form, ISetupHost host)
        {
            _settings.Clear();
            _network.Clear();
            _password.Clear();
            if (host.AsksNetwork)
            {
                AppendNetwork(form, host);
            }

            if (!SetupCheck.KeepsSettings(form, host))
            {
                AppendSettings(form, host.AsksStorage);
            }

            string problem = host.Apply(_settings, _network, _password);
            _settings.Clear();
            _password.Clear();
            return problem;
        }

        private void AppendNetwork(SetupForm form, ISetupHost host)
        {
            int index = SetupCheck.ChosenNetwork(form, host.Networks);
            if (index < 0)
            {
                Append(_network, form, SetupField.OtherNetwork);
            }
            else
            {
                _network.Produced(host.CopyNetwork(index, _network.Octets, 0));
            }

            Append(_password, form, SetupField.NetworkPassword);
        }

        private void AppendSettings(SetupForm form, bool asksStorage)
        {
            AppendLine("hostname = ", form, SetupField.HostName);
            if (asksStorage)
            {
                AppendLine("storage = ", form, SetupField.Storage);
            }

            for (int i = 0; i < FrontLimits.SetupMailboxes; i++)
            {
                int field = SetupField.FirstMailbox + (2 * i);
                if (form.CountOf(field) > 0)
                {
                    AppendLine("mailbox = ", form, field);
                    AppendLine("password = ", form, field + 1);
                    if (i == 0)
                    {
                        _settings.Append("catch-all = on\n");
                    }
                }
            }
        }

        private void AppendLine(string key, SetupForm form, int field)
        {
            _settings.Append(key);
            Append(_settings, form, field);
            _settings.AppendOctet('\n');
        }

        private static void Append(OctetBuffer target, SetupForm form, int field)
        {
            target.Append(form.Values, form.OffsetOf(field), form.CountOf(field));
        }
    }
}
