using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>A POP3 session: input and judgement as with <see cref="SmtpTarget"/>.</summary>
internal sealed class Pop3Target : Target
{
    private readonly MailStage[] _stages = Pop3Stages.All();
    private readonly Pop3Judge _judge = Pop3Stages.Judge();
    private readonly Pieces _pieces = new Pieces();

    /// <inheritdoc/>
    public override int OctetsMax => 1400;

    /// <inheritdoc/>
    public override int BlocksAtLeast => 60_000;

    /// <inheritdoc/>
    public override int BlocksPerOctet => 2000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words => Pop3Stages.Words;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds => Pop3Stages.Seeds.Select(Octets);

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count == 0)
        {
            return;
        }

        MailStage stage = _stages[(input[0] & 3) % _stages.Length];
        ReadOnlySpan<byte> octets = input.AsSpan(1, count - 1);
        stage.Forget();
        stage.Begin();
        _judge.Begin(stage);
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
