using System.IO;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Files;

/// <summary>An open file of a <see cref="DirectoryVolume"/>.</summary>
/// <param name="Handle">The system's handle.</param>
/// <param name="IsWritten">False when it is only read.</param>
/// <param name="Directory">The directory in which its name is not durable yet, or null.</param>
internal sealed record OpenFile(
    SafeFileHandle Handle, bool IsWritten, NewNames? Directory)
{
    private readonly int _name = Directory?.Add() ?? 0;
    private FileSync? _sync;

    /// <summary>Where the next read or write goes.</summary>
    public long Position { get; set; }

    /// <summary>Begins to make its octets durable, beside others.</summary>
    public void StartSync(SyncWorkers workers)
    {
        _sync = workers.Start(Handle);
    }

    /// <summary>Makes its octets and its name durable.</summary>
    /// <returns>False when the name is not.</returns>
    /// <exception cref="Exception">The octets are not: what the system said.</exception>
    public bool Sync()
    {
        // While others sync the octets, this thread syncs the names of all of them.
        bool named = Directory == null || Directory.Sync(_name);
        if (_sync == null)
        {
            RandomAccess.FlushToDisk(Handle);
        }
        else
        {
            Exception? failure = _sync.Wait();
            if (failure != null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        return named;
    }
}
