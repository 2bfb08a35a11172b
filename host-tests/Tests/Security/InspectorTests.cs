using System.IO;
using Appliance.Tests.Inspector;
using Xunit;

namespace Appliance.Tests.Security;

/// <summary>The inspector is used on cards that anybody may have written: what is on them reaches
/// no terminal as it is, and no path.</summary>
public sealed class InspectorTests
{
    // C1 controls, which some terminals act on, and a change of the writing direction.
    private const string Name = "x\u009b2Jy\u202ez";

    private const string Subject = "\u001b[2Jcleared\u0007\u009b31m =?utf-8?q?=1B[31m?=";

    [Fact]
    public void No_control_octet_of_a_card_reaches_the_terminal()
    {
        using StoreInDirectory store = new StoreInDirectory();
        store.Settings($"mailbox = {Name}\n");
        store.Deliver((1, $"From: \u001b]0;title\u0007 <a@b>\r\nSubject: {Subject}\r\n\r\nx\r\n"));
        string exported = Path.Combine(store.Beside, "out");
        string[][] commands =
        [
            ["list", store.Root], ["list", store.Root, "--json"],
            ["list", store.Root, "--mailbox", "alice"],
            ["list", store.Root, "--mailbox", "alice", "--json"],
            ["list", store.Root, "--mailbox", Name], ["verify", store.Root],
            ["export", store.Root, "--mailbox", Name, "--to", exported],
            ["export", store.Root, "--mailbox", "\u001b[2J", "--to", exported],
        ];
        foreach (string[] command in commands)
        {
            store.Inspect(command);
            string printed = store.Output + store.Error;
            Assert.DoesNotContain(printed, letter =>
                (char.IsControl(letter) && letter != '\n' && letter != '\r') || letter == '\u202e');
        }
    }

    [Fact]
    public void Exported_files_are_called_by_numbers_whatever_the_mailbox_is_called()
    {
        using StoreInDirectory store = new StoreInDirectory();
        store.Settings("mailbox = ../../escaped\nmailbox = CON\n");
        store.Deliver((1, "Subject: x\r\n\r\nx\r\n"));
        string folder = Path.Combine(store.Beside, "out");
        Assert.Equal(
            0, store.Inspect("export", store.Root, "--mailbox", "alice", "--to", folder));
        Assert.Equal(
            ["00000001.eml"], Directory.GetFiles(folder).Select(Path.GetFileName));
        foreach (string name in new[] { "../../escaped", "CON" })
        {
            store.Inspect("export", store.Root, "--mailbox", name, "--to", folder);
        }

        Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(store.Beside).Select(Path.GetFileName));
    }
}
