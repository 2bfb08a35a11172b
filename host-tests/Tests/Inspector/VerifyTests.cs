using System.IO;
using System.Text;
using Appliance.Core.Storage;
using Appliance.Files;
using Xunit;

namespace Appliance.Tests.Inspector;

/// <summary>Looking at a store: list and verify find what is wrong, and write nothing.</summary>
public sealed class VerifyTests : IDisposable
{
    private const string Hello = "From: =?utf-8?q?J=C3=BCrgen?= <j@here.lan>\r\nSubject: hello\r\n"
        + "Date: Tue, 24 Nov 2026 07:32:47 +0000\r\n\r\nhello\r\n";

    private readonly StoreInDirectory _store = new StoreInDirectory();

    public void Dispose()
    {
        _store.Dispose();
    }

    [Fact]
    public void List_counts_messages_and_octets_of_each_mailbox()
    {
        _store.Deliver((1, Hello), (3, Hello), (2, "Subject: b\r\n\r\nb\r\n"));
        Assert.Equal(0, _store.Inspect("list", _store.Root));
        int octets = _store.Read("alice").Sum(message => message.Length);
        _store.Inspect("list", _store.Root, "--json");
        using System.Text.Json.JsonDocument json =
            System.Text.Json.JsonDocument.Parse(_store.Output);
        System.Text.Json.JsonElement alice = json.RootElement.GetProperty("mailboxes")[0];
        Assert.Equal("alice", alice.GetProperty("name").GetString());
        Assert.Equal(2, alice.GetProperty("messages").GetInt32());
        Assert.Equal(octets, alice.GetProperty("octets").GetInt32());
    }

