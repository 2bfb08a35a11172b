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
        Option<string> data = new Option<string>("--data")
        {
            Description = "The directory of messages and settings.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "./mailbox-data",
        };
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
        Option<bool> quiet = new Option<bool>("--quiet")
        {
            Description = "Print the ready line and errors only.",
        };
        RootCommand command = new RootCommand("A mail drop box: SMTP in, POP3 out.")
        {
            smtp, pop3, data, mailbox, settings, maxMessage, quiet,
        };
        command.SetAction(result => Run(() => new DesktopOptions
        {
            Smtp = DesktopOptions.ParseEndPoint("--smtp", result.GetValue(smtp)!),
            Pop3 = DesktopOptions.ParseEndPoint("--pop3", result.GetValue(pop3)!),
            Data = result.GetValue(data)!,
            Mailboxes = result.GetValue(mailbox) ?? [],
            Settings = result.GetValue(settings),
            MaxMessageOctets = DesktopOptions.ParseSize(
                "--max-message", result.GetValue(maxMessage)),
            Quiet = result.GetValue(quiet),
        }));
        return command.Parse(args).Invoke(
            new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static int Run(Func<DesktopOptions> options)
    {
        try
        {
            DesktopAppliance appliance = new DesktopAppliance(options());
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
                PosixSignal.SIGINT, context => Stop(context, appliance));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM, context => Stop(context, appliance));
            appliance.Run();
            return 0;
        }
        catch (ProblemException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return problem.ExitCode;
        }
    }

    private static void Stop(PosixSignalContext context, DesktopAppliance appliance)
    {
        context.Cancel = true;
        appliance.Stop();
    }
}
