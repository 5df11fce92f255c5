// Stream: a generator's pieces are sent as they are made, so 200 MB need no more memory than one piece. The event
// {"pieces": 12, "pieceBytes": 1} says how many and how large, and failAfter after how many to fail. What was sent stays sent: a
// failure follows it, and the function's caller sees both.
import { FunctionError, run } from "lambdaclient";

await run(async function* ({ pieces, pieceBytes, failAfter }) {
    const piece = Buffer.alloc(pieceBytes, ".");
    for (let number = 0; number < pieces; number++) {
        if (number === failAfter) {
            throw new FunctionError("OutOfPieces", `No piece is left after ${number}`, { stackTrace: [] });
        }
        yield piece;
    }
});
