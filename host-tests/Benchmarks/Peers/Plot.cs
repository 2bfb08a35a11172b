using System.Globalization;

namespace Appliance.Benchmarks.Peers;

/// <summary>The main figures as bars, in SVG.</summary>
internal sealed class Plot(Results results)
{
    private const int Width = 860;
    private const int PanelWidth = 420;
    private const int Head = 34;
    private const int BarStep = 22;
    private const int BarHeight = 16;
    private const int NameWidth = 90;
    private const int BarWidth = 230;
    private const int Gap = 18;

    private readonly StringBuilder _text = new StringBuilder();
    private int _panels;
    private int _top;
    private int _rowHeight;

    /// <summary>Adds a panel: a bar for each server that has the figure.</summary>
    public void Add(
        string title, IEnumerable<PeerServer> servers, string figure, double factor)
    {
        List<(PeerServer Server, double Value)> bars = servers
            .Select(server => (server, results.Get(server.Name, figure)))
            .Where(bar => bar.Item2 != null)
            .Select(bar => (bar.server, bar.Item2!.Value * factor)).ToList();
        int left = _panels % 2 == 0 ? 10 : Width - PanelWidth;
        _top += _panels > 0 && _panels % 2 == 0 ? _rowHeight : 0;
        _rowHeight = _panels % 2 == 0 ? 0 : _rowHeight;
        _rowHeight = Math.Max(_rowHeight, Head + (bars.Count * BarStep) + Gap);
        _panels++;
        Text(left, _top + 22, "t", title);
        double most = bars.Select(bar => bar.Value).DefaultIfEmpty(1).Max();
        for (int i = 0; i < bars.Count; i++)
        {
            (PeerServer server, double value) = bars[i];
            int y = _top + Head + (i * BarStep);
            int length = Math.Max((int)(value / most * BarWidth), 1);
            string kind = server.IsAppliance ? "a" : server.IsDurable ? "d" : "m";
            Text(left, y + 13, "n", server.Name);
            _text.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"{kind}\" x=\"{left + NameWidth}\" y=\"{y}\" ")
                .Append(
                CultureInfo.InvariantCulture,
                $"width=\"{length}\" height=\"{BarHeight}\"/>\n");
            Text(
                left + NameWidth + length + 6, y + 13, "n",
                value.ToString(value < 10 ? "N1" : "N0", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The whole picture.</summary>
    public string Write()
    {
        int height = _top + _rowHeight + Gap;
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\">\n"
            + "<style>.t{font-size:14px;font-weight:bold;fill:#222}.n{font-size:12px;fill:#222}"
            + ".a{fill:#2a7f4f}.d{fill:#7a8ba8}.m{fill:#d0c4a8}</style>\n"
            + $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n"
            + _text
            + $"<text class=\"n\" x=\"10\" y=\"{height - 6}\">Light: answers 250 before the message is "
            + "safe from a power cut.</text>\n</svg>\n";
    }

    private void Text(int x, int y, string kind, string text)
    {
        _text.Append(
            CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\">{text}</text>\n");
    }
}
