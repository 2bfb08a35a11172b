using Appliance.Core.Storage;

namespace Appliance.Inspector;

/// <summary>What the core's errors of a volume mean to somebody who holds the card.</summary>
internal static class ErrorText
{
    /// <summary>A few words for an error.</summary>
    public static string Of(int error)
    {
        return error switch
        {
            VolumeError.NotFound => "a file is not there",
            VolumeError.Exists => "a file is there already",
            VolumeError.Full => "the medium is full",
            VolumeError.TooManyOpen => "too many open files",
            VolumeError.Changed => "the medium is gone",
            _ => "the system reports a read or write error",
        };
    }
}
