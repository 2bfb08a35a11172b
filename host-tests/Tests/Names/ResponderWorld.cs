using System.Text;
using Appliance.Core.Wire;
using Appliance.Front;
using Appliance.Front.Names;
using Appliance.Simulation;
using Xunit;

namespace Appliance.Tests.Names;

/// <summary>Responders and a client, on a LAN in memory and a clock that is told.</summary>
internal sealed class ResponderWorld
{
    /// <summary>Milliseconds from one step of the responders to the next.</summary>
    public const int StepMs = 5;

    private readonly SimulatedLan _lan = new SimulatedLan();

    /// <summary>Opens the client's socket.</summary>
    public ResponderWorld()
    {
        Client = Open("192.168.1.50", MulticastResponder.Port);
    }

    /// <summary>The subnet mask of the LAN.</summary>
    public static byte[] Mask { get; } = [255, 255, 255, 0];

    /// <summary>Where multicast goes.</summary>
    public static byte[] Group { get; } =
        SimulatedLan.PeerOf("224.0.0.251", MulticastResponder.Port);

    /// <summary>Who asks.</summary>
    public SimulatedDatagrams Client { get; }

    /// <summary>The appliances, in the order of their start.</summary>
    public List<MulticastResponder> Responders { get; } = new List<MulticastResponder>();

    /// <summary>The appliance that was started first.</summary>
    public MulticastResponder First => Responders[0];

    /// <summary>What was sent.</summary>
    public List<SimulatedDatagram> Sent => _lan.Sent;

    /// <summary>The time.</summary>
    public VirtualClock Clock => _lan.Clock;

    /// <summary>The name that a responder answers for.</summary>
    public static string NameOf(MulticastResponder responder)
    {
        OctetBuffer name = new OctetBuffer(80);
        responder.AppendName(name);
        return Encoding.ASCII.GetString(name.Octets, name.Start, name.Count);
    }

    /// <summary>Opens a socket on the LAN.</summary>
    public SimulatedDatagrams Open(string address, int port)
    {
        return _lan.Open(address, port);
    }

    /// <summary>Starts an appliance.</summary>
    public void Start(string address, int seed = 1, string hostName = "mailbox.local")
    {
        SimulatedDatagrams socket = Open(address, MulticastResponder.Port);
        MulticastResponder responder = new MulticastResponder(socket, hostName, 25, 110, seed);
        responder.Start(socket.Peer[..4], Mask, Clock.NowMs);
        Responders.Add(responder);
    }

    /// <summary>Starts an appliance that has announced itself so long ago that every record may be
    /// multicast again.</summary>
    public void StartAndSettle()
    {
        Start("192.168.1.7");
        Pass((FrontLimits.HostTtl * 1000) + 5000);
        Pass(FrontLimits.ServiceTtl * 250);
        Assert.True(First.IsAnnounced);
        Sent.Clear();
    }

    /// <summary>The client sends to all.</summary>
    public void Ask(DnsBuilder query)
    {
        Arrive(query, Client.Peer);
    }

    /// <summary>A message comes to every appliance.</summary>
    public void Arrive(DnsBuilder message, byte[] from)
    {
        Arrive(message.Octets, from);
    }

    /// <summary>Octets come to every appliance.</summary>
    public void Arrive(byte[] message, byte[] from)
    {
        foreach (SimulatedDatagrams socket in _lan.Sockets)
        {
            socket.Arrive(from, message);
        }
    }

    /// <summary>Lets time pass, and the responders work.</summary>
    public void Pass(long ms)
    {
        for (long end = Clock.NowMs + ms; ; Clock.Advance(StepMs))
        {
            foreach (MulticastResponder responder in Responders)
            {
                while (responder.Step(Clock.NowMs))
                {
                }
            }

            if (Clock.NowMs >= end)
            {
                return;
            }
        }
    }
}
