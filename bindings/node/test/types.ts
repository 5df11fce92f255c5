// The declarations, as a TypeScript program sees them; compiled, never run.
import {
    ApiError,
    Client,
    FunctionError,
    StreamedResponse,
    run,
    serve,
    type Answer,
    type Context,
    type Handler,
    type Turn,
} from "lambdaclient";
import { pipeline } from "node:stream/promises";

interface Name {
    name: string;
}

const handler: Handler<Name> = async (event, context: Context) => {
    if (event.name === "") {
        throw new FunctionError("NoName", "a name is needed", { stackTrace: [] });
    }
    return { hello: event.name, left: context.getRemainingTimeInMillis(), id: context.awsRequestId };
};

export async function whole(): Promise<void> {
    await run(handler, { onError: (error) => console.error(error.codeName, error.delivery === "not_sent") });
    await run(handler, {
        init: async () => {},
        beforeSnapshot: () => {},
        afterRestore: () => {},
        shutdown: () => {},
        concurrency: 4,
        forceConcurrency: true,
    });
    // @ts-expect-error A step is a function.
    await run(handler, { init: "start" });
    await run(async function* () {
        yield "piece";
    });
    await run(
        () => new StreamedResponse(["a", Buffer.from("b")], { prelude: { statusCode: 201, cookies: ["a=b"] } }),
    );
}

export async function raw(): Promise<void> {
    await serve((invocation) => ({ payload: invocation.payload, contentType: "text/plain" }));
    await serve(async (invocation) => invocation.abandon());
    // @ts-expect-error An answer is bytes or text.
    await serve(() => 1);
}

export async function own(): Promise<void> {
    using client = new Client({ connectTimeoutMs: 10, answerTimeoutMs: 1000, keepAliveS: 30, oneWrite: false });
    try {
        const turn: Turn = await client.turn();
        const answer: Answer =
            turn.undelivered === undefined ? turn.invocation.payload : { failure: turn.undelivered };
        await client.turn(answer);
        const invocation = await client.next();
        const left: number | undefined = invocation.remainingMs() ?? invocation.deadlineMs;
        const [id, name]: [string, string | undefined] = [invocation.requestId, client.function.name];
        console.log(id, name);
        await pipeline([invocation.payload, String(left)], invocation.stream({ contentType: "text/plain" }));
    } catch (error) {
        if (error instanceof ApiError && error.isFatal) {
            process.exitCode = error.code;
        }
    }
    // @ts-expect-error An answer is bytes or text.
    await (await client.next()).respond(1);
    // @ts-expect-error Invocations come from next.
    new Invocation();
}
