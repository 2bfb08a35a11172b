using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Files;

/// <summary>The sync of one file: by a worker, or by who waits for it when no worker has begun
/// yet.</summary>
/// <param name="handle">The file.</param>
internal sealed class FileSync(SafeFileHandle handle)
{
    private readonly object _lock = new object();
    private Exception? _failure;
    private bool _isBegun;
    private bool _isDone;

    /// <summary>Syncs, unless somebody else does.</summary>
    public void Run()
    {
        lock (_lock)
        {
            if (_isBegun)
            {
                return;
            }

            _isBegun = true;
        }

        Exception? failure = null;
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception exception)
        {
            // Whoever waits is told: a worker has nobody to tell.
            failure = exception;
        }

        lock (_lock)
        {
            _failure = failure;
            _isDone = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits until it is done.</summary>
    /// <returns>Why it failed, or null.</returns>
    public Exception? Wait()
    {
        Run();
        lock (_lock)
        {
            while (!_isDone)
            {
                Monitor.Wait(_lock);
            }

            return _failure;
        }
    }
}
