using System;
using Appliance.SelfTest.Dialogues;
using Appliance.SelfTest.Vectors;

namespace Appliance.SelfTest
{
    /// <summary>
    /// Runs the vectors of the core, a dialogue in memory, and the measurements, and prints a line
    /// for each.
    /// </summary>
    public sealed class SelfTestProgram
    {
        private const int Groups = 9;

        private readonly ITestBoard _board;
        private readonly Results _results;
        private TestServer _server;

        /// <summary>Prepares a run.</summary>
        public SelfTestProgram(ITestBoard board)
        {
            _board = board;
            _results = new Results(board);
        }

        /// <summary>Runs everything.</summary>
        /// <returns>What was found.</returns>
        public Results Run()
        {
            _board.Print("Mail appliance self-test");
            PrintHeap("at the start");
            for (int group = 0; group < Groups; group++)
            {
                try
                {
                    Run(group);
                }
                catch (Exception exception)
                {
                    _results.Holds(
                        "group " + group.ToString(), false,
                        "stopped by " + exception.GetType().FullName + " " + exception.Message);
                }
            }

            _board.Print(
                _results.Passed.ToString() + " passed, " + _results.Failed.ToString()
                + " failed");
            return _results;
        }

        private void Run(int group)
        {
            switch (group)
            {
                case 0:
                    ChecksumVectors.Run(_results);
                    break;
                case 1:
                    Md5Vectors.Run(_results);
                    break;
                case 2:
                    Base64Vectors.Run(_results);
                    break;
                case 3:
                    PasswordVectors.Run(_results);
                    break;
                case 4:
                    DotVectors.Run(_results);
                    break;
                case 5:
                    TextVectors.Run(_results);
                    break;
                case 6:
                    SettingsVectors.Run(_results);
                    break;
                case 7:
                    _server = new TestServer(_board);
                    new MailDialogue(_results, _server).Run();
                    break;
                default:
                    PrintHeap("with a server for six sessions and 1,000 messages");
                    new Rates(_board, _server).Run();
                    PrintHeap("at the end");
                    break;
            }
        }

        private void PrintHeap(string when)
        {
            _board.Print(
                "HEAP free " + when + ": " + _board.FreeHeapOctets.ToString() + " octets");
        }
    }
}
