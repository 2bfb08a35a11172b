using System;
using System.IO;

namespace Appliance.Esp32.Storage
{
    /// <summary>Small files of the internal drive that are no part of the store: each call opens
    /// one, does one thing, and closes it. None throws.</summary>
    internal static class PlainFile
    {
        /// <summary>Reads as much as there is room for.</summary>
        /// <returns>The octets read, 0 at the end of the file, or -1 when there is no such file or
        /// it cannot be read.</returns>
        public static int Read(string path, int from, byte[] destination)
        {
            FileStream file = null;
            int count = -1;
            try
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                file.Seek(from, SeekOrigin.Begin);
                count = file.Read(destination, 0, destination.Length);
                count = count < 0 ? 0 : count;
            }
            catch (Exception)
            {
                // What cannot be read is not there.
            }

            OpenFiles.Close(file);
            return count;
        }

        /// <summary>Writes a file anew: at the return of true it is committed.</summary>
        public static bool Write(string path, byte[] source, int offset, int count)
        {
            return Put(path, FileMode.Create, source, offset, count);
        }

        /// <summary>Writes at the end of a file, and makes it if needed.</summary>
        public static bool Append(string path, byte[] source, int offset, int count)
        {
            return Put(path, FileMode.Append, source, offset, count);
        }

        /// <summary>The octets of a file; 0 when there is none.</summary>
        public static int Length(string path)
        {
            FileStream file = null;
            int length = 0;
            try
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                length = (int)file.Length;
            }
            catch (Exception)
            {
                // There is none.
            }

            OpenFiles.Close(file);
            return length;
        }

        /// <summary>Deletes a file; one that is not there is deleted already.</summary>
        public static void Delete(string path)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception)
            {
                // It stays, and is found again.
            }
        }

        private static bool Put(string path, FileMode mode, byte[] source, int offset, int count)
        {
            FileStream file = null;
            try
            {
                file = new FileStream(path, mode, FileAccess.Write, FileShare.None);
                file.Write(source, offset, count);
                OpenFiles.End(file);
                return true;
            }
            catch (Exception)
            {
                OpenFiles.Close(file);
                return false;
            }
        }
    }
}
