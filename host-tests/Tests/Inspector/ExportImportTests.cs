using System.IO;
using System.Text;
using Appliance.Inspector;
using Xunit;

namespace Appliance.Tests.Inspector;

/// <summary>Mail out of a store and into one, octet for octet.</summary>
public sealed class ExportImportTests : IDisposable
{
    private readonly StoreInDirectory _store = new StoreInDirectory();

    public ExportImportTests()
    {
        _store.Settings("max-message = 300K\n");
    }

    public void Dispose()
    {
        _store.Dispose();
    }

    public static TheoryData<string> Awkward()
    {
        string longLine = new string('x', 70_000);
        return
        [
            "Subject: plain\r\n\r\ntext\r\n",
            "Subject: separators\r\n\r\nFrom me to you\r\n\r\nFrom a@b Tue Nov 24 07:32:47 2026\r\n"
                + ">From x\r\n>>>From y\r\n> From z\r\nFrom\r\n",
            "Subject: dots\r\n\r\n.\r\n..\r\n.dot\r\n",
            "Subject: 8-bit and NUL\r\n\r\n\u00e4\u00f6\u00ff\0\u0001\r\n",
            "Subject: carriage returns\r\n\r\na\rb\r\r\n\r\r\n\r\r\r\n",
            "Subject: blank lines\r\n\r\n\r\n\r\nx\r\n\r\n\r\n",
            "Subject: only a header\r\n",
            "\r\nno header\r\n",
            "Subject: long lines\r\n\r\n" + longLine + "\r\n" + longLine + "\r\r\n"
                + new string('y', 65_536) + "\r\r\nFrom " + longLine + "\r\n",
        ];
    }

