namespace Appliance.Benchmarks.Peers;

/// <summary>A table of Markdown: text in the first column, figures in the others.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new StringBuilder();
    private readonly int _columns;

    /// <summary>Starts a table.</summary>
    public MarkdownTable(IEnumerable<string> heads, bool isText = false)
    {
        List<string> all = heads.ToList();
        _columns = all.Count;
        Add(all);
        _text.Append("|---|").Append(
            string.Concat(Enumerable.Repeat(isText ? "---|" : "---:|", _columns - 1))).Append('\n');
    }

    /// <summary>Adds a row.</summary>
    public void Add(IEnumerable<string> cells)
    {
        _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return _text.Append('\n').ToString();
    }
}
