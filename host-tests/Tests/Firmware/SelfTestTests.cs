using Appliance.SelfTest;
using Xunit;

namespace Appliance.Tests.Firmware;

/// <summary>The device's self-test says of this PC what it must say of a board.</summary>
public sealed class SelfTestTests
{
    private const int TestCount = 104;
    private const int RateCount = 7;

    private readonly PcTestBoard _board = new PcTestBoard();

    [Fact]
    public void Every_test_passes_and_has_a_line_of_its_own()
    {
        Results results = new SelfTestProgram(_board).Run();
        Assert.DoesNotContain(_board.Lines, line => line.StartsWith(
            "FAIL", StringComparison.Ordinal));
        Assert.Equal(TestCount, results.Passed);
        Assert.Equal(0, results.Failed);
        Assert.Equal(TestCount, Count("PASS "));
        Assert.Equal($"{TestCount} passed, 0 failed", _board.Lines[^1]);
    }

    [Fact]
    public void Every_rate_has_a_number_above_zero()
    {
        new SelfTestProgram(_board).Run();
        Assert.Equal(RateCount, Count("RATE "));
        Assert.All(
            _board.Lines.Where(line => line.StartsWith("RATE ", StringComparison.Ordinal)),
            line => Assert.Matches(": [1-9][0-9]* (octets |iterations )?a second", line));
        Assert.Equal(3, Count("HEAP free "));
        Assert.Contains(_board.Lines, line => line.EndsWith(
            "a second, the longest took 2 ms", StringComparison.Ordinal));
        Assert.Null(_board.CommittedOctets);
    }

    [Fact]
    public void Board_without_a_drive_passes_and_says_so()
    {
        _board.HasDrive = false;
        Assert.Equal(0, new SelfTestProgram(_board).Run().Failed);
        Assert.Contains(
            "RATE commits on the internal drive: it cannot be written", _board.Lines);
    }

    [Fact]
    public void Board_that_computes_wrong_is_told_what_was_expected()
    {
        _board.ChecksumFault = 1;
        Results results = new SelfTestProgram(_board).Run();
        Assert.True(results.Failed > 0);
        Assert.Contains(
            "FAIL CRC-32 check value: expected [cbf43926], got [cbf43927]", _board.Lines);
        Assert.Equal(
            $"{results.Passed} passed, {results.Failed} failed", _board.Lines[^1]);
        Assert.All(
            _board.Lines, line => Assert.DoesNotContain("\n", line, StringComparison.Ordinal));
    }

    private int Count(string start)
    {
        return _board.Lines.Count(line => line.StartsWith(start, StringComparison.Ordinal));
    }
}
