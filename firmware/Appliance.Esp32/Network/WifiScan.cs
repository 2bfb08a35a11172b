using System;
using System.Device.Wifi;
using System.Threading;

namespace Appliance.Esp32.Network
{
    /// <summary>Looks once what networks are in reach, before the set-up page is served.</summary>
    internal sealed class WifiScan
    {
        private const int NamesMax = 12;
        private const int PartMs = 100;
        private const int PartsMax = 80;

        private bool _isDone;

        /// <summary>The names, each once; none when that failed.</summary>
        public string[] Run()
        {
            string[] names = new string[NamesMax];
            int count = 0;
            try
            {
                WifiAdapter adapter = WifiAdapter.FindAllAdapters()[0];
                adapter.AvailableNetworksChanged += Note;
                adapter.ScanAsync();
                for (int i = 0; i < PartsMax && !_isDone; i++)
                {
                    Thread.Sleep(PartMs);
                }

                WifiAvailableNetwork[] found = adapter.NetworkReport.AvailableNetworks;
                for (int i = 0; i < found.Length && count < NamesMax; i++)
                {
                    count += Add(names, count, found[i].Ssid) ? 1 : 0;
                }
            }
            catch (Exception)
            {
                // The name is typed then.
            }

            string[] exact = new string[count];
            Array.Copy(names, 0, exact, 0, count);
            return exact;
        }

        private static bool Add(string[] names, int count, string name)
        {
            for (int i = 0; i < count; i++)
            {
                if (names[i] == name)
                {
                    return false;
                }
            }

            names[count] = name;
            return name != null && name.Length > 0;
        }

        private void Note(WifiAdapter sender, object e)
        {
            _isDone = true;
        }
    }
}
