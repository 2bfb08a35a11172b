using System.Text.Json;
using Appliance.Esp32.Boards;

namespace Appliance.Flash;

/// <summary>
/// All that a run does: the dry run prints it, the run carries it out, so that the two cannot
/// differ.
/// </summary>
internal sealed class FlashPlan
{
    /// <summary>Where nanoff is installed, below the repository.</summary>
    public const string ToolFolder = ".tools";

    private const string FilesName = "files.json";
    private const string Project = "firmware/Appliance.Esp32";
    private const string BuiltImage = Project + "/bin/Release/netnano1.0/Appliance.Esp32.bin";

    private readonly List<FlashStep> _steps = [];
    private readonly List<PlannedFile> _files = [];

    private FlashPlan(Board board, string port)
    {
        Board = board;
        Port = port;
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>Its serial port.</summary>
    public string Port { get; }

    /// <summary>What is run, in this order.</summary>
    public IReadOnlyList<FlashStep> Steps => _steps;

    /// <summary>What is written before.</summary>
    public IReadOnlyList<PlannedFile> Files => _files;

    /// <summary>Makes a plan.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="board">The board.</param>
    /// <param name="port">Its serial port.</param>
    /// <param name="nanoff">What runs nanoff, or null when it is not there.</param>
    /// <param name="settings">The settings, or null to leave those on the board.</param>
    /// <param name="network">The network, or null, likewise.</param>
    /// <param name="folder">Where the files are written.</param>
    /// <exception cref="ProblemException">nanoff is not there and must not be installed.</exception>
    public static FlashPlan Make(
        FlashOptions options, Board board, string port, string? nanoff, PlannedFile? settings,
        PlannedFile? network, string folder)
    {
        FlashPlan plan = new FlashPlan(board, port);
        if (nanoff == null)
        {
            plan.AddInstall(options);
            nanoff = ToolFolder + "/nanoff";
        }

        plan.AddBuild(options);
        plan.AddFirmware(options, nanoff);
        plan.AddConfigure(nanoff, settings, network, folder);
        plan.Add(
            StepKind.Deploy, "Write the program and restart the board",
            "Unplug the board, plug it in again, and run this again with --keep-settings.",
            nanoff, "--nanodevice", "--deploy", "--serialport", port, "--image",
            options.Image ?? BuiltImage);
        return plan;
    }

    private void AddInstall(FlashOptions options)
    {
        if (options.NoInstall)
        {
            throw new ProblemException(
                "nanoff, the flashing tool of nanoFramework, is not there. Install it with 'dotnet "
                + "tool install -g nanoff', or leave out --no-install.");
        }

        Add(
            StepKind.Install, $"Install nanoff, which is not there, into {ToolFolder}",
            "Look whether this computer reaches nuget.org ('dotnet nuget list source'), then run this "
            + "again.",
            "dotnet", "tool", "install", "nanoff", "--tool-path", ToolFolder, "--version", "2.5.*");
    }

    private void AddBuild(FlashOptions options)
    {
        if (options.Image == null)
        {
            Add(
                StepKind.Build, "Build the program with the packages of nanoFramework",
                "If packages were not found: look whether this computer reaches nuget.org ('dotnet "
                + "nuget list source'), then run this again.",
                "dotnet", "build", Project, "-c", "Release", "-p:NanoFrameworkPackages=true",
                "-nologo");
        }
    }

    private void AddFirmware(FlashOptions options, string nanoff)
    {
        Add(
            StepKind.ReadFirmware, "Read which firmware the board has",
            string.Empty,
            nanoff, "--nanodevice", "--devicedetails", "--serialport", Port,
            "--suppressnanoffversioncheck");
        List<string> arguments =
            ["--target", Board.Target, "--serialport", Port, "--update"];
        if (options.FirmwareVersion != null)
        {
            arguments.AddRange(["--fwversion", options.FirmwareVersion]);
        }

        if (options.EraseEverything)
        {
            arguments.Add("--masserase");
        }

        Add(
            StepKind.UpdateFirmware,
            options.EraseEverything
                ? "Erase the flash with all mail in it, write nanoFramework's firmware, and read it "
                    + "again"
                : "If that does not fit the packages, write nanoFramework's firmware and read it "
                    + "again",
            "Hold the button BOOT while it says 'Connecting', close programs that use "
            + $"{Port}, try another USB cable, and run this again.",
            nanoff, [.. arguments]);
    }

    private void AddConfigure(
        string nanoff, PlannedFile? settings, PlannedFile? network, string folder)
    {
        List<string> arguments = ["--serialport", Port];
        if (settings != null)
        {
            _files.Add(settings);
            string text = JsonSerializer.Serialize(
                new
                {
                    Files = new[]
                    {
                        new
                        {
                            DestinationFilePath = "I:\\" + SettingsDocument.Name,
                            SourceFilePath = $"{folder}/{settings.Name}",
                        },
                    },
                },
                new JsonSerializerOptions
                {
                    WriteIndented = true,
                    NewLine = "\n",
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }) + "\n";
            _files.Add(new PlannedFile(FilesName, text, text));
            arguments.AddRange(["--filedeployment", $"{folder}/{FilesName}"]);
        }

        if (network != null)
        {
            _files.Add(network);
            arguments.AddRange(["--networkdeployment", $"{folder}/{network.Name}"]);
        }

        if (_files.Count > 0)
        {
            Add(
                StepKind.Configure, "Copy the settings onto the board",
                "Press the reset button of the board and run this again.",
                nanoff, [.. arguments, "--suppressnanoffversioncheck"]);
        }
    }

    private void Add(
        StepKind kind, string title, string advice, string program, params string[] arguments)
    {
        _steps.Add(new FlashStep(kind, title, new Command(program, arguments), advice));
    }
}
