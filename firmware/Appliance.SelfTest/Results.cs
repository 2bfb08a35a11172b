namespace Appliance.SelfTest
{
    /// <summary>Prints what each test found, one line a test, and counts.</summary>
    public sealed class Results
    {
        private readonly ITestBoard _board;

        /// <summary>Makes an empty count.</summary>
        public Results(ITestBoard board)
        {
            _board = board;
        }

        /// <summary>Where it runs.</summary>
        public ITestBoard Board
        {
            get { return _board; }
        }

        /// <summary>Tests that passed.</summary>
        public int Passed { get; private set; }

        /// <summary>Tests that failed.</summary>
        public int Failed { get; private set; }

        /// <summary>Passes when both texts are the same.</summary>
        public void Equal(string name, string expected, string actual)
        {
            if (expected == actual)
            {
                Holds(TestText.Visible(name), true, null);
                return;
            }

            Holds(
                TestText.Visible(name), false,
                "expected [" + TestText.Visible(expected) + "], got ["
                + TestText.Visible(actual) + "]");
        }

        /// <summary>Passes when both numbers are the same.</summary>
        public void Equal(string name, int expected, int actual)
        {
            Equal(name, expected.ToString(), actual.ToString());
        }

        /// <summary>Passes when something is so.</summary>
        /// <param name="name">The test.</param>
        /// <param name="holds">Whether it is so.</param>
        /// <param name="otherwise">What to say when it is not.</param>
        public void Holds(string name, bool holds, string otherwise)
        {
            if (holds)
            {
                Passed++;
                _board.Print("PASS " + name);
                return;
            }

            Failed++;
            _board.Print("FAIL " + name + ": " + otherwise);
        }
    }
}
