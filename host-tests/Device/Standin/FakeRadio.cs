using System.Collections.Generic;

namespace Appliance.DeviceTests.Standin
{
    /// <summary>The network interfaces of the board and what the firmware keeps of them.</summary>
    internal static class FakeRadio
    {
        /// <summary>The stored network.</summary>
        public static string Ssid { get; set; }

        /// <summary>Its password.</summary>
        public static string Password { get; set; }

        /// <summary>Options of the station.</summary>
        public static int StationOptions { get; set; }

        /// <summary>The name of the access point.</summary>
        public static string PointName { get; set; }

        /// <summary>Options of the access point.</summary>
        public static int PointOptions { get; set; }

        /// <summary>Whether the firmware has an access point.</summary>
        public static bool HasPoint { get; set; }

        /// <summary>Whether the board has a cable.</summary>
        public static bool HasCable { get; set; }

        /// <summary>Whether the network is there.</summary>
        public static bool IsUp { get; set; }

        /// <summary>The address on the LAN.</summary>
        public static string Address { get; set; }

        /// <summary>Times at which somebody connected to the network.</summary>
        public static List<long> Connects { get; } = new List<long>();

        /// <summary>Whether connecting brings the network up.</summary>
        public static bool Connectable { get; set; }

        /// <summary>Names of networks in reach.</summary>
        public static List<string> InReach { get; } = new List<string>();

        /// <summary>Whom the time is asked of; null while nobody is.</summary>
        public static string TimeServer { get; set; }

        /// <summary>Whether SNTP runs.</summary>
        public static bool AsksTime { get; set; }

        /// <summary>Whether addresses are given out, and to where the names lead.</summary>
        public static string GivesAddressesAs { get; set; }

        /// <summary>A board that knows a network and is in it.</summary>
        public static void Reset()
        {
            Ssid = "home";
            Password = "12345678";
            StationOptions = 6;
            PointName = "";
            PointOptions = 0;
            HasPoint = true;
            HasCable = false;
            IsUp = true;
            Address = "192.168.1.50";
            Connects.Clear();
            Connectable = true;
            InReach.Clear();
            TimeServer = null;
            AsksTime = false;
            GivesAddressesAs = null;
        }
    }
}
