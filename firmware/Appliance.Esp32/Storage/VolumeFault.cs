using System;
using System.IO;
using Appliance.Core.Storage;

namespace Appliance.Esp32.Storage
{
    /// <summary>
    /// What an exception of the file library says. It names few causes, and a full medium is not
    /// among them: that is a plain exception, as any other failure of the medium.
    /// </summary>
    internal static class VolumeFault
    {
        /// <summary>The cause is not told.</summary>
        public const int NotTold = 0;

        /// <summary>Reads an exception.</summary>
        /// <returns>A <see cref="VolumeError"/>, or <see cref="NotTold"/>.</returns>
        public static int Of(Exception exception)
        {
            IOException file = exception as IOException;
            if (file == null)
            {
                return exception is OutOfMemoryException ? VolumeError.Failed : NotTold;
            }

            switch (file.ErrorCode)
            {
                case IOException.IOExceptionErrorCode.FileNotFound:
                case IOException.IOExceptionErrorCode.DirectoryNotFound:
                    return VolumeError.NotFound;
                case IOException.IOExceptionErrorCode.PathAlreadyExists:
                    return VolumeError.Exists;
                case IOException.IOExceptionErrorCode.TooManyOpenHandles:
                    return VolumeError.TooManyOpen;
                case IOException.IOExceptionErrorCode.VolumeNotFound:
                    return VolumeError.Changed;
                case IOException.IOExceptionErrorCode.UnauthorizedAccess:
                    return VolumeError.Failed;
                default:
                    return NotTold;
            }
        }
    }
}
