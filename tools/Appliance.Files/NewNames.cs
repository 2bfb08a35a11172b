namespace Appliance.Files;

/// <summary>The names in a directory that are not durable yet: one sync is for all that were there
/// before it.</summary>
/// <param name="path">The directory.</param>
internal sealed class NewNames(string path)
{
    private int _added;
    private int _synced;

    /// <summary>The directory.</summary>
    public string Path => path;

    /// <summary>Notes a new name.</summary>
    /// <returns>Which one it is.</returns>
    public int Add()
    {
        _added++;
        return _added;
    }

    /// <summary>Makes a name durable, and all before it.</summary>
    /// <returns>False when the system reports an error.</returns>
    public bool Sync(int name)
    {
        if (name <= _synced)
        {
            return true;
        }

        int added = _added;
        bool synced = DirectorySync.Sync(path);
        _synced = synced ? added : _synced;
        return synced;
    }
}
