using System.Text;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>The writing of a message: its limit, to the octet, and what one that is given up leaves
/// to the next.</summary>
public sealed class DeliveryTests
{
    private const int LineOctets = 64;

    private static readonly string[] s_names = [.. Enumerable.Range(0, 12).Select(
        i => (char)('a' + i) + new string('x', 20))];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 12)]
    [InlineData(2, 1)]
    [InlineData(2, 12)]
    [InlineData(70, 1)]
    [InlineData(70, 12)]
    public void Longest_message_is_taken_whole_and_one_octet_more_refused(int kib, int recipients)
    {
        foreach (int piece in new[] { 61, 250, 320, 333, 1536, 200_000 })
        {
            World world = NewWorld($"max-message = {kib}K\n", 4);
            ScriptedClient client = world.Connect(true);
            client.ReadReply();
            client.Command("HELO x");
            for (int more = -1; more <= 2; more++)
            {
                string text = Text((kib * 1024) + more);
                string reply = Send(world, client, s_names[..recipients], text, piece);
                Assert.StartsWith(more > 0 ? "552" : "250", reply, StringComparison.Ordinal);
                int files = Math.Min(more + 2, 2);
                Assert.Equal(files, world.Volume.Numbers(FileKind.Message).Count);
                Assert.Equal(0, world.Volume.OpenHandles);
                byte[] file = world.Volume.Contents(FileKind.Message, files);
                Assert.True(
                    more > 0 || Encoding.Latin1.GetString(file).EndsWith(
                        "\r\n" + text, StringComparison.Ordinal),
                    $"pieces of {piece}, {more} more");
            }
        }
    }

    [Fact]
    public void Message_that_was_given_up_leaves_nothing_to_the_next()
    {
        World world = NewWorld(string.Empty, 1);
        ScriptedClient first = world.Connect(true);
        first.ReadReply();
        first.Command("HELO x");
        first.Command("MAIL FROM:<lost@b>");
        first.Command("RSET");
        first.Command("MAIL FROM:<gone@b>");
        first.Command($"RCPT TO:<{s_names[0]}>");
        first.Command("DATA");
        first.SendRaw("Subject: gone\r\n");
        world.Settle();
        first.Connection.ClientReset();
        world.Settle();
        string reply = world.Connect(true).DeliverPlain([s_names[0]], "Subject: x\r\n");
        Assert.Equal("250 2.0.0 Stored as 00000001", reply);
        string file = Encoding.Latin1.GetString(world.Volume.Contents(FileKind.Message, 1));
        Assert.StartsWith(
            $"Return-Path: <a@b>\r\nDelivered-To: {s_names[0]}\r\nReceived: ", file,
            StringComparison.Ordinal);
        Assert.DoesNotContain("gone", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_that_rests_before_or_after_its_message_keeps_no_room_from_others(bool after)
    {
        Capacity capacity = ShelfCapacity.Few();
        World world = new World(SettingsSource.Quick("alice"), capacity, 1);
        ScriptedClient resting = world.Connect(true);
        resting.ReadReply();
        resting.Command("HELO x");
        if (after)
        {
            Assert.StartsWith(
                "250", Send(world, resting, ["alice"], Text(64), 64), StringComparison.Ordinal);
        }
        else
        {
            resting.Command("MAIL FROM:<a@b>");
            resting.Command("RCPT TO:<alice>");
            Assert.StartsWith("354", resting.Command("DATA"), StringComparison.Ordinal);
        }

        Visits.DeliverMany(world, 2 * ShelfCapacity.Rows, "alice");
    }

    [Fact]
    public void File_that_somebody_put_under_the_next_number_does_not_stop_mail()
    {
        World world = NewWorld(string.Empty, 4);
        world.Volume.Put(FileKind.Message, 1, "x"u8.ToArray());
        string reply = world.Connect(true).DeliverPlain([s_names[0]], "Subject: x\r\n");
        Assert.Equal("250 2.0.0 Stored as 00000001", reply);
        ScriptedClient reader = Visits.LogIn(world, s_names[0]);
        Assert.Contains("Subject: x", reader.MultiLine("RETR 1")!);
    }

    private static World NewWorld(string settings, int slots)
    {
        Capacity capacity = Capacity.Board();
        capacity.SmtpSlots = slots;
        capacity.AccountOctets = 4000;
        return new World(settings + SettingsSource.Quick(s_names), capacity, 1);
    }

    /// <summary>Lines of so many octets in all.</summary>
    private static string Text(int octets)
    {
        string line = new string('x', LineOctets - 2) + "\r\n";
        int rest = (octets % LineOctets) + LineOctets;
        return string.Concat(Enumerable.Repeat(line, (octets - rest) / LineOctets))
            + new string('y', rest - 2) + "\r\n";
    }

    private static string Send(
        World world, ScriptedClient client, string[] names, string text, int piece)
    {
        client.Command("MAIL FROM:<a@b>");
        Array.ForEach(names, name => client.Command($"RCPT TO:<{name}>"));
        client.Command("DATA");
        for (int at = 0; at < text.Length; at += piece)
        {
            client.SendRaw(text.Substring(at, Math.Min(piece, text.Length - at)));
            world.Settle();
        }

        return client.Command(".");
    }
}
