using System.Text;
using Appliance.Core;
using Appliance.Core.Wire;
using Xunit;

namespace Appliance.Tests.Wire;

/// <summary>How a command line is split: its end, its verb, its argument.</summary>
public sealed class CommandReaderTests
{
    private const int Noop = ('n' << 24) | ('o' << 16) | ('o' << 8) | 'p';
    private const int Pass = ('p' << 24) | ('a' << 16) | ('s' << 8) | 's';
    private const int Top = ('t' << 16) | ('o' << 8) | 'p';
    private const int Utf8 = ('u' << 24) | ('t' << 16) | ('f' << 8) | '8';

    [Theory]
    [InlineData("NOOP", Noop, "")]
    [InlineData("nOoP", Noop, "")]
    [InlineData("NOOP \t ", Noop, "")]
    [InlineData("noop  a b \t", Noop, "a b")]
    [InlineData("NOOP \ta", Noop, "\ta")]
    [InlineData("TOP 1 2", Top, "1 2")]
    [InlineData("Top", Top, "")]
    [InlineData("TOP\t", Top, "")]
    [InlineData("UTF8", Utf8, "")]
    public void Verb_and_argument_are_parted_by_blanks(string line, int verb, string argument)
    {
        CommandReader reader = Read(line + "\r\n");
        Assert.Equal(verb, reader.TakeVerb());
        Assert.Equal(argument, line[reader.Argument..reader.End]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no")]
    [InlineData("NOOPS")]
    [InlineData("NOOP\ta")]
    [InlineData("HELLO there")]
    public void Other_words_are_no_verb(string line)
    {
        Assert.Equal(0, Read(line + "\r\n").TakeVerb());
    }

    [Theory]
    [InlineData(" TOP")]
    [InlineData("\0TOP")]
    [InlineData("UTF\u0018")]
    [InlineData("N\0OP")]
    [InlineData("TOP\u0010")]
    public void No_other_octet_becomes_part_of_a_verb(string line)
    {
        Assert.DoesNotContain(Read(line + "\r\n").TakeVerb(), new[] { Noop, Top, Utf8 });
    }

    [Theory]
    [InlineData("PASS secret", "secret")]
    [InlineData("PASS  se cret \t", " se cret \t")]
    [InlineData("PASS ", "")]
    [InlineData("PASS  ", " ")]
    [InlineData("PASS", "")]
    [InlineData("PASS\t  ", "")]
    public void Blanks_of_a_password_can_be_kept(string line, string argument)
    {
        CommandReader reader = Read(line + "\r\n");
        Assert.Equal(Pass, reader.TakeVerb());
        reader.KeepBlanks();
        Assert.Equal(argument, line[reader.Argument..reader.End]);
    }

    private static CommandReader Read(string line)
    {
        OctetBuffer input = new OctetBuffer(Limits.SmtpInputOctetsMin);
        CommandReader reader = new CommandReader(input, Limits.SmtpCommandOctetsMax);
        byte[] octets = Encoding.Latin1.GetBytes(line);
        input.Append(octets, 0, octets.Length);
        Assert.Equal(CommandReader.Line, reader.Read());
        return reader;
    }
}
