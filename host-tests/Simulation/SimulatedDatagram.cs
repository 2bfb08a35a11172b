namespace Appliance.Simulation;

/// <summary>A datagram that was sent.</summary>
/// <param name="SentMs">When.</param>
/// <param name="From">Who sent it: address and port in six octets.</param>
/// <param name="To">To whom.</param>
/// <param name="Octets">What is in it.</param>
public sealed record SimulatedDatagram(long SentMs, byte[] From, byte[] To, byte[] Octets);
