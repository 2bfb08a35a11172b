namespace Appliance.CostMeter;

/// <summary>
/// What a member of the device's class library costs, as measured on the real interpreter. Times
/// are relative to a loop iteration with an add, which is 11 IL instructions and about 3.4 µs on
/// an ESP32 at 240 MHz; they hold within about a factor of two.
/// </summary>
/// <param name="Il">IL instructions inside the library: managed code around the native
/// part.</param>
/// <param name="Native">Calls into native code.</param>
/// <param name="Time">Time of the native part, without the IL instructions.</param>
/// <param name="TimeEach">Time for each octet or character.</param>
/// <param name="Heap">Octets of heap.</param>
internal sealed record LibraryCost(int Il, int Native, double Time, double TimeEach, int Heap)
{
    private static readonly LibraryCost s_none = new LibraryCost(0, 0, 0, 0, 0);

    /// <summary>
    /// The members that the core touches (host-tests/Tests/Code/core-members.txt has the same list
    /// with words). The loop that measured each is subtracted: 11 IL and one unit of time.
    /// </summary>
    private static readonly Dictionary<string, LibraryCost> s_members = new()
    {
        ["System.Array.Copy"] = new LibraryCost(0, 1, 3.5, 0.0006, 0),
        ["System.Array.Clear"] = new LibraryCost(0, 1, 3.1, 0, 0),

        // Eight instructions hand the arguments to a native search and its result back.
        ["System.Array.IndexOf"] = new LibraryCost(9, 1, 3, 0.04, 0),
        ["System.String.get_Length"] = new LibraryCost(0, 1, 3, 0.03, 0),
        ["System.String.get_Chars"] = new LibraryCost(0, 1, 4, 0, 0),

        // Of the 12 octets measured, Encoding.UTF8 takes all: here the encoding is in a static.
        ["System.Text.Encoding.GetBytes"] = new LibraryCost(0, 1, 5, 0.14, 0),
        ["System.Text.Encoding.GetString"] = new LibraryCost(6, 2, 28, 0, 348),
        ["System.Text.UTF8Encoding..ctor"] = new LibraryCost(3, 0, 1.6, 0, 12),
        ["System.Object..ctor"] = new LibraryCost(1, 0, 0.7, 0, 0),
        ["System.Runtime.CompilerServices.RuntimeHelpers.InitializeArray"] =
            new LibraryCost(0, 1, 3, 0, 0),

        // An HMAC is about 0.3 ms, less what the managed code around it takes.
        ["System.Security.Cryptography.HMACSHA256.HashData"] = new LibraryCost(8, 1, 85, 0, 60),
    };

    /// <summary>
    /// What a call through a seam takes on the device, all in: the managed code of its files and
    /// sockets as measured, and internal flash that writes 70 KB/s, reads 500 KB/s and takes 45 ms
    /// to close a written file or to change a directory. The air is not in it.
    /// </summary>
    private static readonly Dictionary<string, LibraryCost> s_seams = new()
    {
        ["IVolume.Create"] = new LibraryCost(0, 0, 350, 0, 0),
        ["IVolume.OpenForAppend"] = new LibraryCost(0, 0, 225, 0, 0),
        ["IVolume.OpenForRead"] = new LibraryCost(0, 0, 225, 0, 0),
        ["IVolume.Close"] = new LibraryCost(0, 0, 13_200, 0, 0),
        ["IVolume.Release"] = new LibraryCost(0, 0, 225, 0, 0),
        ["IVolume.Delete"] = new LibraryCost(0, 0, 13_200, 0, 0),
        ["IVolume.Move"] = new LibraryCost(0, 0, 13_200, 0, 0),
        ["IVolume.FindNext"] = new LibraryCost(0, 0, 2_050, 0, 0),
        ["IVolume.Length"] = new LibraryCost(0, 0, 27, 0, 0),
        ["IVolume.Read"] = new LibraryCost(0, 0, 14, 0.6, 0),
        ["IVolume.Write"] = new LibraryCost(0, 0, 26, 4.2, 0),
        ["IVolume.Checksum"] = new LibraryCost(0, 0, 4, 0.01, 0),
        ["IConnection.Receive"] = new LibraryCost(0, 0, 57, 0, 0),
        ["IConnection.Send"] = new LibraryCost(0, 0, 49, 0, 0),
        ["IConnection.Close"] = new LibraryCost(0, 0, 40, 0, 0),
        ["IListener.Accept"] = new LibraryCost(0, 0, 13, 0, 0),
    };

    /// <summary>The cost of a member of the class library.</summary>
    /// <exception cref="InvalidOperationException">Nobody has said what it costs.</exception>
    public static LibraryCost OfMember(string name)
    {
        return s_members.TryGetValue(name, out LibraryCost? cost)
            ? cost
            : throw new InvalidOperationException(
                $"The core calls {name}: add what it costs to {nameof(LibraryCost)}.cs.");
    }

    /// <summary>The cost of a call through a seam, such as <c>IVolume.Write</c>.</summary>
    public static LibraryCost OfSeam(string name)
    {
        return s_seams.GetValueOrDefault(name, s_none);
    }
}
