using System.Globalization;
using System.IO;
using Spectre.Console;

namespace Appliance.Inspector;

/// <summary>Where the commands print, ask and show progress.</summary>
internal sealed class InspectorConsole
{
    private const int ColumnsWithoutTerminal = 140;

    private readonly bool _showsProgress;
    private readonly bool _isAsked;

    /// <summary>Makes a console of any streams, with neither progress nor colours.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Problems.</param>
    /// <param name="input">Answers to questions.</param>
    public InspectorConsole(TextWriter output, TextWriter error, TextReader input)
        : this(output, error, input, false, true)
    {
    }

    private InspectorConsole(
        TextWriter output, TextWriter error, TextReader input, bool showsProgress, bool isAsked)
    {
        Out = output;
        Error = error;
        In = input;
        _showsProgress = showsProgress;
        _isAsked = isAsked;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Problems and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>Answers to questions.</summary>
    public TextReader In { get; }

    /// <summary>The console of this process.</summary>
    public static InspectorConsole OfTerminal()
    {
        return new InspectorConsole(
            Console.Out, Console.Error, Console.In, !Console.IsErrorRedirected,
            !Console.IsInputRedirected);
    }

    /// <summary>Prints a line of results; names in it are from a medium that anybody may have
    /// written.</summary>
    public void Line(FormattableString text)
    {
        Out.WriteLine(EncodedWords.Harmless(text.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Prints a line that tells of a problem.</summary>
    public void Problem(FormattableString text)
    {
        Error.WriteLine(EncodedWords.Harmless(text.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Prints a table.</summary>
    public void Table(Table table)
    {
        IAnsiConsole console = On(Out, Console.Out);
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = ColumnsWithoutTerminal;
        }

        console.Write(table.Border(TableBorder.Simple));
    }

    /// <summary>Does something long, and shows how far it is.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="total">What there is to do, in any unit.</param>
    /// <param name="work">Does it; it is given what to tell of each step's amount.</param>
    public void Track(string what, double total, Action<Action<double>> work)
    {
        if (!_showsProgress)
        {
            work(_ => { });
            return;
        }

        On(Error, Console.Error).Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .AutoClear(true)
            .Start(context =>
            {
                ProgressTask task = context.AddTask(
                    Markup.Escape(what), maxValue: Math.Max(total, 1));
                work(task.Increment);
            });
    }

    /// <summary>Asks a question.</summary>
    /// <returns>True for yes; false for anything else, and when nobody is there to
    /// answer.</returns>
    public bool Ask(string question)
    {
        if (!_isAsked)
        {
            return false;
        }

        Error.Write(question + " [y/N] ");
        string answer = In.ReadLine()?.Trim() ?? string.Empty;
        return answer.Equals("y", StringComparison.OrdinalIgnoreCase)
            || answer.Equals("yes", StringComparison.OrdinalIgnoreCase);
    }

    private static IAnsiConsole On(TextWriter writer, TextWriter terminal)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = ReferenceEquals(writer, terminal) ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ReferenceEquals(writer, terminal)
                ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
    }
}
