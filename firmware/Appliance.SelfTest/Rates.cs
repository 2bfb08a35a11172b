using System;
using Appliance.Core;
using Appliance.Core.Storage;
using Appliance.Core.Wire;
using Appliance.SelfTest.Dialogues;

namespace Appliance.SelfTest
{
    /// <summary>How fast the machine does what the appliance does most, each measured for a fixed
    /// time.</summary>
    internal sealed class Rates
    {
        private const string Line =
            "A line of ordinary text has some seventy octets; this one is no exception.\r\n";

        private const string DotLine =
            "..and one in twelve begins with a dot, which is many more than in real mail\r\n";

        private const int LinesPerBlock = 12;
        private const int ChecksumOctets = 512;

        // A record of the journal.
        private const int CommitOctets = 36;

        private readonly ITestBoard _board;
        private readonly TestServer _server;
        private readonly byte[] _mail;

        public Rates(ITestBoard board, TestServer server)
        {
            _board = board;
            _server = server;
            string text = DotLine;
            for (int i = 1; i < LinesPerBlock; i++)
            {
                text += Line;
            }

            _mail = TestText.Octets(text);
        }

        public void Run()
        {
            Print("mail data through DotDecoder", MeasureDecoder(), " octets a second");
            Print("responses through DotEncoder", MeasureEncoder(), " octets a second");
            Print("CRC-32", MeasureChecksum(), " octets a second");
            Print("HMAC-SHA-256 for passwords", MeasurePassword(), " iterations a second");
            Print("SMTP through the whole server", MeasureSmtp(), " octets a second");
            Print("POP3 through the whole server", MeasurePop3(), " octets a second");
            MeasureCommits();
        }

        private void Print(string what, long perSecond, string unit)
        {
            _board.Print("RATE " + what + ": " + perSecond.ToString() + unit);
        }

        private long MeasureDecoder()
        {
            DotDecoder decoder = new DotDecoder();
            byte[] block = new byte[_mail.Length];
            decoder.Begin(false);
            long octets = 0;
            long startMs = _board.NowMs;
            do
            {
                int at = 0;
                while (at < _mail.Length)
                {
                    at = decoder.Decode(_mail, at, _mail.Length);
                    Array.Copy(_mail, decoder.RunOffset, block, 0, decoder.RunCount);
                }

                octets += at;
            }
            while (IsEarly(startMs));
            return PerSecond(octets, startMs);
        }

        private long MeasureEncoder()
        {
            OctetBuffer output = new OctetBuffer(Limits.Pop3OutputOctetsMin);
            DotEncoder encoder = new DotEncoder(output);
            encoder.Begin();
            long octets = 0;
            long startMs = _board.NowMs;
            do
            {
                int at = 0;
                while (at < _mail.Length)
                {
                    int left = _mail.Length - at;
                    int count = left < Limits.SectorOctets ? left : Limits.SectorOctets;
                    Array.Copy(_mail, at, output.Octets, output.End, count);
                    encoder.Take(count);
                    at += count;
                    output.Clear();
                }

                octets += at;
            }
            while (IsEarly(startMs));
            return PerSecond(octets, startMs);
        }

        private long MeasureChecksum()
        {
            int checksum = 0;
            long octets = 0;
            long startMs = _board.NowMs;
            do
            {
                checksum = _board.Checksum(checksum, _mail, 0, ChecksumOctets);
                octets += ChecksumOctets;
            }
            while (IsEarly(startMs));
            return PerSecond(octets, startMs);
        }

        private long MeasurePassword()
        {
            PasswordStretcher stretcher = new PasswordStretcher();
            stretcher.Begin(
                _mail, 0, Limits.PasswordOctetsMax, _mail, 0, Limits.PasswordIterationsMax);
            long iterations = 0;
            long startMs = _board.NowMs;
            do
            {
                stretcher.Continue(Limits.PasswordSliceIterations);
                iterations += Limits.PasswordSliceIterations;
            }
            while (IsEarly(startMs));
            return PerSecond(iterations, startMs);
        }

        private long MeasureSmtp()
        {
            MemoryConnection client = _server.Connect(true);
            _server.Hear(client);
            _server.Say(client, "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<anna>\r\nDATA\r\n");
            long octets = 0;
            long startMs = _board.NowMs;
            do
            {
                if (client.Input.Room >= _mail.Length)
                {
                    client.Input.Append(_mail, 0, _mail.Length);
                    octets += _mail.Length;
                }

                _server.Step();
            }
            while (IsEarly(startMs));
            long perSecond = PerSecond(octets, startMs);
            client.Break();
            _server.Hear(client);
            return perSecond;
        }

        private long MeasurePop3()
        {
            MemoryConnection client = _server.Connect(true);
            _server.Hear(client);
            _server.Say(client, "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<anna>\r\nDATA\r\n");
            client.Input.Append(_mail, 0, _mail.Length);
            _server.Say(client, ".\r\nQUIT\r\n");
            client.Finish();
            _server.Hear(client);
            client = _server.Connect(false);
            _server.LogIn(client);
            byte[] command = TestText.Octets("RETR 2\r\n");
            long octets = 0;
            long startMs = _board.NowMs;
            do
            {
                client.Input.Append(command, 0, command.Length);
                while (_server.Step())
                {
                    octets += client.Output.Count;
                    client.Output.Clear();
                }
            }
            while (IsEarly(startMs));
            long perSecond = PerSecond(octets, startMs);
            client.Break();
            _server.Hear(client);
            return perSecond;
        }

        private void MeasureCommits()
        {
            long commits = 0;
            long longestMs = 0;
            long startMs = _board.NowMs;
            long beforeMs = startMs;
            while (IsEarly(startMs) && _board.Commit(_mail, CommitOctets))
            {
                commits++;
                long afterMs = _board.NowMs;
                longestMs = afterMs - beforeMs > longestMs ? afterMs - beforeMs : longestMs;
                beforeMs = afterMs;
            }

            if (commits == 0)
            {
                _board.Print("RATE commits on the internal drive: it cannot be written");
                return;
            }

            string rate = " a second, the longest took " + longestMs.ToString() + " ms";
            Print("commits on the internal drive", PerSecond(commits, startMs), rate);
            _board.DeleteCommitted();
        }

        private bool IsEarly(long startMs)
        {
            return _board.NowMs - startMs < _board.MeasureMs;
        }

        private long PerSecond(long count, long startMs)
        {
            return count * 1000 / (_board.NowMs - startMs);
        }
    }
}
