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
    [InlineData("NOOP\r\n", CommandReader.Line, 4)]
    [InlineData("NOOP\n", CommandReader.LfLine, 4)]
    [InlineData("NOOP\r\r\n", CommandReader.Line, 5)]
    [InlineData("\r\n", CommandReader.Line, 0)]
    [InlineData("\n", CommandReader.LfLine, 0)]
    public void Line_ends_with_CRLF_or_with_LF_alone(string line, int kind, int end)
    {
        CommandReader reader = NewReader(out OctetBuffer input);
        Append(input, line + "\n");
        Assert.Equal(kind, reader.Read());
        Assert.Equal(end, reader.End);
        reader.Consume();
        Assert.Equal(CommandReader.LfLine, reader.Read());
        Assert.Equal(line.Length, reader.End);
    }

    [Fact]
    public void Tls_is_told_in_the_place_of_the_first_command_only()
    {
        CommandReader reader = NewReader(out OctetBuffer input);
        Append(input, "\u0016");
        Assert.Equal(CommandReader.None, reader.Read());
        Append(input, "\u0003");
        Assert.Equal(CommandReader.Tls, reader.Read());
        input.Clear();
        Append(input, "NOOP\r\n\u0016\u0003\r\n\u0016\u0003");
        Assert.Equal(CommandReader.Line, reader.Read());
        reader.TakeVerb();
        reader.Consume();
        Assert.Equal(CommandReader.Line, reader.Read());
        reader.Consume();
        Assert.Equal(CommandReader.None, reader.Read());
        reader.Reset();
        Assert.Equal(CommandReader.Tls, reader.Read());
    }

    [Theory]
    [InlineData(0, CommandReader.Line)]
    [InlineData(1, CommandReader.TooLong)]
    public void Line_that_is_too_long_is_gone_as_one(int beyond, int expected)
    {
        string line = "\u0016\u0003" + new string('x', Limits.SmtpCommandOctetsMax - 4 + beyond) + "\r\n";
        foreach (int piece in new[] { 1, 2, 100, line.Length })
        {
            CommandReader reader = NewReader(out OctetBuffer input);
            Append(input, "NOOP\r\n");
            reader.Read();
            reader.TakeVerb();
            reader.Consume();
            int read = CommandReader.None;
            for (int at = 0; at < line.Length; at += piece)
            {
                Assert.Equal(CommandReader.None, read);
                Append(input, line[at..Math.Min(at + piece, line.Length)]);
                read = reader.Read();
            }

            Assert.Equal(expected, read);
            if (expected == CommandReader.Line)
            {
                reader.Consume();
            }

            Append(input, "NOOP\r\n");
            Assert.Equal(CommandReader.Line, reader.Read());
            Assert.Equal(Noop, reader.TakeVerb());
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", true)]
    [InlineData("CONNECT", true)]
    [InlineData("GETS", false)]
    [InlineData("", false)]
    public void Http_is_told_in_any_line(string line, bool expected)
    {
        CommandReader reader = NewReader(out OctetBuffer input);
        Append(input, "NOOP\r\n" + line + "\r\n");
        reader.Read();
        reader.Consume();
        reader.Read();
        Assert.Equal(expected, reader.IsHttp());
    }

    [Fact]
    public void Long_line_before_any_command_is_no_tls_in_its_middle()
    {
        CommandReader reader = NewReader(out OctetBuffer input);
        Append(input, new string('x', Limits.SmtpCommandOctetsMax + 1));
        Assert.Equal(CommandReader.None, reader.Read());
        Append(input, "\u0016\u0003\r\n");
        Assert.Equal(CommandReader.TooLong, reader.Read());
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
        CommandReader reader = NewReader(out OctetBuffer input);
        Append(input, line);
        Assert.Equal(CommandReader.Line, reader.Read());
        return reader;
    }

    private static CommandReader NewReader(out OctetBuffer input)
    {
        input = new OctetBuffer(Limits.SmtpInputOctetsMin);
        return new CommandReader(input, Limits.SmtpCommandOctetsMax);
    }

    private static void Append(OctetBuffer input, string text)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        input.Append(octets, 0, octets.Length);
    }
}
