namespace LambdaClient;

/// <summary>Hears of an invocation's life from inside the call that begins or ends it, so that no other call comes between.</summary>
internal interface ISessionOwner
{
    /// <summary>An event came.</summary>
    void Took(Invocation invocation);

    /// <summary>The invocation is answered, or given up.</summary>
    void Settled();
}
