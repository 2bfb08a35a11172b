using System.Threading;

namespace Appliance.Benchmarks.Peers;

/// <summary>Work by several threads at the same time.</summary>
internal static class Threads
{
    /// <summary>Starts the work so many times, and returns when all of it has ended.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="work">Is given the number of its thread, from 0, and throws nothing.</param>
    public static void Run(int count, Action<int> work)
    {
        Thread[] threads = Enumerable.Range(0, count)
            .Select(number => new Thread(() => work(number))).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }
}
