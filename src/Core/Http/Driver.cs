using LambdaClient.Transports;

namespace LambdaClient.Http;

/// <summary>Runs an <see cref="Exchange"/> over a transport: the same steps, blocking or awaiting.</summary>
internal static class Driver
{
    public static void Run(Exchange exchange, Transport transport, Endpoint endpoint, TimeSpan connectTimeout)
    {
        while (exchange.Step != ExchangeStep.Done)
        {
            switch (exchange.Step)
            {
                case ExchangeStep.Connect:
                    exchange.Connected(transport.Connect(endpoint, connectTimeout));
                    break;
                case ExchangeStep.Write:
                    exchange.Wrote(transport.Write(exchange.Outgoing, exchange.Limit));
                    break;
                default:
                    exchange.Received(transport.Read(exchange.Space, exchange.Limit));
                    break;
            }
        }
    }

    public static async ValueTask RunAsync(
        Exchange exchange,
        Transport transport,
        Endpoint endpoint,
        TimeSpan connectTimeout,
        CancellationToken cancellation
    )
    {
        while (exchange.Step != ExchangeStep.Done)
        {
            switch (exchange.Step)
            {
                case ExchangeStep.Connect:
                    exchange.Connected(
                        await transport.ConnectAsync(endpoint, connectTimeout, cancellation).ConfigureAwait(false)
                    );
                    break;
                case ExchangeStep.Write:
                    exchange.Wrote(
                        await transport
                            .WriteAsync(exchange.Outgoing, exchange.Limit, cancellation)
                            .ConfigureAwait(false)
                    );
                    break;
                default:
                    exchange.Received(
                        await transport.ReadAsync(exchange.Space, exchange.Limit, cancellation).ConfigureAwait(false)
                    );
                    break;
            }
        }
    }
}