    [Theory]
    [MemberData(nameof(Awkward))]
    public void Exported_and_imported_a_message_is_the_same(string data)
    {
        _store.Deliver((1, "Subject: first\r\n\r\n1\r\n"), (1, data), (1, data));
        List<string> before = _store.Read("alice");
        string mbox = Path.Combine(_store.Beside, "alice.mbox");
        Assert.Equal(0, _store.Inspect("export", _store.Root, "--mailbox", "alice", "--to", mbox));
        Assert.Equal(0, _store.Inspect("import", _store.Root, "--mailbox", "alice", mbox));
        Assert.Contains("3 messages imported", _store.Output, StringComparison.Ordinal);
        Assert.Equal(before.Concat(before), _store.Read("alice"));
        string folder = Path.Combine(_store.Beside, "alice");
        _store.Inspect("export", _store.Root, "--mailbox", "alice", "--to", folder);
        Assert.Equal(0, _store.Inspect("import", _store.Root, "--mailbox", "alice", folder));
        Assert.Equal(
            before.Concat(before).Concat(before).Concat(before), _store.Read("alice"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
    }

    [Theory]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void A_carriage_return_at_the_end_of_a_long_line_stays_wherever_runs_end(int octets)
    {
        string path = Path.Combine(_store.Beside, "runs.mbox");
        byte[] message = Encoding.ASCII.GetBytes(new string('x', octets) + "\r\r\n");
        using (FileStream file = File.Create(path))
        {
            MboxWriter writer = new MboxWriter(file);
            writer.Begin(null);
            foreach (byte octet in message)
            {
                writer.Append([octet]);
            }

            writer.End(null);
            writer.Flush();
        }

        Assert.EndsWith("x\r\r\n\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Imported_from_another_store_a_message_gets_a_received_field_of_this_one()
    {
        using StoreInDirectory other = new StoreInDirectory();
        other.Deliver((3, "Subject: moved\r\n\r\nx\r\n"));
        string folder = Path.Combine(other.Beside, "bob");
        other.Inspect("export", other.Root, "--mailbox", "bob", "--to", folder);
        _store.Deliver((1, "Subject: here\r\n\r\nx\r\n"));
        Assert.Equal(0, _store.Inspect("import", _store.Root, "--mailbox", "alice", folder));
        string[] lines = _store.Read("alice")[1].Split("\r\n");
        Assert.Equal("Return-Path: <s@here.lan>", lines[0]);
        Assert.Equal("Delivered-To: alice", lines[1]);
        Assert.StartsWith("Received: from localhost", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("Received: from here", lines[4], StringComparison.Ordinal);
        Assert.Equal("Subject: moved", lines[6]);
        string id = lines[3];
        File.Delete(_store.IndexPath());
        _store.Inspect("repair", _store.Root, "--yes");
        Assert.Equal(2, _store.Read("alice").Count);
        Assert.Contains(
            _store.Read("alice")[0].Split(" id ")[1][..16], id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_is_exported_its_own_delivered_to_field_alone()
    {
        _store.Deliver((3, "Subject: both\r\n\r\nx\r\n"));
        string bob = Assert.Single(_store.Read("bob"));
        Assert.Contains("Delivered-To: bob\r\n", bob, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", bob, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_that_is_asked_for()
    {
        _store.Deliver((1, "Subject: a\r\n\r\nx\r\n"));
        string mbox = Path.Combine(_store.Beside, "a.mbox");
        string[] export = ["export", _store.Root, "--mailbox", "alice", "--to"];
        File.WriteAllText(mbox, "mine");
        Assert.Equal(2, _store.Inspect([.. export, mbox]));
        Assert.Equal("mine", File.ReadAllText(mbox));
        Assert.Equal(0, _store.Inspect([.. export, mbox, "--force"]));
        Assert.StartsWith("From s@here.lan Tue Nov 24 07:32:47 2026\n", File.ReadAllText(mbox),
            StringComparison.Ordinal);
        Assert.Equal(0, _store.Inspect([.. export, _store.Beside]));
        Assert.Equal(2, _store.Inspect([.. export, _store.Beside]));
        Assert.Contains("--force", _store.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_message_is_named_and_no_part_of_it_is_exported()
    {
        _store.Deliver((1, "Subject: a\r\n\r\nx\r\n"), (1, "Subject: spoiled\r\n\r\nx\r\n"),
            (1, "Subject: c\r\n\r\nx\r\n"));
        StoreInDirectory.Flip(_store.MessagePath(2), 150);
        string mbox = Path.Combine(_store.Beside, "a.mbox");
        Assert.Equal(1, _store.Inspect("export", _store.Root, "--mailbox", "alice", "--to", mbox));
        Assert.Contains("is damaged", _store.Error, StringComparison.Ordinal);
        string text = File.ReadAllText(mbox);
        Assert.Equal(3, text.Split("\nSubject: ").Length);
        Assert.DoesNotContain("spoiled", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, _store.Read("alice").Count);
    }

    [Fact]
    public void Foreign_mboxes_are_read_with_lf_lines_unquoted_and_senders_from_their_separators()
    {
        _store.Deliver((1, "Subject: a\r\n\r\nx\r\n"));
        string mbox = Path.Combine(_store.Beside, "foreign");
        File.WriteAllText(mbox,
            "From me@far.lan Tue Nov 24 07:32:47 2026\nSubject: one\n\n>From me\n>>From you\n"
            + "From now on\nFrom him Tue Nov 24 07:32:47 2026\n\nFrom then on\n\n"
            + "From - Tue Nov 24 07:32:47 2026\r\nReturn-Path: <own@far.lan>\r\nSubject: two\r\n\r\n\r\n"
            + "From MAILER-DAEMON Tue Nov  4 07:32:47 2026 +0000\nSubject: three\n\nno end of line");
        Assert.Equal(0, _store.Inspect("import", _store.Root, "--mailbox", "alice", mbox));
        List<string> messages = _store.Read("alice");
        Assert.Equal(4, messages.Count);
        Assert.StartsWith("Return-Path: <me@far.lan>\r\n", messages[1], StringComparison.Ordinal);
        Assert.EndsWith(
            "\r\nSubject: one\r\n\r\nFrom me\r\n>From you\r\nFrom now on\r\n"
            + "From him Tue Nov 24 07:32:47 2026\r\n\r\nFrom then on\r\n",
            messages[1], StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <own@far.lan>\r\n", messages[2], StringComparison.Ordinal);
        Assert.EndsWith("\r\nSubject: two\r\n\r\n", messages[2], StringComparison.Ordinal);
        Assert.StartsWith("Return-Path: <>\r\n", messages[3], StringComparison.Ordinal);
        Assert.EndsWith("\r\nno end of line\r\n", messages[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_imported_is_named_and_the_rest_is_imported()
    {
        _store.Deliver((1, "Subject: a\r\n\r\nx\r\n"));
        string mbox = Path.Combine(_store.Beside, "a.mbox");
        string separator = "From a@b Tue Nov 24 07:32:47 2026\n";
        File.WriteAllText(mbox,
            separator + "\n" + separator + "Subject: big\n\n" + new string('x', 400_000) + "\n\n"
            + separator + "Subject: good\n\nx\n");
        string text = Path.Combine(_store.Beside, "notes.txt");
        File.WriteAllText(text, "these are my notes\n");
        string empty = Path.Combine(_store.Beside, "empty.eml");
        File.WriteAllText(empty, string.Empty);
        Assert.Equal(
            1, _store.Inspect("import", _store.Root, "--mailbox", "alice", mbox, text, empty));
        Assert.Contains("a.mbox, message 1 is empty", _store.Error, StringComparison.Ordinal);
        Assert.Contains(
            "a.mbox, message 2 has more than 307,200 octets", _store.Error,
            StringComparison.Ordinal);
        Assert.Contains("notes.txt is neither", _store.Error, StringComparison.Ordinal);
        Assert.Contains("empty.eml is empty", _store.Error, StringComparison.Ordinal);
        Assert.Contains("1 message imported", _store.Output, StringComparison.Ordinal);
        Assert.EndsWith("Subject: good\r\n\r\nx\r\n", _store.Read("alice")[1],
            StringComparison.Ordinal);
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
    }

    [Fact]
    public void A_quota_stops_the_import_and_what_was_imported_is_told()
    {
        _store.Settings("quota-messages = 3\n");
        string folder = Path.Combine(_store.Beside, "many");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < 5; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"{i}.eml"), $"Subject: {i}\n\n{i}\n");
        }

        Assert.Equal(3, _store.Inspect("import", _store.Root, "--mailbox", "bob", folder));
        Assert.Contains("3 messages imported", _store.Output, StringComparison.Ordinal);
        Assert.Contains("quota", _store.Error, StringComparison.Ordinal);
        Assert.Equal(3, _store.Read("bob").Count);
    }

    [Fact]
    public void Settings_that_a_board_keeps_count_as_well()
    {
        File.Delete(Path.Combine(_store.Root, "settings.txt"));
        byte[] text = Encoding.ASCII.GetBytes(
            "mailbox = eve\nmax-message = 1K\n# version 00000001 checksum ");
        using (FileStream slot = File.Create(Path.Combine(_store.Root, "00000000.cfg")))
        {
            slot.Write(text);
            slot.Write(Encoding.ASCII.GetBytes(
                $"{System.IO.Hashing.Crc32.HashToUInt32(text):x8}\n"));
        }

        string small = Path.Combine(_store.Beside, "small.eml");
        string big = Path.Combine(_store.Beside, "big.eml");
        File.WriteAllText(small, "Subject: small\n\n");
        File.WriteAllText(big, "Subject: big\n\n" + new string('x', 2000) + "\n");
        Assert.Equal(1, _store.Inspect("import", _store.Root, "--mailbox", "eve", small, big));
        Assert.Contains("big.eml has more than 1,024", _store.Error, StringComparison.Ordinal);
        Assert.Single(_store.Read("eve"));
    }

    [Fact]
    public void More_messages_than_one_commit_takes_are_imported_in_order()
    {
        StringBuilder mbox = new StringBuilder();
        for (int i = 0; i < 50; i++)
        {
            mbox.Append("From a@b Tue Nov 24 07:32:47 2026\nSubject: ").Append(i)
                .Append("\n\nbody\n\n");
        }

        string path = Path.Combine(_store.Beside, "a.mbox");
        File.WriteAllText(path, mbox.ToString());
        Assert.Equal(0, _store.Inspect("import", _store.Root, "--mailbox", "alice", path));
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"Subject: {i}"),
            _store.Read("alice").Select(message => message.Split("\r\n")[4]));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
    }

    [Fact]
    public void Missing_files_and_folders_are_told()
    {
        Assert.Equal(
            3, _store.Inspect("import", _store.Root, "--mailbox", "alice", "/nowhere/a.mbox"));
        Assert.Equal(
            2, _store.Inspect("import", _store.Root, "--mailbox", "alice", _store.Beside));
        Assert.Contains(".eml", _store.Error, StringComparison.Ordinal);
    }
}
