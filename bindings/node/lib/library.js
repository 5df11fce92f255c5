// Finds and loads liblambdaclient, and converts between JavaScript's values and its views.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";
import koffi from "koffi";
import { abiVersion, bind, structs } from "./abi.js";

const fileName = "liblambdaclient.so.0";

function candidates() {
    if (process.env.LAMBDACLIENT_LIB_DIR) {
        return [join(process.env.LAMBDACLIENT_LIB_DIR, fileName)];
    }
    const beside = fileURLToPath(new URL(`../${fileName}`, import.meta.url));
    return existsSync(beside) ? [beside, fileName] : [fileName];
}

function load() {
    const failures = [];
    for (const path of candidates()) {
        try {
            return check(bind(koffi.load(path)), path);
        } catch (failure) {
            failures.push(`${path}: ${failure.message}`);
        }
    }
    throw new Error(
        `${fileName} cannot be used (${failures.join("; ")}); set LAMBDACLIENT_LIB_DIR to its folder, put it beside ` +
            "package.json of the package lambdaclient, or put its folder on LD_LIBRARY_PATH",
    );
}

function check(api, path) {
    const found = api.abi_version();
    if (found < abiVersion) {
        throw new Error(`it has ABI ${found}, and this package needs ${abiVersion}; install a newer liblambdaclient`);
    }
    return api;
}

export const api = load();

const absent = Object.freeze({ data: null, size: 0 });

/** The calls that wait: each runs on a thread of libuv's pool, so that the event loop goes on. */
export const waiting = Object.fromEntries(
    [
        "turn",
        "next",
        "respond",
        "fail",
        "fail_init",
        "restore_next",
        "fail_restore",
        "stream_write",
        "stream_flush",
        "stream_finish",
        "stream_fail",
        "stream_free",
    ].map((name) => [name, promisify(api[name].async)]),
);

/** A view of bytes, or of text as UTF-8; koffi holds what it points to for as long as the call takes. */
export function view(value) {
    if (value === undefined || value === null) {
        return absent;
    }
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    if (!(bytes instanceof Uint8Array)) {
        throw new TypeError(`expected a string, a Buffer or a Uint8Array, not ${describeType(value)}`);
    }
    return { data: bytes, size: bytes.byteLength };
}

const describeType = (value) => (typeof value === "object" ? value.constructor?.name : typeof value);

const blanks = Object.fromEntries(Object.entries(structs).map(([name, type]) => [name, blank(koffi.type(type))]));

function blank({ size, members }) {
    const entries = Object.values(members).map(({ name, type }) => {
        const isView = type.name === "lambdaclient_view_t";
        return [name, isView ? absent : type.primitive === "Pointer" ? null : 0];
    });
    return Object.freeze({ ...Object.fromEntries(entries), struct_size: size });
}

/** A struct with its size and everything else absent, but for what is given. */
export const struct = (name, fields) => ({ ...blanks[name], ...fields });

/** A copy of the bytes of a view. */
export const readBytes = ({ data, size }) =>
    data === null ? Buffer.alloc(0) : Buffer.from(new Uint8Array(koffi.view(data, Number(size))));

/** The text of a view; undefined where it is absent. */
export const readText = (view) => (view.data === null ? undefined : readBytes(view).toString());
