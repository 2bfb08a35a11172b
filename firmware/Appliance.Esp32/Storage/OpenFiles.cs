using System;
using System.IO;

namespace Appliance.Esp32.Storage
{
    /// <summary>The files that are open, as columns: a handle is an index.</summary>
    internal sealed class OpenFiles
    {
        /// <summary>Flag: it is a message.</summary>
        public const int Message = 2;

        private const int Used = 1;

        private readonly FileStream[] _streams;
        private readonly int[] _flags;
        private readonly int[] _positions;
        private readonly int[] _reserved;
        private int _messages;

        /// <summary>Makes room.</summary>
        /// <param name="most">Files open at once.</param>
        public OpenFiles(int most)
        {
            _streams = new FileStream[most];
            _flags = new int[most];
            _positions = new int[most];
            _reserved = new int[most];
        }

        /// <summary>Finds a free handle; some are kept for files that are no messages.</summary>
        /// <returns>A handle, or -1.</returns>
        public int FindFree(bool isMessage)
        {
            if (isMessage && _messages >= _flags.Length - DeviceLimits.JournalFiles)
            {
                return -1;
            }

            for (int i = 0; i < _flags.Length; i++)
            {
                if (_flags[i] == 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Puts a file into a free handle.</summary>
        public void Take(int handle, FileStream stream, int flags, int position)
        {
            _streams[handle] = stream;
            _flags[handle] = flags | Used;
            _positions[handle] = position;
            _reserved[handle] = position;
            _messages += (flags & Message) != 0 ? 1 : 0;
        }

        /// <summary>The file of a handle; null when its medium is gone.</summary>
        public FileStream StreamOf(int handle)
        {
            return _streams[handle];
        }

        /// <summary>Octets of the file, with those that were written.</summary>
        public int PositionOf(int handle)
        {
            return _positions[handle];
        }

        /// <summary>Notes that octets were written.</summary>
        public void SetPosition(int handle, int position)
        {
            _positions[handle] = position;
        }

        /// <summary>
        /// Makes a file longer before it is written, by whole clusters for messages: where there is
        /// no room, it comes out short.
        /// </summary>
        /// <param name="handle">The file.</param>
        /// <param name="end">The octets that it is to hold.</param>
        /// <param name="unit">Octets of a cluster.</param>
        /// <returns>False when there is no room.</returns>
        public bool Reserve(int handle, int end, int unit)
        {
            if (end > _reserved[handle])
            {
                _streams[handle].SetLength(
                    IsMessage(handle) ? (end + unit - 1) / unit * unit : end);
                _reserved[handle] = (int)_streams[handle].Length;
            }

            return end <= _reserved[handle];
        }

        /// <summary>Closes a file with the octets that were written to it, unless its medium is
        /// gone.</summary>
        public void Finish(int handle)
        {
            if (_streams[handle] == null)
            {
                return;
            }

            if (_reserved[handle] > _positions[handle])
            {
                _streams[handle].SetLength(_positions[handle]);
            }

            End(_streams[handle]);
        }

        /// <summary>Frees a handle.</summary>
        public void Free(int handle)
        {
            _messages -= IsMessage(handle) ? 1 : 0;
            _flags[handle] = 0;
            _streams[handle] = null;
        }

        /// <summary>Closes all files because their medium is gone; their handles stay in use until
        /// they are given back.</summary>
        public void Lose()
        {
            for (int i = 0; i < _streams.Length; i++)
            {
                Close(_streams[i]);
                _streams[i] = null;
            }
        }

        /// <summary>Closes a file, which commits it.</summary>
        /// <exception cref="Exception">It could not be committed.</exception>
        public static void End(FileStream stream)
        {
            // The library leaves it to its finalizer, which runs only while this thread sleeps:
            // files that are opened one after the other would fill the heap.
            GC.SuppressFinalize(stream);
            stream.Close();
        }

        /// <summary>Closes a file whose content does not matter any more.</summary>
        public static void Close(FileStream stream)
        {
            try
            {
                if (stream != null)
                {
                    End(stream);
                }
            }
            catch (Exception)
            {
                // The library has taken it off its list all the same.
            }
        }

        private bool IsMessage(int handle)
        {
            return (_flags[handle] & Message) != 0;
        }
    }
}
