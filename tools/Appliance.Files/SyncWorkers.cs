using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Files;

/// <summary>
/// Makes files durable side by side, which takes the system little longer than one. Its threads
/// sleep without spinning: there are more of them than processors.
/// </summary>
internal sealed class SyncWorkers
{
    private const int ThreadsMax = 16;
    private const int StackOctets = 256 * 1024;

    private readonly object _lock = new object();
    private readonly Queue<FileSync> _waiting = new Queue<FileSync>();
    private int _threads;
    private int _idle;

    /// <summary>Starts to sync a file.</summary>
    public FileSync Start(SafeFileHandle handle)
    {
        FileSync sync = new FileSync(handle);
        lock (_lock)
        {
            _waiting.Enqueue(sync);
            if (_idle > 0)
            {
                _idle--;
                Monitor.Pulse(_lock);
            }
            else if (_threads < ThreadsMax)
            {
                _threads++;
                new Thread(Work, StackOctets) { IsBackground = true, Name = "sync" }.Start();
            }
        }

        return sync;
    }

    private void Work()
    {
        while (true)
        {
            FileSync? sync;
            lock (_lock)
            {
                while (!_waiting.TryDequeue(out sync))
                {
                    _idle++;
                    Monitor.Wait(_lock);
                }
            }

            sync.Run();
        }
    }
}
