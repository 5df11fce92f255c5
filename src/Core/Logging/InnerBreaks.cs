namespace LambdaClient.Logging;

/// <summary>What becomes of line breaks inside an event of text.</summary>
internal enum InnerBreaks
{
    /// <summary>They stay: the event stands in a frame.</summary>
    Keep,

    /// <summary>Line feeds become carriage returns: each line is an event.</summary>
    CarriageReturn,

    /// <summary>They become line feeds: on a terminal, what stands behind a carriage return covers what stands before it.</summary>
    LineFeed,
}
