using System;
using System.Collections.Generic;
using System.Linq;

namespace Appliance.Soak.Load;

/// <summary>
/// A straight line through values over time (least squares) with one slope for several groups, each
/// at its own height.
/// </summary>
/// <param name="Slope">How much the values grow in a unit of time.</param>
/// <param name="Error">The standard error of that, from how far the values are off the
/// line.</param>
/// <param name="Mean">The mean of all values.</param>
public sealed record Trend(double Slope, double Error, double Mean)
{
    private const double ErrorsOfChance = 3;

    /// <summary>Fits one.</summary>
    /// <param name="points">Group, time and value.</param>
    public static Trend Fit(IReadOnlyCollection<(int Group, double At, double Value)> points)
    {
        double squares = 0;
        double products = 0;
        List<(double At, double Value)> centred = new List<(double At, double Value)>();
        int groups = 0;
        foreach (IGrouping<int, (int Group, double At, double Value)> group in
            points.GroupBy(point => point.Group))
        {
            groups++;
            double meanAt = group.Average(point => point.At);
            double mean = group.Average(point => point.Value);
            foreach ((int _, double at, double value) in group)
            {
                centred.Add((at - meanAt, value - mean));
                squares += (at - meanAt) * (at - meanAt);
                products += (at - meanAt) * (value - mean);
            }
        }

        double slope = squares > 0 ? products / squares : 0;
        double off = centred.Sum(point => Math.Pow(point.Value - (slope * point.At), 2));
        int free = points.Count - groups - 1;
        double error = squares > 0 && free > 0 ? Math.Sqrt(off / free / squares) : 0;
        double all = points.Count == 0 ? 0 : points.Average(point => point.Value);
        return new Trend(slope, error, all);
    }

    /// <summary>Whether the values grow: by more than chance explains, and by more than is
    /// allowed.</summary>
    /// <param name="span">Of time.</param>
    /// <param name="allowed">By how much they may grow in it.</param>
    public bool IsGrowth(double span, double allowed)
    {
        return Slope > ErrorsOfChance * Error && Slope * span > allowed;
    }
}
