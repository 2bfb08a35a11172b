using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Appliance.Soak.Load;

/// <summary>Writes the samples as a table (CSV) and as a picture (SVG).</summary>
internal static class SoakFiles
{
    private const int Width = 1000;
    private const int PlotLeft = 80;
    private const int PlotRight = 980;
    private const int PanelHeight = 150;
    private const int PanelGap = 50;
    private const int Top = 60;
    private const double MegaOctet = 1_000_000;
    private const double MinuteSeconds = 60;
    private const int MinuteMarks = 5;

    private static readonly string[] s_colours = ["#1f6feb", "#d1242f", "#8250df", "#1a7f37"];

    /// <summary>Writes a line for each sample.</summary>
    public static void WriteTable(string path, IEnumerable<Sample> samples)
    {
        StringBuilder text = new StringBuilder(
            "seconds,life,life_seconds,resident_octets,heap_octets,handles,threads,files,file_octets,"
            + "stored,answers,median_ms,p95_ms,p99_ms,max_ms\n");
        foreach (Sample one in samples)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{one.Seconds:0.0},{one.Life},{one.LifeSeconds:0.0},{one.ResidentOctets},")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{one.HeapOctets},{one.Handles},{one.Threads},{one.Files},{one.FileOctets},")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{one.Stored},{one.Answers},{one.MedianMs:0.000},{one.P95Ms:0.000},")
                .Append(CultureInfo.InvariantCulture, $"{one.P99Ms:0.000},{one.MaxMs:0.000}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Draws the samples.</summary>
    public static void WritePicture(string path, string title, IReadOnlyList<Sample> samples)
    {
        StringBuilder svg = new StringBuilder();
        int panel = 0;
        Draw(svg, samples, panel++, "memory, MB",
            ("resident", one => one.ResidentOctets / MegaOctet),
            ("managed heap", one => one.HeapOctets / MegaOctet));
        Draw(svg, samples, panel++, "handles and threads",
            ("open handles", one => one.Handles), ("threads", one => one.Threads));
        Draw(svg, samples, panel++, "answer to a command, ms",
            ("median", one => one.MedianMs), ("95 %", one => one.P95Ms),
            ("99 %", one => one.P99Ms));
        Draw(svg, samples, panel++, "data directory",
            ("files", one => one.Files), ("MB", one => one.FileOctets / MegaOctet));
        Draw(svg, samples, panel++, "messages answered 250", ("all", one => one.Stored));
        int height = Top + (panel * (PanelHeight + PanelGap));
        File.WriteAllText(
            path,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" "
            + "font-family=\"sans-serif\" font-size=\"12\">\n"
            + $"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>\n"
            + $"<text x=\"{PlotLeft}\" y=\"24\" font-size=\"16\">{title}</text>\n"
            + svg + "</svg>\n");
    }

    private static void Draw(
        StringBuilder svg, IReadOnlyList<Sample> samples, int panel, string name,
        params (string Name, Func<Sample, double> Value)[] curves)
    {
        double top = Top + (panel * (PanelHeight + PanelGap));
        double end = Math.Max(1, samples.Max(sample => sample.Seconds));
        double most = RoundUp(curves.Max(curve => samples.Max(curve.Value)));
        double X(double seconds) => PlotLeft + ((PlotRight - PlotLeft) * seconds / end);
        double Y(double value) => top + PanelHeight - (PanelHeight * value / most);
        svg.Append(Number(
            $"<text x=\"{PlotLeft}\" y=\"{top - 8}\" font-weight=\"bold\">{name}</text>\n"));
        foreach (double mark in new[] { 0, most / 2, most })
        {
            svg.Append(Number(
                $"<path d=\"M{PlotLeft} {Y(mark):0.0}H{PlotRight}\" stroke=\"#ddd\"/><text "))
                .Append(Number($"x=\"{PlotLeft - 6}\" y=\"{Y(mark) + 4:0.0}\" "))
                .Append(Number($"text-anchor=\"end\">{mark:0.##}</text>\n"));
        }

        for (double minute = 0; minute * MinuteSeconds <= end; minute += MinuteMarks)
        {
            svg.Append(Number($"<text x=\"{X(minute * MinuteSeconds):0.0}\" "))
                .Append(Number($"y=\"{top + PanelHeight + 16:0.0}\" text-anchor=\"middle\" "))
                .Append(Number($"fill=\"#666\">{minute} min</text>\n"));
        }

        for (int i = 0; i < curves.Length; i++)
        {
            (string curveName, Func<Sample, double> value) = curves[i];
            svg.Append(Number(
                $"<text x=\"{PlotLeft + 220 + (i * 130)}\" y=\"{top - 8}\" fill=\"{s_colours[i]}\">"))
                .Append(curveName).Append("</text>\n");
            foreach (IGrouping<int, Sample> life in samples.GroupBy(sample => sample.Life))
            {
                string points = string.Join(
                    ' ', life.Select(one => Number($"{X(one.Seconds):0.0},{Y(value(one)):0.0}")));
                svg.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{s_colours[i]}\"/>\n");
            }
        }

        foreach (IGrouping<int, Sample> life in samples.GroupBy(sample => sample.Life).SkipLast(1))
        {
            svg.Append(Number($"<path d=\"M{X(life.Max(one => one.Seconds)):0.0} {top:0.0}"))
                .Append(Number($"v{PanelHeight}\" stroke=\"#999\" stroke-dasharray=\"3 3\"/>\n"));
        }
    }

    private static double RoundUp(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 0.1))));
        return Math.Ceiling(value / unit) * unit;
    }

    private static string Number(FormattableString text)
    {
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
