using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// An SMTP session. The first octet of an input chooses whom it talks to and how the octets are
/// split the second time; all others are what the client sends. They are sent one by one, judged,
/// and then in longer pieces: the replies have to be the same.
/// </summary>
internal sealed class SmtpTarget : Target
{
    private readonly MailStage[] _stages = SmtpStages.All();
    private readonly SmtpJudge _judge = new SmtpJudge();
    private readonly Pieces _pieces = new Pieces();

    /// <inheritdoc/>
    public override int BlocksAtLeast => 60_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words => SmtpStages.Words;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => SmtpStages.Seeds.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0)
        {
            return;
        }

        int stageIndex = input[0] & 3;
        MailStage stage = _stages[stageIndex];
        ReadOnlySpan<byte> octets = input.AsSpan(1, count - 1);
        stage.Forget();
        stage.Begin();
        _judge.Begin(stage, stageIndex == SmtpStages.LfOnly);
        for (int at = 0; at < octets.Length && !stage.IsFinished; at++)
        {
            stage.Send(octets.Slice(at, 1), int.MaxValue);
            _judge.Take(octets[at]);
        }

        stage.End(int.MaxValue);
        _judge.End();
        _pieces.Compare(stage, octets, input[0] >> 2);
        AllocatedElsewhere = stage.AllocatedElsewhere;
    }
}
