namespace Appliance.Benchmarks.Peers;

/// <summary>A table of Markdown: text in the first column, figures in the others.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new StringBuilder();

    /// <summary>Starts a table.</summary>
    public MarkdownTable(IEnumerable<string> heads, bool isText = false)
    {
        List<string> all = heads.ToList();
        Add(all);
        _text.Append("|---|").Append(
            string.Concat(Enumerable.Repeat(isText ? "---|" : "---:|", all.Count - 1))).Append('\n');
    }

    /// <summary>Adds a row.</summary>
    public void Add(IEnumerable<string> cells)
    {
        _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return _text + "\n";
    }
}
