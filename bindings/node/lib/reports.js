// What is reported of a thing that was thrown. It may be anything at all, and nothing that it does when it is looked at can prevent
// the report.
import { inspect, types } from "node:util";

const mostFrames = 65536;
const mostCauses = 10;
const ownFolder = new URL(".", import.meta.url).href;

/** The value of code that may be the function's own. */
function safely(get, otherwise) {
    try {
        return get();
    } catch {
        return otherwise;
    }
}

const read = (thing, property) => safely(() => thing[property], undefined);

/** Like instanceof, which asks the thing. */
export const isA = (thing, kind) => safely(() => thing instanceof kind, false);

const isError = (thing) => safely(() => thing instanceof Error || types.isNativeError(thing), false);

const shown = (value) => safely(() => inspect(value, { customInspect: false }), `<${typeof value} without a text>`);

/** The text of anything. */
function textOf(value) {
    return typeof value === "string" ? value : (safely(() => JSON.stringify(value), undefined) ?? shown(value));
}

const givenText = (value) => (value === undefined || value === null || value === "" ? undefined : textOf(value));

/** The frames of an error as the engine writes them, without this package's own. */
function framesOf(error) {
    const given = safely(() => {
        const list = error.stackTrace;
        return Array.isArray(list) ? Array.from(list, (frame) => textOf(frame)) : undefined;
    }, undefined);
    if (given !== undefined) {
        return given;
    }
    const stack = read(error, "stack");
    const lines = typeof stack === "string" ? stack.split("\n").map((line) => line.trim()) : [];
    return lines.filter((line) => line.startsWith("at ") && !line.includes(ownFolder));
}

/** Of an error its name, message and frames; of anything else that was thrown its type and text. */
function describe(thrown) {
    if (!isError(thrown)) {
        return { type: typeof thrown, message: textOf(thrown), frames: [] };
    }
    return {
        type: givenText(read(thrown, "type")) ?? givenText(read(thrown, "name")) ?? "Error",
        message: givenText(read(thrown, "message")) ?? "",
        frames: framesOf(thrown),
        json: givenText(read(thrown, "json")),
        cause: givenText(read(thrown, "xrayCause")),
    };
}

/** The text of what was thrown. */
export const messageOf = (thrown) => describe(thrown).message;

/** As the engine writes an error's first line; anything else as it is inspected. */
export function headlineOf(thrown) {
    const { type, message } = describe(thrown);
    return isError(thrown) ? `${type}: ${message}` : shown(thrown);
}

/** The type of a failure in place of its own, with its headline and frames. */
export const renamed = (type, thrown) => ({ type, message: headlineOf(thrown), frames: describe(thrown).frames });

/** The members of an AggregateError. */
const membersOf = (thrown) =>
    safely(() => (Array.isArray(thrown.errors) ? thrown.errors.slice(0, mostCauses) : []), []);

/** The lines of the errors that led to one, and of those that it collects. */
function causesOf(thrown, seen = new Set([thrown])) {
    const lines = [];
    const tell = (word, other) => {
        if (seen.has(other) || seen.size > mostCauses) {
            return;
        }
        seen.add(other);
        lines.push(`${word} ${headlineOf(other)}`);
        if (isError(other)) {
            lines.push(...framesOf(other), ...causesOf(other, seen));
        }
    };
    const cause = read(thrown, "cause");
    if (cause !== undefined) {
        tell("Caused by", cause);
    }
    membersOf(thrown).forEach((member) => tell("Collected", member));
    return lines;
}

/** As the addon takes a failure: type, message, json, cause, and the frames. */
const written = ({ type, message, frames, json, cause }) => [
    type,
    message,
    json,
    cause,
    ...frames.slice(0, mostFrames),
];

const known = new WeakSet();

/** A description that is to be reported as it is. */
export function fixed(description) {
    known.add(description);
    return description;
}

const describeOrKeep = (thrown) =>
    typeof thrown === "object" && thrown !== null && known.has(thrown) ? thrown : describe(thrown);

/** A failure for the library. */
export const failureOf = (thrown) => written(describeOrKeep(thrown));

/** The same for the function's log, which also gets the errors that led to it. */
export function failureForLog(thrown) {
    const { type, message, frames } = describeOrKeep(thrown);
    const causes = isError(thrown) ? causesOf(thrown) : [];
    return written({ type, message, frames: [...frames, ...causes] });
}
