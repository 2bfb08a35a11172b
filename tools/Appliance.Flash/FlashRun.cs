using System.Text.RegularExpressions;

namespace Appliance.Flash;

/// <summary>Carries a plan out.</summary>
internal sealed partial class FlashRun
{
    private const int DetailsTries = 5;
    private const int DetailsPauseMs = 2000;
    private const int LastLines = 15;

    private readonly FlashPlan _plan;
    private readonly FlashHost _host;
    private string? _problem;

    /// <summary>Makes it; nothing is run yet.</summary>
    public FlashRun(FlashPlan plan, FlashHost host)
    {
        _plan = plan;
        _host = host;
    }

    /// <summary>Runs all steps.</summary>
    /// <param name="erase">Whether the flash is erased, whatever runs there.</param>
    /// <exception cref="ProblemException">A step failed; the message tells what to do.</exception>
    public void Run(bool erase)
    {
        for (int i = 0; i < _plan.Steps.Count; i++)
        {
            FlashStep step = _plan.Steps[i];
            if (step.Kind == StepKind.UpdateFirmware && _problem == null && !erase)
            {
                _host.Terminal.Line("   The firmware fits and stays as it is.");
                continue;
            }

            _host.Terminal.Line($"{i + 1}/{_plan.Steps.Count}  {step.Title}");
            _host.Terminal.Line("   " + step.Command);
            Run(step);
        }
    }

    private void Run(FlashStep step)
    {
        switch (step.Kind)
        {
            case StepKind.ReadFirmware:
                _problem = ReadProblem(1);
                if (_problem != null)
                {
                    _host.Terminal.Line($"   Not ready: {_problem}.");
                }

                break;
            case StepKind.UpdateFirmware:
                RunInTerminal(step);
                CheckUpdate();
                break;
            case StepKind.Configure:
                Configure(step);
                break;
            case StepKind.Build:
            case StepKind.Install:
                RunQuietly(step);
                break;
            default:
                RunInTerminal(step);
                break;
        }
    }

    private void RunInTerminal(FlashStep step)
    {
        int exitCode = _host.Processes.RunInTerminal(step.Command);
        if (exitCode != 0)
        {
            throw new ProblemException(
                $"This step failed (exit code {exitCode}). {step.Advice}");
        }
    }

    private string RunQuietly(FlashStep step)
    {
        ProcessResult result = _host.Processes.Run(step.Command);
        return result.ExitCode == 0 ? result.Output : throw Failed(step, result);
    }

    // nanoff reports a file that it could not copy, and ends with 0 all the same.
    private void Configure(FlashStep step)
    {
        ProcessResult result = _host.Processes.Run(step.Command);
        if (result.ExitCode != 0 || CopyFailed().IsMatch(result.Output))
        {
            throw Failed(step, result);
        }
    }

    private void CheckUpdate()
    {
        _problem = ReadProblem(DetailsTries);
        if (_problem != null)
        {
            throw new ProblemException(
                $"The board does not run what it needs: {_problem}. If it does not answer, press its "
                + "reset button and run this again. If the firmware is of another time than the "
                + "packages, name its version with --firmware-version, or update the packages and "
                + "tools/Appliance.Flash/RequiredFirmware.cs.");
        }
    }

    private string? ReadProblem(int tries)
    {
        Command command = _plan.Steps.First(step => step.Kind == StepKind.ReadFirmware).Command;
        InstalledFirmware? firmware = null;
        for (int i = 0; i < tries && firmware == null; i++)
        {
            if (i > 0)
            {
                _host.Clock.Wait(DetailsPauseMs);
            }

            firmware = InstalledFirmware.Parse(_host.Processes.Run(command).Output);
        }

        return InstalledFirmware.Problem(firmware, _plan.Board.Target);
    }

    private ProblemException Failed(FlashStep step, ProcessResult result)
    {
        foreach (string line in result.Output.TrimEnd().Split('\n').TakeLast(LastLines))
        {
            _host.Terminal.Error("   | " + line.TrimEnd());
        }

        return new ProblemException(
            $"This step failed (exit code {result.ExitCode}). {step.Advice}");
    }

    [GeneratedRegex("(Error|Exception) deploying content file")]
    private static partial Regex CopyFailed();
}
