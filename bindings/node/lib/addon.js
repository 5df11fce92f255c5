// Loads the addon and liblambdaclient. The addon's calls throw an ApiError, or give a promise that is rejected with one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import { ApiError } from "./errors.js";

const libraryName = "liblambdaclient.so.0";
const kind = `linux-${process.arch}`;
const folder = process.env.LAMBDACLIENT_NODE_DIR || fileURLToPath(new URL("../prebuilt", import.meta.url));
const addonPath = join(folder, kind, "lambdaclient.node");

function loadAddon() {
    if (!existsSync(addonPath)) {
        throw new Error(
            `${addonPath} is missing; use a package for ${kind}, or set LAMBDACLIENT_NODE_DIR to the folder above ${kind}`,
        );
    }
    return createRequire(import.meta.url)(addonPath);
}

function libraryPaths() {
    if (process.env.LAMBDACLIENT_LIB_DIR) {
        return [join(process.env.LAMBDACLIENT_LIB_DIR, libraryName)];
    }
    const beside = join(dirname(addonPath), libraryName);
    return existsSync(beside) ? [beside, libraryName] : [libraryName];
}

function load() {
    const loaded = loadAddon();
    const failures = [];
    for (const path of libraryPaths()) {
        try {
            loaded.load(path, (...facts) => new ApiError(...facts));
            return loaded;
        } catch (failure) {
            failures.push(`${path}: ${failure.message}`);
        }
    }
    throw new Error(
        `${libraryName} cannot be used (${failures.join("; ")}); set LAMBDACLIENT_LIB_DIR to its folder, put it beside ` +
            `${addonPath}, or put its folder on LD_LIBRARY_PATH`,
    );
}

export const addon = load();

// Threads that still wait for the service must not outlive what they report to.
process.on("exit", () => addon.stop());

/** Text or bytes, as the addon takes them; undefined where there is nothing. */
export function bytes(value) {
    if (value === undefined || value === null) {
        return undefined;
    }
    if (typeof value !== "string" && !types.isUint8Array(value)) {
        const found = typeof value === "object" ? value.constructor?.name : typeof value;
        throw new TypeError(`expected a string, a Buffer or a Uint8Array, not ${found}`);
    }
    return value;
}
