namespace LambdaClient.Emulator.Function;

/// <summary>A set that forgets its oldest members. Not safe for concurrent use.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly Queue<string> order = new();
    private readonly HashSet<string> members = [];

    public void Add(string id)
    {
        if (!members.Add(id))
        {
            return;
        }

        order.Enqueue(id);
        if (order.Count > capacity)
        {
            members.Remove(order.Dequeue());
        }
    }

    public bool Contains(string id) => members.Contains(id);
}
