namespace Appliance.Front.Setup
{
    /// <summary>
    /// The fields of the form. In the page each is known by one letter: <c>a</c> is the first.
    /// </summary>
    internal static class SetupField
    {
        /// <summary>No field.</summary>
        public const int None = -1;

        /// <summary>The index of a network in the list, or nothing.</summary>
        public const int Network = 0;

        /// <summary>The name of a network that is not in the list.</summary>
        public const int OtherNetwork = 1;

        /// <summary>The password of the network.</summary>
        public const int NetworkPassword = 2;

        /// <summary>Whether all but the network stays as it is.</summary>
        public const int Keep = 3;

        /// <summary>The host name of the appliance.</summary>
        public const int HostName = 4;

        /// <summary>Where mail is kept.</summary>
        public const int Storage = 5;

        /// <summary>What shows that the form is ours.</summary>
        public const int Token = 6;

        /// <summary>The name of the first mailbox; then its password, then the next
        /// mailbox.</summary>
        public const int FirstMailbox = 7;

        /// <summary>How many fields there are.</summary>
        public const int Count = FirstMailbox + (2 * FrontLimits.SetupMailboxes);

        /// <summary>The letter of a field.</summary>
        public static int LetterOf(int field)
        {
            return 'a' + field;
        }

        /// <summary>The field of a letter, or <see cref="None"/>.</summary>
        public static int Find(int letter)
        {
            return letter >= 'a' && letter < 'a' + Count ? letter - 'a' : None;
        }

        /// <summary>True for a field whose value is never sent back.</summary>
        public static bool IsSecret(int field)
        {
            return field == NetworkPassword || field == Token
                || (field > FirstMailbox && (field - FirstMailbox) % 2 == 1);
        }
    }
}
