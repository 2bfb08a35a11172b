using System.IO;
using Xunit;

namespace Appliance.Tests.Inspector;

/// <summary>Putting a store in order: what may be mail is never deleted.</summary>
public sealed class RepairTests : IDisposable
{
    private readonly StoreInDirectory _store = new StoreInDirectory();

    public void Dispose()
    {
        _store.Dispose();
    }

    [Fact]
    public void Damaged_messages_go_into_a_folder_and_missing_ones_out_of_the_index()
    {
        _store.Deliver((1, Message("one")), (3, Message("two")), (2, Message("three")),
            (3, Message("four")));
        StoreInDirectory.Flip(_store.MessagePath(2), 150);
        File.Delete(_store.MessagePath(3));
        byte[] damaged = File.ReadAllBytes(_store.MessagePath(2));
        Assert.Equal(1, _store.Inspect("repair", _store.Root, "--yes"));
        Assert.Equal(
            damaged, File.ReadAllBytes(Path.Combine(_store.Root, "damaged", "00000002.eml")));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Equal(["one", "four"], _store.Subjects("alice"));
        Assert.Equal(["four"], _store.Subjects("bob"));
    }

    [Fact]
    public void A_lost_index_is_made_anew_and_unique_ids_stay()
    {
        _store.Deliver((1, Message("one")), (3, Message("two")));
        List<string> ids = _store.UniqueIds("alice");
        File.Delete(_store.IndexPath());
        Assert.Equal(1, _store.Inspect("repair", _store.Root, "--yes"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Equal(ids, _store.UniqueIds("alice"));
        Assert.Equal(["two"], _store.Subjects("bob"));
    }

    [Fact]
    public void What_is_no_whole_message_is_kept_when_the_index_is_lost()
    {
        _store.Deliver((1, Message("one")), (1, Message("two")));
        byte[] octets = File.ReadAllBytes(_store.MessagePath(2));
        File.WriteAllBytes(_store.MessagePath(2), octets[..^3]);
        File.Delete(_store.IndexPath());
        _store.Inspect("repair", _store.Root, "--yes");
        Assert.Equal(
            octets[..^3],
            File.ReadAllBytes(Path.Combine(_store.Root, "damaged", "00000002.eml")));
        Assert.Equal(["one"], _store.Subjects("alice"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
    }

    [Fact]
    public void A_file_without_a_record_is_kept_when_it_is_whole_and_removed_when_it_is_cut_short()
    {
        _store.DeliverAndCut((1, Message("one")));
        byte[] octets = File.ReadAllBytes(_store.MessagePath(1));
        File.WriteAllBytes(_store.MessagePath(8), octets[..^3]);
        File.WriteAllBytes(_store.MessagePath(9), octets);
        File.Copy(_store.IndexPath(), Path.Combine(_store.Root, "00000000.jnl"));
        Assert.Equal(0, _store.Inspect("repair", _store.Root, "--yes"));
        Assert.Equal(
            ["00000009.eml"],
            Directory.GetFiles(Path.Combine(_store.Root, "damaged")).Select(Path.GetFileName));
        Assert.Single(Directory.GetFiles(_store.Root, "*.jnl"));
        Assert.Single(Directory.GetFiles(Path.Combine(_store.Root, "mail", "00000000")));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.DoesNotContain("repair", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_file_of_one_name_in_the_folder_does_not_replace_the_first()
    {
        _store.Deliver((1, Message("one")), (1, Message("two")));
        Directory.CreateDirectory(Path.Combine(_store.Root, "damaged"));
        string kept = Path.Combine(_store.Root, "damaged", "00000002.eml");
        File.WriteAllText(kept, "kept");
        StoreInDirectory.Flip(_store.MessagePath(2), 150);
        _store.Inspect("repair", _store.Root, "--yes");
        Assert.Equal("kept", File.ReadAllText(kept));
        Assert.True(File.Exists(Path.Combine(_store.Root, "damaged", "00000002-2.eml")));
    }

    [Fact]
    public void Without_a_yes_nothing_is_changed()
    {
        _store.Deliver((1, Message("one")));
        StoreInDirectory.Flip(_store.MessagePath(1), 150);
        File.WriteAllText(Path.Combine(_store.Root, "lock"), string.Empty);
        Dictionary<string, string> before = _store.Snapshot();
        Assert.Equal(2, _store.InspectAnswering("\n", "repair", _store.Root));
        Assert.Equal(before, _store.Snapshot());
        Assert.Equal(1, _store.InspectAnswering("y\n", "repair", _store.Root));
        Assert.Contains("Repaired.", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_store_needs_none()
    {
        _store.Deliver((1, Message("one")));
        Assert.Equal(0, _store.Inspect("repair", _store.Root));
        Assert.Contains("nothing to repair", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repaired_store_takes_mail_and_gives_no_unique_id_twice()
    {
        _store.Deliver((1, Message("one")), (1, Message("two")));
        List<string> ids = _store.UniqueIds("alice");
        StoreInDirectory.Flip(_store.MessagePath(2), 150);
        _store.Inspect("repair", _store.Root, "--yes");
        _store.Deliver((1, Message("two")));
        Assert.Equal(["one", "two"], _store.Subjects("alice"));
        Assert.DoesNotContain(ids[1], _store.UniqueIds("alice"));
    }

    private static string Message(string subject)
    {
        return $"Subject: {subject}\r\n\r\n{subject}\r\n";
    }
}
