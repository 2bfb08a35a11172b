using System;
using Appliance.Core.Wire;

namespace Appliance.Core.Storage
{
    /// <summary>
    /// The Delivered-To fields of a message file: one for each mailbox, directly after Return-Path.
    /// A reader is shown its own only, so that a blind copy stays blind.
    /// </summary>
    internal static class DeliveredTo
    {
        /// <summary>The field up to its value.</summary>
        public static readonly byte[] Start =
        {
            (byte)'D', (byte)'e', (byte)'l', (byte)'i', (byte)'v', (byte)'e', (byte)'r',
            (byte)'e', (byte)'d', (byte)'-', (byte)'T', (byte)'o', (byte)':', (byte)' ',
        };

        /// <summary>The end of the field.</summary>
        public static readonly byte[] End = { (byte)'\r', (byte)'\n' };

        /// <summary>Octets of the field of an account.</summary>
        public static int Octets(Accounts accounts, int account)
        {
            return Start.Length + accounts.NameCount(account) + End.Length;
        }

        /// <summary>Writes the field of an account.</summary>
        /// <returns>Its octets.</returns>
        public static int Put(byte[] destination, int offset, Accounts accounts, int account)
        {
            int count = accounts.NameCount(account);
            int at = offset + Start.Length;
            Array.Copy(Start, 0, destination, offset, Start.Length);
            Array.Copy(accounts.Text, accounts.NameOffset(account), destination, at, count);
            Array.Copy(End, 0, destination, at + count, End.Length);
            return Start.Length + count + End.Length;
        }

        /// <summary>Appends the field of an account.</summary>
        public static void Append(OctetBuffer target, Accounts accounts, int account)
        {
            target.Append(Start, 0, Start.Length);
            target.Append(
                accounts.Text, accounts.NameOffset(account), accounts.NameCount(account));
            target.Append(End, 0, End.Length);
        }
    }
}
