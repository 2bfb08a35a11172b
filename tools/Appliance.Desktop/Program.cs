using System.CommandLine;
using System.Runtime.InteropServices;
using Appliance.Files;

namespace Appliance.Desktop;

/// <summary>The command line of the desktop appliance.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        Option<string> smtp = new Option<string>("--smtp")
        {
            Description = "Where to take mail; port 0 takes any free port.",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => "127.0.0.1:2525",
        };
        Option<string> pop3 = new Option<string>("--pop3")
        {
            Description = "Where to give mail; port 0 takes any free port.",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => "127.0.0.1:2110",
        };
        Option<string> data = NewDataOption();
        Option<string[]> mailbox = new Option<string[]>("--mailbox")
        {
            Description = "A mailbox beside those of the settings; may be given several times.",
            HelpName = "NAME:PASSWORD",
        };
        Option<string?> settings = new Option<string?>("--settings")
        {
            Description = "A settings file in place of settings.txt in the data directory.",
            HelpName = "FILE",
        };
        Option<string?> maxMessage = new Option<string?>("--max-message")
        {
            Description = "The longest message, such as 25M.",
            HelpName = "SIZE",
        };
        Option<bool> announce = new Option<bool>("--announce")
        {
            Description = "Tell the LAN its name, such as mailbox.local, by multicast DNS.",
        };
        Option<bool> quiet = new Option<bool>("--quiet")
        {
            Description = "Print the ready line and errors only.",
        };
        RootCommand command = new RootCommand("A mail drop box: SMTP in, POP3 out.")
        {
            smtp, pop3, data, mailbox, settings, maxMessage, announce, quiet,
        };
        command.SetAction(result => Run(() => new DesktopAppliance(new DesktopOptions
        {
            Smtp = DesktopOptions.ParseEndPoint("--smtp", result.GetValue(smtp)!),
            Pop3 = DesktopOptions.ParseEndPoint("--pop3", result.GetValue(pop3)!),
            Data = result.GetValue(data)!,
            Mailboxes = result.GetValue(mailbox) ?? [],
            Settings = result.GetValue(settings),
            MaxMessageOctets = DesktopOptions.ParseSize(
                "--max-message", result.GetValue(maxMessage)),
            Announce = result.GetValue(announce),
            Quiet = result.GetValue(quiet),
        })));
        command.Add(SetupCommand());
        ParseResult parsed = command.Parse(args);
        int exitCode = parsed.Invoke(
            new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? 2 : exitCode;
    }

    private static Command SetupCommand()
    {
        Option<string> http = new Option<string>("--http")
        {
            Description = "Where browsers find the page; port 0 takes any free port.",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => "127.0.0.1:8025",
        };
        Option<string> data = NewDataOption();
        Command command = new Command("setup", "Choose mailboxes and passwords in a browser.")
        {
            http, data,
        };
        command.SetAction(result => Run(() => new DesktopSetup(
            DesktopOptions.ParseEndPoint("--http", result.GetValue(http)!),
            result.GetValue(data)!)));
        return command;
    }

    private static Option<string> NewDataOption()
    {
        return new Option<string>("--data")
        {
            Description = "The directory of messages and settings.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "./mailbox-data",
        };
    }

    private static int Run(Func<IProgram> make)
    {
        try
        {
            IProgram program = make();
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
                PosixSignal.SIGINT, context => Stop(context, program));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM, context => Stop(context, program));
            program.Run();
            return 0;
        }
        catch (ProblemException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return problem.ExitCode;
        }
    }

    private static void Stop(PosixSignalContext context, IProgram program)
    {
        context.Cancel = true;
        program.Stop();
    }
}
