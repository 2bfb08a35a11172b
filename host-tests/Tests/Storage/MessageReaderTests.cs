using System.Text;
using Appliance.Core;
using Appliance.Core.Server;
using Appliance.Core.Storage;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Storage;

/// <summary>One message as each of its readers gets it, whatever the volume gives at a
/// time.</summary>
public sealed class MessageReaderTests
{
    private const int Readers = 12;
    private const int ReadOctets = 1024;
    private const string Data = "Subject: x\r\n\r\nDelivered-To: is no field here\r\nbody\r\n";

    private static readonly string[] s_names = [.. Enumerable.Range(0, Readers).Select(
        i => (char)('a' + i) + new string('x', i * 5))];

    private readonly World _world = new World(SettingsSource.Quick(s_names), Wide(), 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(500)]
    [InlineData(int.MaxValue)]
    public void Each_recipient_is_shown_no_other_one_however_little_a_read_gives(int octetsMax)
    {
        string file = DeliverToAll();
        _world.Volume.Faults.ReadOctetsMax = octetsMax;
        for (int row = 0; row < Readers; row++)
        {
            Assert.Equal(ShownTo(row, file), ReadAll(NewReader(), row, ReadOctets));
        }
    }

    [Fact]
    public void Message_is_the_same_in_pieces_of_any_size()
    {
        string file = DeliverToAll();
        MessageReader reader = NewReader();
        for (int count = Limits.BlockOctetsMin; count <= ReadOctets; count++)
        {
            Assert.Equal(ShownTo(count % Readers, file), ReadAll(reader, count % Readers, count));
        }
    }

    [Fact]
    public void File_that_ends_anywhere_before_its_end_is_damaged_and_ends()
    {
        string file = DeliverToAll();
        for (int length = 0; length < file.Length; length++)
        {
            _world.Volume.Put(FileKind.Message, 1, Encoding.Latin1.GetBytes(file[..length]));
            Assert.Null(ReadAll(NewReader(), length % Readers, ReadOctets));
        }
    }

    [Fact]
    public void Next_message_may_be_opened_in_the_middle_of_one()
    {
        string file = DeliverToAll();
        MessageReader reader = NewReader();
        Assert.Equal(0, reader.Open(1));
        Assert.True(reader.Read(new byte[ReadOctets], 0, ReadOctets) > 0);
        Assert.Equal(ShownTo(2, file), ReadAll(reader, 2, ReadOctets));
        Assert.Equal(0, _world.Volume.OpenHandles);
    }

    [Fact]
    public void Message_that_cannot_be_read_is_told_from_a_damaged_one_and_read_later()
    {
        DeliverToAll();
        for (int i = 0; i < 12; i++)
        {
            ScriptedClient client = Visits.LogIn(_world, s_names[0]);
            _world.Volume.Faults.From = _world.Volume.Operations + (i % 3);
            client.Send("RETR 1");
            Assert.StartsWith(
                i % 3 == 0 ? "-ERR [SYS/TEMP]" : "+OK", client.ReadReply(),
                StringComparison.Ordinal);
            _world.Volume.Faults.Clear();
            client.Connection.ClientReset();
            _world.Settle();
        }

        ScriptedClient reader = Visits.LogIn(_world, s_names[0]);
        Assert.NotNull(reader.MultiLine("RETR 1"));
    }

    [Fact]
    public void Reader_finds_a_card_that_came_back_without_any_mail_being_sent()
    {
        _world.Connect(true).Deliver(
            "a@b", s_names[0], string.Concat(Enumerable.Repeat(Data, 1000)));
        for (int read = 0; read < 2; read++)
        {
            ScriptedClient client = Visits.LogIn(_world, s_names[0]);
            MemoryCard? card = read == 0 ? _world.Volume.TakeOut() : null;
            client.Send("RETR 1");
            if (read == 1)
            {
                // In the middle of what is sent.
                Assert.StartsWith("+OK", client.ReadReply(), StringComparison.Ordinal);
                card = _world.Volume.TakeOut();
            }

            _world.Pass(1000);
            _world.Volume.PutIn(card);
            client.Connection.ClientHalfClose();
            _world.Pass(1000);

            // The first one is told to try again.
            List<string>? lines = null;
            for (int i = 0; i < 2; i++)
            {
                client = _world.Connect(false);
                client.LogIn(s_names[0], "x");
                lines = client.MultiLine("RETR 1");
                client.Connection.ClientHalfClose();
                _world.Pass(1000);
            }

            Assert.NotNull(lines);
        }
    }

    private static Capacity Wide()
    {
        Capacity capacity = Capacity.Board();
        capacity.AccountOctets = 4000;
        return capacity;
    }

    private static string ShownTo(int row, string file)
    {
        int first = file.IndexOf("\r\n", StringComparison.Ordinal) + 2;
        int rest = file.IndexOf("Received: ", StringComparison.Ordinal);
        return file[..first] + $"Delivered-To: {s_names[row]}\r\n" + file[rest..];
    }

    private static string? ReadAll(MessageReader reader, int row, int count)
    {
        const int Offset = 3;
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[Offset + count];
        if (reader.Open(row) < 0)
        {
            return null;
        }

        int read = reader.Read(buffer, Offset, count);
        while (read > 0)
        {
            text.Append(Encoding.Latin1.GetString(buffer, Offset, read));
            read = reader.Read(buffer, Offset, count);
        }

        reader.Close();
        return read == 0 ? text.ToString() : null;
    }

    /// <summary>Delivers a message to all mailboxes.</summary>
    /// <returns>Its file.</returns>
    private string DeliverToAll()
    {
        Visits.DeliverData(_world, Data, s_names);
        string file = Encoding.Latin1.GetString(_world.Volume.Contents(FileKind.Message, 1));
        Assert.Equal(
            Readers, file[..file.IndexOf("Received: ", StringComparison.Ordinal)]
                .Split("Delivered-To: ").Length - 1);
        return file;
    }

    private MessageReader NewReader()
    {
        return new MessageReader(_world.Server.Store, _world.Volume);
    }
}
