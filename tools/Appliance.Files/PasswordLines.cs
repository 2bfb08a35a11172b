using System.Text;
using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;

namespace Appliance.Files;

/// <summary>The lines <c>password = ...</c> of a settings text.</summary>
public static class PasswordLines
{
    /// <summary>Replaces each password in clear text by its stretched form; the other lines stay as
    /// they are.</summary>
    /// <returns>The same object when there was none.</returns>
    public static string Stretch(string text, Entropy entropy)
    {
        string[] lines = text.Split('\n');
        int replaced = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            int equals = lines[i].IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? string.Empty : lines[i][..equals].Trim();
            if (!key.Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string value = lines[i][(equals + 1)..].Trim();
            if (!value.StartsWith("{pbkdf2}", StringComparison.OrdinalIgnoreCase))
            {
                lines[i] = lines[i][..(equals + 1)] + " " + StretchOne(value, entropy);
                replaced++;
            }
        }

        return replaced > 0 ? string.Join('\n', lines) : text;
    }

    /// <summary>The stretched form of one password.</summary>
    public static string StretchOne(string password, Entropy entropy)
    {
        byte[] octets = Encoding.UTF8.GetBytes(password);
        byte[] verifier = new byte[Limits.SaltOctets + Limits.HashOctets + 4];
        PasswordText.Stretch(
            octets, 0, octets.Length, Limits.PasswordIterations, entropy, verifier);
        OctetBuffer text = new OctetBuffer(PasswordText.OctetsMax);
        PasswordText.Write(text, verifier, Limits.PasswordIterations);
        return Encoding.ASCII.GetString(text.Octets, text.Start, text.Count);
    }
}
