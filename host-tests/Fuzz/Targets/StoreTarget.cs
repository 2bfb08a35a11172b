using Appliance.Core.Storage;
using Appliance.Fuzz.Engine;
using Appliance.Fuzz.Stage;

namespace Appliance.Fuzz.Targets;

/// <summary>
/// The opening of a store, with its journal and shelves, on a damaged volume. Octets of an input:
/// the image, which operation fails, what is at risk; then what is damaged. No opening takes more
/// than so many operations; no message is served that is not what was sent; the store takes mail;
/// and another start finds the same.
/// </summary>
internal sealed class StoreTarget : Target
{
    private const int HeadOctets = 3;
    private const int OperationsMax = 4000;

    private static readonly byte[] s_message =
        "Received: from x\r\n\tby y\r\n\r\ntext\r\n"u8.ToArray();

    private readonly VolumeImage[] _images = StoreImages.All;
    private readonly StoreUser _first;
    private readonly StoreUser _second;
    private readonly FuzzVolume _volume = new FuzzVolume
    {
        OperationsMax = OperationsMax,
        CapacityKib = StoreImages.CapacityKib,
    };

    private readonly StoreDamage _damage = new StoreDamage();
    private readonly byte[] _read = new byte[16384];

    /// <summary>Makes the target.</summary>
    public StoreTarget()
    {
        _first = new StoreUser(_volume);
        _second = new StoreUser(_volume);
    }

    /// <inheritdoc/>
    public override int OctetsMax => 400;

    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override bool MayAllocate => true;

    /// <inheritdoc/>
    /// <remarks>With damaged messages and shelves on a medium at risk, above 1,900,000 were
    /// counted.</remarks>
    public override int BlocksAtLeast => 5_000_000;

    /// <inheritdoc/>
    public override IEnumerable<string> Words =>
    [
        "\x04\0\0\0\0", "\x02\0\0\0\0", "\x08\0\0\x20\x04", "H", "M", "D", "S", "E", "F", "C", "V",
        "A", "SHF\x01", "\xFF\xFF\xFF\xFF", "\xFF\xFF\xFF\x7F", "\0\0\0\x80", "\x01\0\0\0",
    ];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            for (int image = 0; image < _images.Length; image++)
            {
                yield return [(byte)image, 0, 0];
                yield return [(byte)image, 9, 0];
                yield return [(byte)image, 0, 2];
                for (int kind = 0; kind < 10; kind++)
                {
                    for (int file = 0; file < _images[image].Files.Length; file += 3)
                    {
                        yield return
                            [(byte)image, 0, 0, (byte)kind, (byte)file, 0, 0x47, 2, 0x41, 0x42];
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void Run(byte[] input, int count)
    {
        if (count < HeadOctets)
        {
            return;
        }

        VolumeImage image = _images[input[0] % _images.Length];
        _volume.FailsAt = 0;
        _volume.Put(image);
        _volume.MessagesAtRisk = (input[2] & 2) != 0 ? 4 : 0;
        _damage.Do(_volume, input.AsSpan(HeadOctets, count - HeadOctets));
        try
        {
            OpenTwice(image, input[1]);
        }
        catch (Finding finding)
        {
            throw new Finding($"{finding.Message}; {_damage}, {_volume.MessagesAtRisk} at risk");
        }
    }

    private void OpenTwice(VolumeImage image, int failsAt)
    {
        _volume.StartCounting();
        _volume.FailsAt = failsAt;
        int status = _first.Open();
        bool failed = failsAt != 0;
        Finding.Unless(
            status == StoreStatus.Ready || failed || _damage.Forged,
            "a damaged store does not open");
        if (status == StoreStatus.Ready && !failed)
        {
            ReadAll(_first, image);
            Deliver(_first);
        }

        _volume.FailsAt = 0;
        _volume.StartCounting();
        _first.Leave();
        int again = _second.Open();
        Finding.Unless(
            again == StoreStatus.Ready || _damage.Forged, "the store does not open again");
        if (status == StoreStatus.Ready && again == StoreStatus.Ready && !failed)
        {
            ReadAll(_second, null);

            // What is at risk is another message each time; and a damaged shelf is only noticed
            // when it is loaded, for which there may be no room.
            bool mayDiffer = _damage.Forged || (_damage.TouchedMessages
                && (_damage.TouchedIndex || _volume.MessagesAtRisk > 0));
            Finding.Unless(
                mayDiffer || _second.HasSameAs(_first), "another start finds other messages");
        }

        _second.Leave();
    }

    private void ReadAll(StoreUser user, VolumeImage? image)
    {
        bool certain = image != null && !_damage.Forged && !(_damage.TouchedMessages && _damage.TouchedIndex);
        for (int account = 0; account < 2; account++)
        {
            for (int message = 1; message <= user.OpenMaildrop(account); message++)
            {
                int octets = user.Read(message, _read, out int number);
                Finding.Unless(
                    octets < 0 || octets == user.Announced(message) || _damage.Forged,
                    "a message is not as long as announced");
                if (octets >= 0 && certain)
                {
                    Finding.Unless(
                        IsSent(image!, number, _read.AsSpan(0, octets)),
                        "a message is served that was not sent");
                }
            }

            user.CloseMaildrop();
        }
    }

    private void Deliver(StoreUser user)
    {
        if (user.Deliver(s_message) == 0 && !_damage.Forged)
        {
            throw new Finding($"a store that is open takes no mail: {user}");
        }
    }

    /// <summary>The message that was sent under this number, but for the Delivered-To
    /// lines.</summary>
    private static bool IsSent(VolumeImage image, int number, ReadOnlySpan<byte> shown)
    {
        foreach (ImageFile file in image.Files)
        {
            if (file.Kind == FileKind.Message && file.Number == number)
            {
                ReadOnlySpan<byte> sent = file.Octets;
                ReadOnlySpan<byte> received = sent[sent.IndexOf("Received: "u8)..];
                return shown.EndsWith(received) && shown.StartsWith("Return-Path: <a@b>\r\n"u8);
            }
        }

        return false;
    }
}