    [Fact]
    public void List_of_a_mailbox_shows_who_wrote_what_when_and_its_unique_id()
    {
        _store.Deliver((1, Hello));
        Assert.Equal(0, _store.Inspect("list", _store.Root, "--mailbox", "ALICE"));
        Assert.Contains("Jürgen <j@here.lan>", _store.Output, StringComparison.Ordinal);
        Assert.Contains("2026-11-24 07:32", _store.Output, StringComparison.Ordinal);
        string generation = File.ReadAllText(_store.MessagePath(1)).Split(" id ")[1][..16];
        Assert.Contains(generation + "00000001", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void List_lets_no_header_field_move_the_cursor()
    {
        _store.Deliver((1, "Subject: a\u001b[2Jb =?utf-8?q?c=1B=0A[red]?=\r\n\r\n\r\n"));
        _store.Inspect("list", _store.Root, "--mailbox", "alice");
        Assert.DoesNotContain('\u001b', _store.Output);
        Assert.Contains("a [2Jb c  [red]", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_of_a_whole_store_finds_nothing()
    {
        _store.Deliver((1, Hello), (3, Hello));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Contains("2 whole, 0 damaged, 0 missing", _store.Output, StringComparison.Ordinal);
        Assert.Contains("stopped in order", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_names_each_damaged_cut_and_missing_message_and_whose_it_is()
    {
        _store.Deliver((1, Hello), (3, Hello), (2, Hello), (1, Hello));
        StoreInDirectory.Flip(_store.MessagePath(1), 200);
        File.Delete(_store.MessagePath(2));
        byte[] octets = File.ReadAllBytes(_store.MessagePath(3));
        File.WriteAllBytes(_store.MessagePath(3), octets[..^10]);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        string[] lines = _store.Output.Split('\n');
        Assert.StartsWith("damaged     00000001.eml  of alice:", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "missing     00000002.eml  of alice, bob:", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(
            "damaged     00000003.eml  of bob: cut short", lines[2], StringComparison.Ordinal);
        Assert.Contains("1 whole, 2 damaged, 1 missing", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_tells_what_a_cut_short_delivery_left_from_a_whole_message_without_a_record()
    {
        _store.DeliverAndCut((1, Hello));
        byte[] octets = File.ReadAllBytes(_store.MessagePath(1));
        File.WriteAllBytes(_store.MessagePath(8), octets[..^10]);
        File.WriteAllBytes(_store.MessagePath(9), octets);
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Contains("leftover    00000008.eml", _store.Output, StringComparison.Ordinal);
        Assert.Contains("orphan      00000009.eml  of alice", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_finds_a_damaged_record_and_the_messages_that_it_may_have_named()
    {
        _store.Deliver((1, Hello), (1, Hello), (1, Hello));
        string index = _store.IndexPath();
        int record = FindRecord(index, 'D', 2);
        StoreInDirectory.Flip(index, (32 * record) + 6);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains(
            $"records {record + 1} of", _store.Output, StringComparison.Ordinal);
        Assert.Contains("3 whole", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_finds_a_damaged_record_that_named_no_message()
    {
        _store.Deliver((1, Hello));
        _store.Deliver((1, Hello));
        string index = _store.IndexPath();
        int record = FindRecord(index, 'C', 2);
        StoreInDirectory.Flip(index, (32 * record) + 6);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains(
            $"records {record + 1} of", _store.Output, StringComparison.Ordinal);
        Assert.Contains("2 whole", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_knows_the_torn_end_of_an_index_as_harmless()
    {
        _store.Deliver((1, Hello));
        File.AppendAllText(_store.IndexPath(), "torn");
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Contains("as a power cut leaves it", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_suspects_a_loss_when_the_last_record_is_damaged_and_a_whole_message_has_none()
    {
        _store.DeliverAndCut((1, Hello));
        string index = _store.IndexPath();
        StoreInDirectory.Flip(index, (int)new FileInfo(index).Length - 20);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("its record may be a damaged one", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_tells_an_index_that_is_older_than_the_messages()
    {
        _store.Deliver((1, Hello));
        string index = _store.IndexPath();
        byte[] older = File.ReadAllBytes(index);
        _store.Deliver((1, Hello), (1, Hello));
        File.WriteAllBytes(index, older);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("is older than the messages", _store.Output, StringComparison.Ordinal);
        Assert.Contains("2 messages found by their files", _store.Output, StringComparison.Ordinal);
        Assert.Contains("3 whole", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_and_list_of_a_store_without_index_tell_it_and_find_the_messages()
    {
        _store.Deliver((1, Hello), (3, Hello));
        File.Delete(_store.IndexPath());
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("is lost. 2 messages found", _store.Output, StringComparison.Ordinal);
        Assert.Equal(1, _store.Inspect("list", _store.Root));
        Assert.Contains("alice", _store.Output, StringComparison.Ordinal);
        Assert.Contains("damaged or lost", _store.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_by_looking()
    {
        _store.Deliver((1, Hello), (3, Hello));
        _store.Run((store, delivery, maildrop) =>
        {
            StoreInDirectory.Deliver(store, delivery, 1, Encoding.Latin1.GetBytes(Hello));
            maildrop.TryOpen(0);
            maildrop.Delete(maildrop.FindRow(1));
            maildrop.Submit();
            store.Step();
        }, false);
        File.WriteAllText(_store.MessagePath(200), "orphan");
        File.Copy(_store.IndexPath(), Path.Combine(_store.Root, "0000000f.jnl"));
        Dictionary<string, string> before = _store.Snapshot();
        _store.Inspect("verify", _store.Root);
        _store.Inspect("list", _store.Root);
        _store.Inspect("repair", _store.Root, "--dry-run");
        Assert.Contains("To do:", _store.Output, StringComparison.Ordinal);
        _store.Read("alice");
        Assert.Equal(before, _store.Snapshot());
    }

    [Fact]
    public void Messages_in_one_directory_are_found_as_well()
    {
        _store.Deliver((1, Hello), (2, Hello));
        string mail = Path.Combine(_store.Root, "mail");
        foreach (string folder in new[] { mail, _store.Root })
        {
            foreach (string file in Directory.GetFiles(mail, "*.eml", SearchOption.AllDirectories))
            {
                File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            Assert.Equal(0, _store.Inspect("verify", _store.Root));
            Assert.Contains("2 whole", _store.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_directory_with_more_than_256_messages_below_mail_is_told_from_many()
    {
        _store.Deliver((1, Hello));
        string name = DirectoryLayout.InDirectories(_store.Root).NameOf(FileKind.Message, 0x1234);
        string folder = Path.Combine(_store.Root, "mail", "00000000");
        File.Copy(_store.MessagePath(1), Path.Combine(folder, name));
        _store.Inspect("verify", _store.Root);
        Assert.Contains("2 whole", _store.Output, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_store.Root, "mail", "00000012"));
        File.Copy(
            Path.Combine(folder, name), Path.Combine(_store.Root, "mail", "00000012", name));
        Assert.Equal(3, _store.Inspect("verify", _store.Root));
        Assert.Contains("into one place", _store.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_appliance_is_noticed_by_every_command()
    {
        _store.Deliver((1, Hello));
        using DataLock held = DataLock.Take(_store.Root, string.Empty);
        string[][] commands =
        [
            ["list", _store.Root], ["verify", _store.Root], ["repair", _store.Root, "--yes"],
            ["export", _store.Root, "--mailbox", "alice", "--to", _store.Beside],
            ["import", _store.Root, "--mailbox", "alice", _store.MessagePath(1)],
        ];
        Assert.All(commands, command =>
        {
            Assert.Equal(3, _store.Inspect(command));
            Assert.Contains(
                "If an appliance uses it, stop", _store.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Two_may_look_at_once()
    {
        _store.Deliver((1, Hello));
        File.WriteAllText(Path.Combine(_store.Root, "lock"), string.Empty);
        using DataLock other = DataLock.TakeToRead(_store.Root, string.Empty);
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Equal(3, _store.Inspect("repair", _store.Root, "--yes"));
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_looked_at_all_the_same()
    {
        _store.Deliver((1, Hello));

        // A directory of this name cannot be locked by anyone, not even by root.
        Directory.CreateDirectory(Path.Combine(_store.Root, "lock"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Single(_store.Read("alice"));
        Assert.Equal(3, _store.Inspect("repair", _store.Root, "--yes"));
        Assert.Contains("not write-protected", _store.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_which_no_slot_is_whole_are_told()
    {
        _store.Deliver((1, Hello));
        File.WriteAllText(Path.Combine(_store.Root, "00000001.cfg"), "mailbox = alice\n");
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("settings.txt", _store.Output, StringComparison.Ordinal);
        Assert.Equal(1, _store.Inspect("repair", _store.Root));
        Assert.Contains("nothing to repair", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_directories_and_names_say_what_to_give_instead()
    {
        Assert.Equal(3, _store.Inspect("list", Path.Combine(_store.Root, "nowhere")));
        Assert.Contains("There is no directory", _store.Error, StringComparison.Ordinal);
        Assert.Equal(3, _store.Inspect("verify", _store.Root));
        Assert.Contains("There is no mail", _store.Error, StringComparison.Ordinal);
        _store.Deliver((1, Hello));
        Assert.Equal(2, _store.Inspect("list", _store.Root, "--mailbox", "carol"));
        Assert.Contains("It has: alice, bob.", _store.Error, StringComparison.Ordinal);
        Assert.Equal(2, _store.Inspect("frobnicate"));
        Assert.Equal(2, _store.Inspect("export", _store.Root));
    }

    private static int FindRecord(string index, char type, int count)
    {
        byte[] octets = File.ReadAllBytes(index);
        return Enumerable.Range(0, octets.Length / 32)
            .Where(record => octets[32 * record] == type).ElementAt(count - 1);
    }
}
