using Xunit;

// The board is one, as the device's library is static.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
