using Appliance.Core.Storage;

namespace Appliance.Simulation.Campaign;

/// <summary>What befalls the appliance of a campaign, and its end.</summary>
internal sealed class CampaignFaults
{
    private const int OperationsMax = 40;
    private const int OpeningOperationsMax = 30;
    private const int WhileMsMax = 60_000;
    private const int RoomOctetsMax = 20_000;
    private const int LeapMsMax = 20 * 60 * 1000;
    private const long Year = 366L * 24 * 60 * 60;

    private readonly CampaignWorld _campaign;
    private readonly World _world;
    private readonly CampaignReport _report;
    private MemoryCard? _card;
    private bool _cutIsNear;
    private long _endMs = long.MaxValue;

    public CampaignFaults(CampaignWorld campaign, World world, CampaignReport report)
    {
        _campaign = campaign;
        _world = world;
        _report = report;
    }

    /// <summary>How often something began or ended: what was waited for across such a moment may
    /// take any time.</summary>
    public int Disturbances { get; private set; }

    /// <summary>True while the volume does not work as it should.</summary>
    public bool IsUnderWay => _endMs != long.MaxValue || _cutIsNear;

    private Faults Faults => _world.Volume.Faults;

    /// <summary>Begins what an entry says. One that is under way ends first.</summary>
    public void Begin(CampaignEntry entry)
    {
        End();
        Disturbances++;
        Random random = new Random(entry.Seed);
        switch (entry.Kind)
        {
            case CampaignKind.PowerCut:
                CutPower();
                break;
            case CampaignKind.CutAtOperation:
                Faults.From = Faults.Operations + random.Next(OperationsMax);
                _cutIsNear = true;
                break;
            case CampaignKind.CutOpening:
                CutPower(random.Next(OpeningOperationsMax));
                break;
            case CampaignKind.Restart:
                Restart();
                break;
            case CampaignKind.ClockJump:
                _world.Server.SetUtc(random.NextInt64(100 * Year), _world.Clock.NowMs);
                break;
            case CampaignKind.TimeLeap:
                _world.Clock.Advance(random.Next(LeapMsMax));
                break;
            default:
                FailForAWhile(entry.Kind, random);
                break;
        }
    }

    /// <summary>Ends what is over, and cuts the power when its operation has come.</summary>
    public void Advance()
    {
        if (_cutIsNear && Faults.Operations > Faults.From)
        {
            _report.Count(CampaignEffect.CutAtOperation);
            CutPower();
        }
        else if (_world.Clock.NowMs >= _endMs)
        {
            End();
        }
    }

    /// <summary>Ends all that is under way.</summary>
    public void End()
    {
        Disturbances++;
        _endMs = long.MaxValue;
        _cutIsNear = false;
        Faults.Clear();
        if (_card != null)
        {
            _world.Volume.PutIn(_card);
            _card = null;
        }
    }

    /// <summary>Cuts the power, and starts the appliance.</summary>
    /// <param name="openingOperation">The operation of the opening at which the power is cut
    /// again; -1 is none.</param>
    public void CutPower(int openingOperation = -1)
    {
        End();
        Cut();
        if (openingOperation >= 0)
        {
            Faults.From = Faults.Operations + openingOperation;
            _campaign.StartAgain();
            _report.Count(
                CampaignEffect.CutWhileOpening, Faults.Operations > Faults.From ? 1 : 0);
            Faults.Clear();
            Cut();
        }

        _campaign.StartAgain();
    }

    private void Cut()
    {
        NoteLoad(CampaignEffect.CutUnderLoad);
        _campaign.CutLines();
        _world.Volume.PowerCut();
        _campaign.Model.PowerWasCut(_world.Volume);
        _report.Cuts++;
    }

    private void NoteLoad(CampaignEffect effect)
    {
        _report.Count(effect, _world.Server.OpenConnections > 0 ? 1 : 0);
    }

    private void Restart()
    {
        NoteLoad(CampaignEffect.StoppedUnderLoad);
        _world.Server.Stop(_world.Clock.NowMs);
        _campaign.CutLines();
        _world.Volume.Mount();
        _campaign.StartAgain();
    }

    private void FailForAWhile(CampaignKind kind, Random random)
    {
        _endMs = _world.Clock.NowMs + random.Next(1, WhileMsMax);
        switch (kind)
        {
            case CampaignKind.FailOnce:
                Faults.From = Faults.Operations + random.Next(OperationsMax);
                Faults.Count = 1;
                break;
            case CampaignKind.FailForAWhile:
                Faults.From = Faults.Operations + random.Next(OperationsMax);
                Faults.Error = random.Next(2) == 0 ? VolumeError.Failed : VolumeError.Full;
                break;
            case CampaignKind.Full:
                Faults.RoomOctets = random.Next(RoomOctetsMax);
                break;
            case CampaignKind.Flip:
                Faults.FlipAt = Faults.Operations + random.Next(OperationsMax);
                break;
            default:
                NoteLoad(CampaignEffect.CardOutUnderLoad);
                _campaign.MarkCut();
                _card = _world.Volume.TakeOut();
                _campaign.Model.PowerWasCut(_world.Volume);
                break;
        }
    }
}
