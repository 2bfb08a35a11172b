using Appliance.Simulation.Campaign;
using Xunit;
using Xunit.Abstractions;

namespace Appliance.Tests.Campaign;

/// <summary>Worlds from seeds: every kind of client, every fault, and a model of what must be
/// true.</summary>
public sealed class CampaignTests
{
    private const int Worlds = 300;
    private const int ClientsEach = 24;

    private readonly ITestOutputHelper _output;

    public CampaignTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Fact]
    public void Every_promise_holds_in_five_thousand_sessions()
    {
        CampaignReport report = new CampaignReport();
        for (int seed = 1; seed <= Worlds; seed++)
        {
            CampaignRun.Play(CampaignScript.Draw(seed, ClientsEach), report);
        }

        _output.WriteLine(
            $"{report.Sessions} sessions, {report.Cuts} power cuts, {report.Answered} answered, "
            + $"{report.Fetched} fetched, {report.SimulatedMs / 3_600_000} simulated hours");
        Assert.Empty(report.Missing);
        Assert.InRange(report.Sessions, 5000, int.MaxValue);
        Assert.InRange(report.Answered, 1000, int.MaxValue);
        Assert.InRange(report.Fetched, 1000, int.MaxValue);
    }

    /// <summary>What a card took back of the deliveries of messages that a session was deleting is
    /// no delete that happened in part; two flipped bits mark a message until the next start; RCPT
    /// between a card's going and its return is no fault; an index that failed on a card that was
    /// out as well refuses two senders; a bit that flips in the second reading of a torn journal
    /// loses nothing.</summary>
    [Theory]
    [InlineData(9822, 0, 6, 8, 10, 11)]
    [InlineData(32018, 4, 6, 8, 13, 15, 16)]
    [InlineData(19599, 0, 3, 9, 12, 14, 18, 19)]
    [InlineData(11888, 2, 3, 5, 9, 10, 11, 12, 13, 15, 16, 17)]
    [InlineData(24284, 0, 2, 4, 5, 6, 7)]
    [InlineData(8919, 14, 15, 22, 25)]
    [InlineData(36884, 0, 1, 2, 3, 4, 7, 8, 9, 12, 13, 16, 17, 19, 20, 21, 29)]
    [InlineData(22663, 2, 4, 5, 14, 16, 19, 23, 24, 25, 26, 28)]
    public void What_once_broke_a_promise_is_settled(int seed, params int[] kept)
    {
        CampaignReport report = new CampaignReport();
        CampaignRun.Play(CampaignScript.Draw(seed, ClientsEach).Only(kept), report);
        Assert.Equal(1, report.Worlds);
    }

    [Fact]
    public void The_same_seed_gives_the_same_world_to_the_octet()
    {
        string digest = CampaignRun.Play(CampaignScript.Draw(7, ClientsEach), new CampaignReport());
        Assert.Equal(
            digest, CampaignRun.Play(CampaignScript.Draw(7, ClientsEach), new CampaignReport()));
        Assert.NotEqual(
            digest, CampaignRun.Play(CampaignScript.Draw(8, ClientsEach), new CampaignReport()));
    }

    [Fact]
    public void A_failure_is_shrunk_to_what_takes_part_in_it()
    {
        IReadOnlyList<int> numbers = Enumerable.Range(0, 100).ToList();
        IReadOnlyList<int> kept = CampaignRun.Shrink(
            numbers, some => some.Contains(17) && some.Contains(83));
        Assert.Equal([17, 83], kept);
    }

    [Fact]
    public void A_part_of_a_script_plays_without_the_rest()
    {
        CampaignScript script = CampaignScript.Draw(3, ClientsEach);
        CampaignReport report = new CampaignReport();
        CampaignRun.Play(script.Only([0, 1]), report);
        Assert.Equal(1, report.Worlds);
    }
}
