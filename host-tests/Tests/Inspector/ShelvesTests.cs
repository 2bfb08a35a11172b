using System.IO;
using Xunit;

namespace Appliance.Tests.Inspector;

/// <summary>The inspector on a store whose old messages lie on shelves, some of them damaged or
/// missing.</summary>
public sealed class ShelvesTests : IDisposable
{
    private const int Messages = 40;
    private const int BothEach = 4;

    private readonly StoreInDirectory _store = new StoreInDirectory();
    private readonly List<string> _alice = new List<string>();
    private readonly List<string> _bob = new List<string>();

    public ShelvesTests()
    {
        List<(int, string)> messages = new List<(int, string)>();
        for (int i = 1; i <= Messages; i++)
        {
            bool both = i % BothEach == 0;
            messages.Add((both ? 3 : 1, $"Subject: m{i}\r\n\r\ntext {i}\r\n"));
            _alice.Add($"m{i}");
            if (both)
            {
                _bob.Add($"m{i}");
            }
        }

        _store.DeliverOnShelves(messages.ToArray());
        Assert.InRange(_store.ShelfPaths().Count, 4, Messages);
    }

    public void Dispose()
    {
        _store.Dispose();
    }

    [Fact]
    public void Messages_on_shelves_are_listed_verified_and_exported_like_others()
    {
        Dictionary<string, string> before = _store.Snapshot();
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Contains(
            $"{Messages} whole, 0 damaged, 0 missing", _store.Output, StringComparison.Ordinal);
        Assert.Equal(_alice, _store.Subjects("alice"));
        Assert.Equal(_bob, _store.Subjects("bob"));
        Assert.Equal(Messages, _store.UniqueIds("alice").Distinct().Count());
        Assert.Equal(before, _store.Snapshot());
        Assert.Equal(0, _store.Inspect("repair", _store.Root));
        Assert.Contains("nothing to repair", _store.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shelf_with_any_changed_octet_is_told_and_no_message_is_lost()
    {
        List<string> ids = _store.UniqueIds("alice");
        string path = _store.ShelfPaths()[1];
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 0; at < whole.Length; at++)
        {
            StoreInDirectory.Flip(path, at);
            Assert.Equal(1, _store.Inspect("verify", _store.Root));
            Assert.Contains(
                "1 file of the index of old messages damaged or missing. 0 messages lost",
                _store.Output, StringComparison.Ordinal);
            Assert.Contains($"{Messages} whole, 0 damaged", _store.Output, StringComparison.Ordinal);
            File.WriteAllBytes(path, whole);
        }

        StoreInDirectory.Flip(path, whole.Length / 2);
        Repair();
        Assert.Equal(ids, _store.UniqueIds("alice"));
        Assert.Equal(_alice, _store.Subjects("alice"));
        Assert.Equal(_bob, _store.Subjects("bob"));
    }

    [Fact]
    public void Missing_shelves_are_made_again_from_the_messages()
    {
        List<string> ids = _store.UniqueIds("alice");
        List<string> paths = _store.ShelfPaths();
        paths.ForEach(File.Delete);
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains(
            $"{paths.Count} files of the index of old messages", _store.Output,
            StringComparison.Ordinal);
        Assert.Contains($"{Messages} whole", _store.Output, StringComparison.Ordinal);
        Repair();
        Assert.Equal(ids, _store.UniqueIds("alice"));
        Assert.Equal(_alice, _store.Subjects("alice"));
        Assert.Equal(_bob, _store.Subjects("bob"));
    }

    [Fact]
    public void Message_without_its_file_is_counted_as_lost_with_its_shelf()
    {
        _store.ShelfPaths().ForEach(File.Delete);
        File.Delete(_store.MessagePath(1));
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("1 message lost with them", _store.Output, StringComparison.Ordinal);
        Repair();
        _alice.RemoveAt(0);
        Assert.Equal(_alice, _store.Subjects("alice"));
    }

    [Fact]
    public void Damaged_and_missing_messages_on_shelves_go_out_of_the_index()
    {
        StoreInDirectory.Flip(_store.MessagePath(2), 170);
        File.Delete(_store.MessagePath(4));
        Assert.Equal(1, _store.Inspect("verify", _store.Root));
        Assert.Contains("00000002.eml  of alice:", _store.Output, StringComparison.Ordinal);
        Assert.Contains("00000004.eml  of alice, bob:", _store.Output, StringComparison.Ordinal);
        Repair();
        Assert.True(File.Exists(Path.Combine(_store.Root, "damaged", "00000002.eml")));
        _alice.Remove("m2");
        _alice.Remove("m4");
        _bob.Remove("m4");
        Assert.Equal(_alice, _store.Subjects("alice"));
        Assert.Equal(_bob, _store.Subjects("bob"));
    }

    [Fact]
    public void Without_the_index_shelves_are_not_needed()
    {
        List<string> ids = _store.UniqueIds("alice");
        File.Delete(_store.IndexPath());
        Repair();
        Assert.Equal(ids, _store.UniqueIds("alice"));
        Assert.Equal(_bob, _store.Subjects("bob"));
        Assert.Empty(_store.ShelfPaths());
    }

    [Fact]
    public void Shelf_that_no_record_names_is_removed_and_nothing_is_lost()
    {
        string path = _store.ShelfPaths()[0];
        File.Copy(path, Path.Combine(Path.GetDirectoryName(path)!, "00000fff.shf"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Equal(_alice, _store.Subjects("alice"));
    }

    private void Repair()
    {
        Assert.Equal(1, _store.Inspect("repair", _store.Root, "--yes"));
        Assert.Equal(0, _store.Inspect("verify", _store.Root));
        Assert.Contains("0 damaged, 0 missing", _store.Output, StringComparison.Ordinal);
    }
}
