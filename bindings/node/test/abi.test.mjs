// The declarations against the header, by the C compiler: sizes, places of fields, numbers, and the functions themselves.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import koffi from "koffi";
import { abiVersion, bind, codes, deliveries, levels, structs } from "../lib/abi.js";
import { api } from "../lib/library.js";

const include = fileURLToPath(new URL("../../c/include", import.meta.url));

function compiledFacts() {
    const lines = [];
    for (const [name, type] of Object.entries(structs)) {
        lines.push(`printf("${name} %zu\\n", sizeof(${name}));`);
        for (const field of Object.keys(koffi.type(type).members)) {
            lines.push(`printf("${name}.${field} %zu\\n", offsetof(${name}, ${field}));`);
        }
    }
    for (const name of constants().keys()) {
        lines.push(`printf("${name} %d\\n", ${name});`);
    }
    const folder = mkdtempSync(join(tmpdir(), "lambdaclient-"));
    try {
        const source = join(folder, "facts.c");
        const program = join(folder, "facts");
        writeFileSync(
            source,
            `#include <lambdaclient.h>\n#include <stdio.h>\nint main(void) {\n${lines.join("\n")}\nreturn 0; }\n`,
        );
        execFileSync(process.env.CC ?? "cc", [source, `-I${include}`, "-o", program]);
        const printed = execFileSync(program, { encoding: "utf8" }).trim().split("\n");
        return new Map(printed.map((line) => line.split(" ")).map(([name, number]) => [name, Number(number)]));
    } finally {
        rmSync(folder, { recursive: true });
    }
}

const constants = () =>
    new Map([
        ...Object.entries(codes).map(([name, code]) => [
            name === "ok" ? "LAMBDACLIENT_OK" : `LAMBDACLIENT_E_${name.toUpperCase()}`,
            code,
        ]),
        ...deliveries.map((name, number) => [`LAMBDACLIENT_DELIVERY_${name.toUpperCase()}`, number]),
        ...Object.entries(levels).map(([name, level]) => [`LAMBDACLIENT_LOG_${name.toUpperCase()}`, level]),
    ]);

test("structs and numbers are those of the header", { timeout: 60_000 }, () => {
    const facts = compiledFacts();
    for (const [name, number] of constants()) {
        assert.equal(number, facts.get(name), name);
    }
    for (const [name, type] of Object.entries(structs)) {
        const { size, members } = koffi.type(type);
        assert.equal(size, facts.get(name), name);
        for (const [field, { offset }] of Object.entries(members)) {
            assert.equal(offset, facts.get(`${name}.${field}`), `${name}.${field}`);
        }
    }
});

test("every function of the header is declared", () => {
    const header = readFileSync(join(include, "lambdaclient.h"), "utf8").replace(/\/\*.*?\*\//gs, "");
    const names = [...header.matchAll(/^\w[\w ]*?[ *]lambdaclient_(\w+)\([^)]*\);/gms)].map(([, name]) => name);
    assert.ok(names.length > 30);
    assert.deepEqual(Object.keys(bind({ func: () => null })).sort(), names.sort());
});

test("the loaded library has the declared version", () => {
    assert.equal(api.abi_version(), abiVersion);
});
