using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Fuzz.Engine;

/// <summary>An input that something is wrong with, and what.</summary>
internal sealed class FoundInput
{
    /// <summary>Makes one.</summary>
    public FoundInput(string target, byte[] input, string wrong)
    {
        Target = target;
        Input = input;
        Wrong = wrong;
        Kind = KindOf(wrong);
    }

    /// <summary>The name of the target.</summary>
    public string Target { get; }

    /// <summary>The input.</summary>
    public byte[] Input { get; }

    /// <summary>What is wrong.</summary>
    public string Wrong { get; }

    /// <summary>The same for all inputs that show the same.</summary>
    public string Kind { get; }

    /// <summary>The file that it is kept in.</summary>
    public string FileName => $"{Target}-{NameOf(Input)}.bin";

    /// <summary>A name for an input: its checksum.</summary>
    public static string NameOf(byte[] input)
    {
        return Simulation.Crc32.Continue(0, input).ToString("x8", null);
    }

    /// <summary>What is wrong, without the numbers and texts in it.</summary>
    public static string KindOf(string wrong)
    {
        string first = string.Join('\n', wrong.Split('\n').Take(2));
        return Regex.Replace(Regex.Replace(first, "'[^']*'", "''"), "[0-9]+", "0");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder();
        foreach (byte octet in Input)
        {
            text.Append(octet is >= 32 and < 127 and not (byte)'\\'
                ? ((char)octet).ToString() : $"\\x{octet:x2}");
        }

        return $"FOUND {Target} {NameOf(Input)}: {Wrong}\n  {Input.Length} octets: {text}";
    }
}
