using System.Text;

namespace Appliance.Simulation.Campaign;

/// <summary>
/// One message, composed from a seed: what goes over the wire between DATA and the end of mail
/// data, and what must be stored of it. Text stands for octets one to one (ISO 8859-1).
/// </summary>
public sealed class CampaignMail
{
    private const int PiecesMax = 40;
    private const int LongLineOctets = 3000;

    private CampaignMail(string token, string wire, string stored)
    {
        Token = token;
        Wire = wire;
        Stored = stored;
    }

    /// <summary>A word that no other message has; it is in the reverse-path and in the first
    /// line.</summary>
    public string Token { get; }

    /// <summary>The octets to send, without the end of mail data, ending with CRLF.</summary>
    public string Wire { get; }

    /// <summary>The octets that must come back behind the trace fields.</summary>
    public string Stored { get; }

    /// <summary>Composes a message of the habits of senders: bare CR and LF, long lines, NULs, 8
    /// bits, no header, dots.</summary>
    public static CampaignMail Draw(string token, Random random)
    {
        Writer writer = new Writer();
        if (random.Next(4) != 0)
        {
            writer.Text($"Subject: {token}");
            writer.CrLf();
            writer.CrLf();
        }
        else
        {
            writer.Text((random.Next(2) == 0 ? ".." : string.Empty) + token);
            writer.CrLf();
        }

        int pieces = random.Next(PiecesMax);
        for (int i = 0; i < pieces; i++)
        {
            writer.Piece(random);
        }

        writer.Text("end");
        writer.CrLf();
        return writer.Finish(token);
    }

    /// <summary>Composes a message that hides the end of mail data in a wrong spelling, with
    /// commands behind it.</summary>
    public static CampaignMail Smuggle(string token, Random random)
    {
        Writer writer = new Writer();
        writer.Text($"Subject: {token}");
        writer.CrLf();
        writer.CrLf();
        writer.Text("x");
        switch (random.Next(6))
        {
            case 0:
                writer.Lf();
                writer.Text(".");
                writer.Lf();
                break;
            case 1:
                writer.Lf();
                writer.Text(".");
                writer.CrLf();
                break;
            case 2:
                writer.CrLf();
                writer.Text(".x");
                writer.Lf();
                break;
            case 3:
                writer.Cr();
                writer.Text(".");
                writer.Cr();
                break;
            case 4:
                writer.Lf();
                writer.Text(".");
                writer.Cr();
                break;
            default:
                writer.CrLf();
                writer.Text("\0.");
                writer.CrLf();
                break;
        }

        writer.Text("MAIL FROM:<smuggled@evil>");
        writer.CrLf();
        writer.Text("RCPT TO:<alice>");
        writer.CrLf();
        writer.Text("DATA");
        writer.CrLf();
        writer.Text("smuggled");
        writer.CrLf();
        return writer.Finish(token);
    }

    /// <summary>Composes a plain message of a size.</summary>
    public static CampaignMail OfOctets(string token, int octets)
    {
        Writer writer = new Writer();
        writer.Text($"Subject: {token}");
        writer.CrLf();
        writer.CrLf();
        for (int i = 0; i < octets; i += 78)
        {
            writer.Text(new string('o', 76));
            writer.CrLf();
        }

        return writer.Finish(token);
    }

    /// <summary>Writes both forms side by side, after the rules of RFC 5321 section 4.5.2 and the
    /// appliance's own: a bare LF is stored as CRLF, a bare CR is kept.</summary>
    private sealed class Writer
    {
        private readonly StringBuilder _wire = new StringBuilder();
        private readonly StringBuilder _stored = new StringBuilder();
        private bool _afterCrLf = true;

        public void Text(string text)
        {
            if (text.Length == 0)
            {
                return;
            }

            if (_afterCrLf && text[0] == '.')
            {
                _wire.Append('.');
            }

            _wire.Append(text);
            _stored.Append(text);
            _afterCrLf = false;
        }

        public void CrLf()
        {
            _wire.Append("\r\n");
            _stored.Append("\r\n");
            _afterCrLf = true;
        }

        public void Lf()
        {
            _wire.Append('\n');
            _stored.Append("\r\n");
            _afterCrLf = false;
        }

        public void Cr()
        {
            _wire.Append('\r');
            _stored.Append('\r');
            _afterCrLf = false;
        }

        public void Piece(Random random)
        {
            switch (random.Next(12))
            {
                case 0:
                    // Text before it, so that it is not the LF of a CRLF.
                    Text("y");
                    Lf();
                    break;
                case 1:
                    Cr();
                    Text("z");
                    break;
                case 2:
                    Text(new string('l', random.Next(LongLineOctets)));
                    break;
                case 3:
                    Text("nul \0 nul");
                    break;
                case 4:
                    Text("\u00e4\u00ff\u0080");
                    break;
                case 5:
                    CrLf();
                    Text(new string('.', random.Next(1, 4)));
                    break;
                case 6:
                case 7:
                    CrLf();
                    break;
                default:
                    Text(new string('t', random.Next(120)));
                    break;
            }
        }

        public CampaignMail Finish(string token)
        {
            return new CampaignMail(token, _wire.ToString(), _stored.ToString());
        }
    }
}
