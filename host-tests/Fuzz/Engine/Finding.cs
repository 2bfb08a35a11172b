namespace Appliance.Fuzz.Engine;

/// <summary>What an oracle objects to: an input that the core does not treat as it must.</summary>
internal sealed class Finding : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong, so that it can be understood without the
    /// input.</param>
    public Finding(string message)
        : base(message)
    {
    }

    /// <summary>Objects unless something holds.</summary>
    public static void Unless(bool holds, string message)
    {
        if (!holds)
        {
            throw new Finding(message);
        }
    }
}
