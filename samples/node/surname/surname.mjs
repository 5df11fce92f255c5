// Surname: an event with a first name is answered with a surname, and anybody but John gets an error.
// It shows a failure of the function itself: a type and a message of its own, as the caller will see them.
import { FunctionError, run } from "lambdaclient";

await run((event) => {
    if (event.name !== "John") {
        // An answer that is expected needs no frames.
        throw new FunctionError("InvalidNameError", "Invalid first name", { stackTrace: [] });
    }
    return { surname: "Doe" };
});
