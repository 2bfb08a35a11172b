using System.IO;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.Files;
using Appliance.Front.Setup;

namespace Appliance.Desktop;

/// <summary>This PC as what is set up: it has its network already, and keeps the answers in a
/// settings file.</summary>
internal sealed class DesktopSetupHost : ISetupHost
{
    private const int ProblemLengthMax = 200;

    private readonly string _path;
    private readonly Entropy _entropy;

    /// <summary>Makes it.</summary>
    /// <param name="authority">Where the page is found.</param>
    /// <param name="path">The settings file.</param>
    /// <param name="entropy">For the salts of passwords.</param>
    public DesktopSetupHost(string authority, string path, Entropy entropy)
    {
        Authority = authority;
        _path = path;
        _entropy = entropy;
    }

    /// <inheritdoc/>
    public string Authority { get; }

    /// <inheritdoc/>
    public bool AsksNetwork => false;

    /// <inheritdoc/>
    public bool AsksStorage => false;

    /// <inheritdoc/>
    public bool HasSettings => false;

    /// <inheritdoc/>
    public string NextStep =>
        "Go back to the window where you started the set-up: it says how to start the appliance.";

    /// <inheritdoc/>
    public int Networks => 0;

    /// <inheritdoc/>
    public int CopyNetwork(int index, byte[] destination, int offset)
    {
        return 0;
    }

    /// <inheritdoc/>
    public string? Apply(OctetBuffer settings, OctetBuffer network, OctetBuffer password)
    {
        string text = Encoding.UTF8.GetString(settings.Octets, settings.Start, settings.Count);
        try
        {
            SettingsFile.WriteAnswers(_path, text, _entropy);
            return null;
        }
        catch (Exception exception) when (exception is ProblemException or IOException)
        {
            string problem = exception.Message.Length > ProblemLengthMax
                ? exception.Message[..ProblemLengthMax] : exception.Message;
            return Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(problem));
        }
    }
}
