// The declarations against the header, by the C compiler: the numbers, and the fields that the addon hands over in their order.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FunctionFacts, InvocationFacts, abiVersion, choices, codes, deliveries, levels } from "../lib/abi.js";

const include = fileURLToPath(new URL("../../c/include", import.meta.url));
const header = readFileSync(join(include, "lambdaclient.h"), "utf8");

const constants = new Map([
    ["LAMBDACLIENT_ABI_VERSION", abiVersion],
    ...Object.entries(codes).map(([name, code]) => [
        name === "ok" ? "LAMBDACLIENT_OK" : `LAMBDACLIENT_E_${name.toUpperCase()}`,
        code,
    ]),
    ...deliveries.map((name, number) => [`LAMBDACLIENT_DELIVERY_${name.toUpperCase()}`, number]),
    ...Object.entries(levels).map(([name, level]) => [`LAMBDACLIENT_LOG_${name.toUpperCase()}`, level]),
    ...Object.entries(choices).map(([name, value]) => [`LAMBDACLIENT_${name.toUpperCase()}`, value]),
]);

function compiledNumbers() {
    const lines = [...constants.keys()].map((name) => `printf("${name} %d\\n", ${name});`);
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

test("the numbers are those of the header", { timeout: 60_000 }, () => {
    assert.deepEqual(constants, compiledNumbers());
});

/** The fields of a struct of the header. */
function fieldsOf(name) {
    const [, body] = header
        .replace(/\/\*.*?\*\//gs, "")
        .match(new RegExp(`typedef struct ${name} \\{(.*?)\\} ${name}_t;`, "s"));
    return [...body.matchAll(/(\w+);/g)].map(([, field]) => field);
}

test("the facts are the fields of the header, in its order", () => {
    for (const [kind, struct, hidden] of [
        [InvocationFacts, "lambdaclient_context", ["struct_size", "reserved"]],
        [FunctionFacts, "lambdaclient_function", ["struct_size", "reserved", "log_level"]],
    ]) {
        const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
        const expected = fieldsOf(struct)
            .filter((field) => !hidden.includes(field))
            .map(camel);
        assert.deepEqual(Object.keys(new kind()), expected);
    }
});
