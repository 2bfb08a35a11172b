using System.Text;

namespace Appliance.Fuzz.Engine;

/// <summary>
/// A part of the core that takes octets from outside, and what must be true of it. It is built once
/// and set back after each execution, so that an input alone decides what happens.
/// </summary>
internal abstract class Target
{
    /// <summary>The longest input.</summary>
    public virtual int OctetsMax => 2048;

    /// <summary>Whether inputs are lines of text.</summary>
    public virtual bool IsText => true;

    /// <summary>Whether the core may allocate: only where nothing of it is traffic.</summary>
    public virtual bool MayAllocate => false;

    /// <summary>Basic blocks that an execution may take, whatever its input.</summary>
    public virtual int BlocksAtLeast => 20_000;

    /// <summary>Basic blocks that it may take for each octet of its input.</summary>
    public virtual int BlocksPerOctet => 500;

    /// <summary>Octets that this thread allocated in this execution for what is not the
    /// core.</summary>
    public long AllocatedElsewhere { get; protected set; }

    /// <summary>Words that mean something to it.</summary>
    public abstract IEnumerable<string> Words { get; }

    /// <summary>The inputs that a corpus starts from.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Executes an input.</summary>
    /// <exception cref="Finding">The core does not do what it must; any other exception means the
    /// same.</exception>
    public void Execute(byte[] input, int count)
    {
        AllocatedElsewhere = 0;
        Run(input, count);
    }

    /// <summary>Executes an input.</summary>
    protected abstract void Run(byte[] input, int count);

    /// <summary>Octets as text (ISO 8859-1).</summary>
    protected static string Text(ReadOnlySpan<byte> octets)
    {
        return Encoding.Latin1.GetString(octets);
    }

    /// <summary>Text as octets (ISO 8859-1).</summary>
    protected static byte[] Octets(string text)
    {
        return Encoding.Latin1.GetBytes(text);
    }
}
