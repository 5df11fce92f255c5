namespace LambdaClient;

/// <summary>What became of the request whose call failed: the truth as far as this end of the connection can know it.</summary>
public enum Delivery
{
    /// <summary>The service cannot have received the whole request. A result may be sent again.</summary>
    NotSent = 0,

    /// <summary>The whole request left, and no usable answer came. A result must not be sent again.</summary>
    Unknown = 1,

    /// <summary>The service answered the request.</summary>
    Sent = 2,
}
