using System.IO;

namespace Appliance.Simulation.Campaign;

/// <summary>Somebody who acts in a campaign's world, a step at a time.</summary>
internal abstract class Actor
{
    private const int StarvedMs = 60_000;

    /// <summary>Yielded to wait until something happened.</summary>
    protected const long Something = 0;

    private readonly IEnumerator<long> _steps;
    private long _wakeMs;

    protected Actor(CampaignWorld world, CampaignEntry entry)
    {
        World = world;
        Entry = entry;
        Random = new Random(entry.Seed);
        _steps = Run().GetEnumerator();
    }

    /// <summary>What it was made for.</summary>
    public CampaignEntry Entry { get; }

    /// <summary>True when it will do nothing more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>When it wants to go on; the past when it waits for something to happen.</summary>
    public long WakeMs => _wakeMs;

    /// <summary>The world.</summary>
    protected CampaignWorld World { get; }

    /// <summary>Its own chance.</summary>
    protected Random Random { get; }

    /// <summary>The line of the last connection.</summary>
    protected CampaignLine Line { get; private set; } = null!;

    /// <summary>The last reply, or an empty text when the connection ended.</summary>
    protected string Reply { get; private set; } = string.Empty;

    /// <summary>The code of the last reply of SMTP; 0 when the connection ended.</summary>
    protected int Code => Reply.Length == 0 ? 0 : ((Reply[0] - '0') * 100)
        + ((Reply[1] - '0') * 10) + Reply[2] - '0';

    /// <summary>True when the last response of POP3 was positive.</summary>
    protected bool IsOk => Reply.StartsWith("+OK", StringComparison.Ordinal);

    /// <summary>Goes on, if it is time.</summary>
    public void Resume()
    {
        if (IsDone || _wakeMs > World.NowMs)
        {
            return;
        }

        if (!_steps.MoveNext())
        {
            IsDone = true;
            Line?.Connection.ClientHalfClose();
            return;
        }

        _wakeMs = _steps.Current == Something ? 0 : World.NowMs + _steps.Current;
    }

    /// <summary>What it does: yields milliseconds to wait, or <see cref="Something"/>.</summary>
    protected abstract IEnumerable<long> Run();

    /// <summary>One after the other.</summary>
    protected static IEnumerable<long> Sequence(params IEnumerable<long>[] parts)
    {
        return parts.SelectMany(part => part);
    }

    /// <summary>Opens a connection.</summary>
    protected void Connect(bool smtp)
    {
        Line = World.Connect(smtp, Entry.Seed, Random);
    }

    /// <summary>Waits for the greeting.</summary>
    protected IEnumerable<long> Greeting(params int[] allowed)
    {
        foreach (long wait in Await("the greeting", allowed))
        {
            yield return wait;
        }
    }

    /// <summary>Sends an SMTP command and waits for its reply.</summary>
    /// <param name="command">The command line without CRLF.</param>
    /// <param name="allowed">The codes that RFC 5321 section 4.3.2 allows for it, beside
    /// 421.</param>
    protected IEnumerable<long> Command(string command, params int[] allowed)
    {
        Line.Send(command + "\r\n");
        foreach (long wait in Await(command, allowed))
        {
            yield return wait;
        }
    }

    /// <summary>Waits for a reply; with codes, it must be one of them, or 421.</summary>
    protected IEnumerable<long> Await(string what, params int[] allowed)
    {
        Reply = string.Empty;
        long sinceMs = World.NowMs;
        int disturbances = World.Disturbances;
        while (true)
        {
            if (Line.TryReadReply(out string reply))
            {
                Reply = reply;
                break;
            }

            if (Line.IsOver)
            {
                break;
            }

            if (World.NowMs - sinceMs > StarvedMs && World.IsCalm
                && disturbances == World.Disturbances)
            {
                throw new InvalidDataException($"{Entry}: {what} was not answered in a minute");
            }

            yield return Something;
        }

        if (Reply.Length > 0 && Line.IsSmtp && allowed.Length > 0 && Code != 421
            && !allowed.Contains(Code))
        {
            throw new InvalidDataException($"{Entry}: {what} was answered {Reply}");
        }
    }
}
