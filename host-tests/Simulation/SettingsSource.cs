using System.Security.Cryptography;
using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;

namespace Appliance.Simulation;

/// <summary>Makes settings from the text of a settings file.</summary>
public static class SettingsSource
{
    /// <summary>Mailboxes alice (password secret) and bob (password hunter2).</summary>
    public const string Default =
        "hostname = mailbox.test\n"
        + "mailbox = alice\npassword = secret\n"
        + "mailbox = bob\npassword = hunter2\n";

    /// <summary>A line with the password <c>x</c>, stretched once: for tests that are not about
    /// passwords.</summary>
    public static string QuickPassword { get; } = "password = {pbkdf2}1$" + Convert.ToBase64String(
        new byte[Limits.SaltOctets]) + "$" + Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(
            "x"u8, new byte[Limits.SaltOctets], 1, HashAlgorithmName.SHA256, Limits.HashOctets))
        + "\n";

    /// <summary>Mailboxes whose password is <c>x</c>, stretched once.</summary>
    public static string Quick(params string[] names)
    {
        return string.Concat(names.Select(name => $"mailbox = {name}\n{QuickPassword}"));
    }

    /// <summary>Reads lines into settings, with salts that are the same each time.</summary>
    public static SettingsReader ReaderOf(Settings settings)
    {
        return new SettingsReader(settings, new Entropy(new byte[32]));
    }

    /// <summary>Reads the text.</summary>
    /// <exception cref="ArgumentException">A line is not allowed.</exception>
    public static Settings Read(string text, Capacity capacity)
    {
        Settings settings = new Settings(capacity.NewAccounts()) { ConnectionsPerAddress = 0 };
        SettingsReader reader = ReaderOf(settings);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            byte[] line = Encoding.UTF8.GetBytes(lines[i]);
            string? error = reader.ReadLine(line, 0, line.Length);
            if (error != null)
            {
                throw new ArgumentException($"line {i + 1}: {error}");
            }
        }

        string? missing = reader.Finish();
        return missing == null ? settings : throw new ArgumentException(missing);
    }
}
