using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Appliance.Soak.Load;

/// <summary>
/// Whether anything grew. Within lives: one straight line for the means of minutes, each life at its
/// own height, without the time that .NET takes to warm up. Across lives: a straight line for the
/// means of lives. Growth is a slope above three times its standard error that makes, within an
/// hour or from the first life to the last, more than the allowance.
/// </summary>
public sealed class Verdict
{
    private const double WarmUpSecondsMax = 120;
    private const double WarmUpShare = 0.25;
    private const double MinuteSeconds = 60;
    private const double HourSeconds = 3600;
    private const int MinutesMin = 8;
    private const int LivesMin = 4;
    private const double MegaOctet = 1_000_000;
    private const double MemoryShare = 0.1;

    private readonly IReadOnlyList<Sample> _samples;
    private readonly TextWriter _output;

    /// <summary>Prepares it.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="output">Is told each trend.</param>
    public Verdict(IReadOnlyList<Sample> samples, TextWriter output)
    {
        _samples = WarmedUp(samples);
        _output = output;
    }

    /// <summary>Judges.</summary>
    /// <returns>True when nothing grew; false as well when it was too short to tell.</returns>
    public bool IsSteady()
    {
        double memory = _samples.Count == 0
            ? 0 : _samples.Average(sample => sample.ResidentOctets) / MegaOctet;
        bool isSteady = Judge(
            "resident memory, MB", memory * MemoryShare,
            sample => sample.ResidentOctets / MegaOctet);
        isSteady &= Judge(
            "managed heap, MB", memory * MemoryShare, sample => sample.HeapOctets / MegaOctet);
        isSteady &= Judge("open handles", 4, sample => sample.Handles);
        isSteady &= Judge("threads", 2, sample => sample.Threads);
        return isSteady;
    }

    private bool Judge(string name, double allowed, Func<Sample, double> value)
    {
        (int Group, double At, double Value)[] minutes = _samples
            .GroupBy(sample => (sample.Life, Math.Floor(sample.LifeSeconds / MinuteSeconds)))
            .Select(minute => (
                minute.Key.Life, minute.Average(sample => sample.Seconds),
                minute.Average(value)))
            .ToArray();
        (int Group, double At, double Value)[] lives = _samples
            .GroupBy(sample => sample.Life)
            .Select(life => (0, (double)life.Key, life.Average(value)))
            .ToArray();
        bool isLong = minutes.Length >= MinutesMin && lives.Length >= LivesMin;
        Trend within = Trend.Fit(minutes);
        Trend across = Trend.Fit(lives);
        double span = lives.Length - 1;
        bool isGrowing = within.IsGrowth(HourSeconds, allowed) || across.IsGrowth(span, allowed);
        _output.WriteLine(
            $"  {name,-20} mean {within.Mean,7:0.0}; within lives {within.Slope * HourSeconds,7:+0.0;-0.0} "
            + $"(± {within.Error * HourSeconds:0.0}) in an hour; across {lives.Length} lives "
            + $"{across.Slope * span,7:+0.0;-0.0} (± {across.Error * span:0.0}); allowed "
            + $"{allowed:0.0}: {(isGrowing ? "GROWS" : isLong ? "steady" : "too short to tell")}");
        return isLong && !isGrowing;
    }

    private static List<Sample> WarmedUp(IReadOnlyList<Sample> samples)
    {
        return samples.GroupBy(sample => sample.Life).SelectMany(life =>
        {
            double warmUp = Math.Min(
                WarmUpSecondsMax, life.Max(sample => sample.LifeSeconds) * WarmUpShare);
            return life.Where(sample => sample.LifeSeconds > warmUp);
        }).ToList();
    }
}
