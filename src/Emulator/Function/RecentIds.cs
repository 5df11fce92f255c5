namespace LambdaClient.Emulator.Function;

/// <summary>A few ids, of which the oldest is forgotten when there are too many. Not safe for concurrent use.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly List<string> _ids = [];

    public void Add(string id)
    {
        _ids.Remove(id);
        _ids.Add(id);
        if (_ids.Count > capacity)
        {
            _ids.RemoveAt(0);
        }
    }

    public bool Contains(string id) => _ids.Contains(id);

    public bool Remove(string id) => _ids.Remove(id);
}
