using Appliance.Fuzz.Engine;
using Xunit;

namespace Appliance.Tests.Fuzz;

/// <summary>The fuzzer notices what it is there for.</summary>
public sealed class FuzzEngineTests
{
    private static byte[] s_kept = [];

    [Fact]
    public void Exception_is_told_with_its_place()
    {
        string? wrong = Run(_ => throw new InvalidOperationException("planted"), false);
        Assert.StartsWith("InvalidOperationException: planted\n", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocation_is_told_where_none_is_allowed()
    {
        Assert.EndsWith(
            "octets are allocated", Run(_ => s_kept = new byte[100], false),
            StringComparison.Ordinal);
        Assert.Null(Run(_ => s_kept = new byte[100], true));
    }

    [Fact]
    public void Hang_is_ended_and_told()
    {
        string? wrong = Run(
            _ =>
            {
                while (true)
                {
                    StepMap.Hit(1);
                }
            },
            false);
        Assert.EndsWith("it hangs", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_is_made_anew_after_something_was_wrong()
    {
        int made = 0;
        Execution execution = new Execution(() =>
        {
            made++;
            return new PlantedTarget(_ => throw new Finding("planted"), false);
        });
        Assert.Equal("planted", execution.Run([], 0));
        Assert.Equal(2, made);
    }

    [Fact]
    public void Input_shrinks_to_what_takes_part()
    {
        byte[] input = "one\r\ntwo BUG three\r\nfour"u8.ToArray();
        byte[] shrunk = Shrinker.Shrink(
            input, shorter => shorter.AsSpan().IndexOf("BUG"u8) >= 0
                && shorter.AsSpan().IndexOf((byte)'f') >= 0);
        Assert.Equal("BUGf"u8.ToArray(), shrunk);
    }

    [Fact]
    public void What_does_something_new_is_kept_and_what_does_not_is_not()
    {
        Corpus corpus = new Corpus();
        StepMap.Begin(1000);
        StepMap.Hit(5);
        Assert.True(corpus.Note());
        Assert.False(corpus.Note());
        StepMap.Begin(1000);
        StepMap.Hit(5);
        StepMap.Hit(6);
        Assert.True(corpus.Note());
        Assert.Equal(2, corpus.Edges);
        StepMap.End();
    }

    private static string? Run(Action<byte[]> run, bool mayAllocate)
    {
        byte[] input = [1];
        return new Execution(() => new PlantedTarget(run, mayAllocate)).Run(input, 1);
    }

    private sealed class PlantedTarget(Action<byte[]> run, bool mayAllocate) : Target
    {
        public override bool MayAllocate => mayAllocate;

        public override IEnumerable<string> Words => [];

        public override IEnumerable<byte[]> Seeds => [];

        protected override void Run(byte[] input, int count)
        {
            run(input);
        }
    }
}
