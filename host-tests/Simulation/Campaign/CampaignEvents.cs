using System.IO;
using Appliance.Core;

namespace Appliance.Simulation.Campaign;

/// <summary>What the appliance of a <see cref="CampaignWorld"/> logs: each entry belongs to the
/// digest, what went wrong is counted, and a fault of its own code breaks the world.</summary>
internal sealed class CampaignEvents
{
    private readonly CampaignWorld _campaign;
    private readonly World _world;
    private readonly StoreAudit _audit;
    private readonly CampaignReport _report;
    private int _taken;

    /// <summary>Reads the log from its beginning.</summary>
    /// <param name="campaign">Keeps the digest.</param>
    /// <param name="world">Has the log.</param>
    /// <param name="audit">Is told of an index that is lost.</param>
    /// <param name="report">Counts.</param>
    public CampaignEvents(
        CampaignWorld campaign, World world, StoreAudit audit, CampaignReport report)
    {
        _campaign = campaign;
        _world = world;
        _audit = audit;
        _report = report;
    }

    /// <summary>Takes what was logged since the last time.</summary>
    /// <exception cref="InvalidDataException">There is a fault of the appliance's own
    /// code.</exception>
    public void Take()
    {
        EventLog events = _world.Server.Events;
        _taken = Math.Max(_taken > events.Written ? 0 : _taken, events.Oldest);
        for (; _taken < events.Written; _taken++)
        {
            int kind = events.KindAt(_taken);
            int first = events.FirstAt(_taken);
            _campaign.Note(
                $"{events.SecondsAt(_taken)} {kind} {events.SessionAt(_taken)} {first}");
            if (kind == EventKind.Fault)
            {
                throw new InvalidDataException("a fault of the appliance's own code");
            }

            Count(kind, first);
        }
    }

    /// <summary>Notes what the appliance found when it opened its store.</summary>
    public void NoteOpening()
    {
        if (_world.Server.Store.Report.LeftAlone > 0)
        {
            _audit.NoteLostIndex();
        }
    }

    private void Count(int kind, int first)
    {
        switch (kind)
        {
            case EventKind.StoreReopened:
                NoteOpening();
                _report.Count(CampaignEffect.StoreReopened);
                break;
            case EventKind.StoreFailed:
                _report.Count(CampaignEffect.StoreFailed);
                break;
            case EventKind.MessageRefused:
                _report.Count(CampaignEffect.MessageRefused);
                break;
            case EventKind.Refused:
                _report.Count(CampaignEffect.ConnectionRefused);
                break;
            case EventKind.LoginFailed:
                _report.Count(CampaignEffect.LoginFailed);
                break;
            case EventKind.Closed when first == EventKind.ClosedByTimeOut:
                _report.Count(CampaignEffect.TimedOut);
                break;
            default:
                // Of what goes well nothing is counted here.
                break;
        }
    }
}
