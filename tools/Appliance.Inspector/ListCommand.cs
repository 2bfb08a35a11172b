using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Appliance.Core.Storage;
using Spectre.Console;

namespace Appliance.Inspector;

/// <summary><c>inspect list</c>: the mailboxes, or the messages of one.</summary>
internal static class ListCommand
{
    private static readonly JsonSerializerOptions s_json = new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>Lists the mailboxes.</summary>
    public static int ListMailboxes(string directory, bool asJson, InspectorConsole console)
    {
        using StoreAccess access = StoreAccess.ToRead(directory);
        List<MailboxLine> lines = access.Opened.Mailboxes
            .Select(mailbox => Summarize(access.Opened, mailbox)).ToList();
        if (asJson)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(new { Mailboxes = lines }, s_json));
            return Tell(access, console);
        }

        Table table = new Table();
        table.AddColumn("mailbox");
        AddNumberColumns(table, "messages", "not seen", "octets");
        foreach (MailboxLine line in lines)
        {
            table.AddRow(
                new Text(EncodedWords.Printable(line.Name)), Number(line.Messages), Number(line.NotSeen),
                Number(line.Octets));
        }

        console.Table(table);
        return Tell(access, console);
    }

    /// <summary>Lists the messages of a mailbox.</summary>
    public static int ListMessages(
        string directory, string name, bool asJson, InspectorConsole console)
    {
        using StoreAccess access = StoreAccess.ToRead(directory);
        Mailbox mailbox = access.Find(name);
        List<MessageLine> lines = new List<MessageLine>();
        using (MailboxView view = new MailboxView(access.Opened, mailbox))
        {
            console.Track("Reading headers", view.Messages, advance =>
            {
                for (int message = 1; message <= view.Messages; message++)
                {
                    lines.Add(Describe(view, view.At(message)));
                    advance(1);
                }
            });
        }

        if (asJson)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(
                new { Mailbox = mailbox.Name, Messages = lines }, s_json));
        }
        else
        {
            console.Table(TableOf(lines));
        }

        int code = Tell(access, console);
        return lines.Any(line => line.Problem != null) ? ExitCode.Damage : code;
    }

    private static Table TableOf(List<MessageLine> lines)
    {
        Table table = new Table();
        AddNumberColumns(table, "number");
        table.AddColumn(new TableColumn("unique-id").NoWrap());
        AddNumberColumns(table, "octets");
        table.AddColumn("seen");
        table.AddColumn(new TableColumn("date").NoWrap());
        table.AddColumn("from");
        table.AddColumn("subject");
        foreach (MessageLine line in lines)
        {
            string date = line.Date?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                ?? string.Empty;
            table.AddRow(
                Number(line.Message), new Text(line.UniqueId), Number(line.Octets),
                new Text(line.Seen ? "yes" : string.Empty), new Text(date), new Text(line.From),
                new Text(line.Problem ?? line.Subject));
        }

        return table;
    }

    private static MailboxLine Summarize(OpenedStore opened, Mailbox mailbox)
    {
        using MailboxView view = new MailboxView(opened, mailbox);
        int seen = 0;
        long octets = 0;
        for (int message = 1; message <= view.Messages; message++)
        {
            StoredMessage stored = view.At(message);
            seen += stored.IsSeen ? 1 : 0;
            octets += stored.Octets;
        }

        return new MailboxLine(mailbox.Name, view.Messages, view.Messages - seen, octets);
    }

    private static MessageLine Describe(MailboxView view, StoredMessage stored)
    {
        MessageHead? head = MessageHead.Read(view, stored.Message);
        return new MessageLine(
            stored.Message, stored.UniqueId, stored.Octets, stored.IsSeen, head?.Date(),
            head?.Text("From") ?? string.Empty, head?.Text("Subject") ?? string.Empty,
            head == null ? "its file cannot be read; 'inspect verify' tells more" : null);
    }

    /// <summary>Tells what the opening found, since a list from a lost index is another
    /// one.</summary>
    private static int Tell(StoreAccess access, InspectorConsole console)
    {
        OpeningReport report = access.Opened.Store.Report;
        if (report.BadRecords + report.Rebuilt + report.LeftAlone == 0)
        {
            return ExitCode.Fine;
        }

        console.Problem(
            $"The index is damaged or lost; what is listed is what could be found. See 'inspect verify {access.Directory}'.");
        return ExitCode.Damage;
    }

    private static void AddNumberColumns(Table table, params string[] names)
    {
        foreach (string name in names)
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }
    }

    private static Text Number(long value)
    {
        return new Text(value.ToString("N0", CultureInfo.InvariantCulture));
    }

    private sealed record MailboxLine(string Name, int Messages, int NotSeen, long Octets);

    private sealed record MessageLine(
        int Message, string UniqueId, int Octets, bool Seen, DateTimeOffset? Date, string From,
        string Subject, string? Problem);
}
