using MailKit.Net.Pop3;
using MailKit.Security;
using Xunit;

namespace Appliance.Interop;

/// <summary>One appliance for all tests of a class; each test leaves the mailbox empty.</summary>
public sealed class InteropFixture : IDisposable
{
    /// <summary>The appliance.</summary>
    public DesktopProcess Appliance { get; } = new DesktopProcess();

    /// <summary>Fetches everything with MailKit, as octets, and deletes it.</summary>
    public List<byte[]> FetchAll()
    {
        using Pop3Client client = new Pop3Client();
        client.Connect("127.0.0.1", Appliance.Pop3Port, SecureSocketOptions.None);
        client.Authenticate("alice", "secret");
        List<byte[]> messages = new List<byte[]>();
        for (int i = 0; i < client.Count; i++)
        {
            using System.IO.MemoryStream copy = new System.IO.MemoryStream();
            client.GetStream(i).CopyTo(copy);
            messages.Add(copy.ToArray());
            client.DeleteMessage(i);
        }

        client.Disconnect(true);
        return messages;
    }

    /// <summary>Checks that exactly these octets were stored after the trace fields.</summary>
    public void ExpectOne(byte[] sent)
    {
        byte[] fetched = Assert.Single(FetchAll());
        Assert.Equal(sent, Messages.WithoutTrace(fetched));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Appliance.Dispose();
    }
}
