namespace Appliance.Fuzz.Engine;

/// <summary>Numbers from a seed (xorshift64*): the same on every machine and runtime.</summary>
internal sealed class Draw
{
    private ulong _state;

    /// <summary>Starts at a seed.</summary>
    public Draw(ulong seed)
    {
        _state = (seed * 0x9E3779B97F4A7C15) | 1;
        for (int i = 0; i < 8; i++)
        {
            Next();
        }
    }

    /// <summary>A number from 0 up to below another one; 0 when that is 0.</summary>
    public int Below(int end)
    {
        return end <= 0 ? 0 : (int)((Next() >> 32) * (ulong)end >> 32);
    }

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times)
    {
        return Below(times) == 0;
    }

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }
}
