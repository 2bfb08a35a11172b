using System.CommandLine;
using System.IO;
using Appliance.Files;

namespace Appliance.Inspector;

/// <summary>The command line of the inspector.</summary>
internal static class InspectorCommand
{
    private const string About =
        """
        Lists, verifies, repairs, exports and imports the mail of a card, or of an appliance that
        is stopped. list, verify and export write nothing to it.

        Exit codes: 0 fine, 1 something is damaged or lost or was left out, 2 wrong usage,
        3 cannot read or write.
        """;

    /// <summary>Runs a command line.</summary>
    /// <returns>A constant of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, InspectorConsole console)
    {
        RootCommand root = new RootCommand(About)
        {
            List(console), Verify(console), Repair(console), Export(console), Import(console),
        };
        ParseResult parsed = root.Parse(args);
        int code = parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Error = console.Error,
            Output = console.Out,
        });
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    private static Command List(InspectorConsole console)
    {
        Argument<string> directory = DirectoryArgument();
        Option<string?> mailbox = new Option<string?>("--mailbox")
        {
            Description = "List the messages of this mailbox.",
            HelpName = "NAME",
        };
        Option<bool> json = new Option<bool>("--json")
        {
            Description = "Print JSON, for scripts.",
        };
        Command command = new Command("list", "The mailboxes, or the messages of one.")
        {
            directory, mailbox, json,
        };
        command.SetAction(result => Guard(console, () => result.GetValue(mailbox) == null
            ? ListCommand.ListMailboxes(
                result.GetValue(directory)!, result.GetValue(json), console)
            : ListCommand.ListMessages(
                result.GetValue(directory)!, result.GetValue(mailbox)!, result.GetValue(json),
                console)));
        return command;
    }

    private static Command Verify(InspectorConsole console)
    {
        Argument<string> directory = DirectoryArgument();
        Command command = new Command(
            "verify", "Reads everything and says what is damaged or lost. Writes nothing.")
        {
            directory,
        };
        command.SetAction(result => Guard(
            console, () => VerifyCommand.Run(result.GetValue(directory)!, console)));
        return command;
    }

    private static Command Repair(InspectorConsole console)
    {
        Argument<string> directory = DirectoryArgument();
        Option<bool> yes = new Option<bool>("--yes")
        {
            Description = "Ask nothing.",
        };
        Option<bool> dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print what would be done, and do nothing.",
        };
        Command command = new Command(
            "repair",
            "Puts the index in order. What may be mail is put into a folder, never deleted.")
        {
            directory, yes, dryRun,
        };
        command.SetAction(result => Guard(console, () => RepairCommand.Run(
            result.GetValue(directory)!, result.GetValue(yes), result.GetValue(dryRun),
            console)));
        return command;
    }

    private static Command Export(InspectorConsole console)
    {
        Argument<string> directory = DirectoryArgument();
        Option<string> mailbox = MailboxOption();
        Option<string> to = new Option<string>("--to")
        {
            Description = "An mbox (a name that ends with .mbox), or a folder for .eml files.",
            HelpName = "FILE.mbox|FOLDER",
            Required = true,
        };
        Option<bool> force = new Option<bool>("--force")
        {
            Description = "Replace files that are there.",
        };
        Command command = new Command("export", "Copies a mailbox out of the store.")
        {
            directory, mailbox, to, force,
        };
        command.SetAction(result => Guard(console, () => ExportCommand.Run(
            result.GetValue(directory)!, result.GetValue(mailbox)!, result.GetValue(to)!,
            result.GetValue(force), console)));
        return command;
    }

    private static Command Import(InspectorConsole console)
    {
        Argument<string> directory = DirectoryArgument();
        Option<string> mailbox = MailboxOption();
        Argument<string[]> sources = new Argument<string[]>("FILE")
        {
            Description = "mbox files, single messages, or folders of .eml and .mbox files.",
            Arity = ArgumentArity.OneOrMore,
        };
        Command command = new Command("import", "Delivers messages to a mailbox.")
        {
            directory, mailbox, sources,
        };
        command.SetAction(result => Guard(console, () => ImportCommand.Run(
            result.GetValue(directory)!, result.GetValue(mailbox)!, result.GetValue(sources)!,
            console)));
        return command;
    }

    private static Argument<string> DirectoryArgument()
    {
        return new Argument<string>("DIR")
        {
            Description = "The directory of the mail: the root of a card, or an appliance's data.",
        };
    }

    private static Option<string> MailboxOption()
    {
        return new Option<string>("--mailbox")
        {
            Description = "The mailbox.",
            HelpName = "NAME",
            Required = true,
        };
    }

    private static int Guard(InspectorConsole console, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (ProblemException problem)
        {
            console.Problem($"{problem.Message}");
            return problem.ExitCode == ExitCode.Usage ? ExitCode.Usage : ExitCode.Files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Problem(
                $"{exception.Message} Check the medium and who may read and write there, then try again.");
            return ExitCode.Files;
        }
    }
}
