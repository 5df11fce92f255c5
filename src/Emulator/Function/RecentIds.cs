namespace LambdaClient.Emulator.Function;

/// <summary>A set that forgets its oldest members. Not safe for concurrent use.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _members = [];

    public void Add(string id)
    {
        if (!_members.Add(id))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _members.Remove(_order.Dequeue());
        }
    }

    public bool Contains(string id) => _members.Contains(id);
}
