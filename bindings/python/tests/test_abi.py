"""The declarations against the header, by the C compiler: sizes, places of fields, numbers, and the functions themselves."""

import ctypes
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from lambdaclient import _abi
from lambdaclient._library import library

INCLUDE = Path(__file__).resolve().parents[3] / "bindings/c/include"


def compiled_facts() -> "dict[str, int]":
    lines = []
    for name, struct in _abi.STRUCTS.items():
        lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
        for field, *_ in struct._fields_:
            lines.append(f'printf("{name}.{field} %zu\\n", offsetof({name}, {field}));')
            lines.append(f'printf("{name}.{field}.size %zu\\n", sizeof((({name} *)0)->{field}));')
    for prefix, names in (
        ("E_", _abi.Code),
        ("CATEGORY_", _abi.Category),
        ("DELIVERY_", _abi.Delivery),
        ("LOG_", _abi.LogLevel),
    ):
        for member in names:
            constant = f"LAMBDACLIENT_{prefix}{member.name}"
            lines.append(f'printf("{constant} %d\\n", {constant});')
    source = "#include <lambdaclient.h>\n#include <stdio.h>\nint main(void) {\n" + "\n".join(lines) + "\nreturn 0; }\n"
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "facts")
        compiler = os.environ.get("CC", "cc")
        subprocess.run(
            [compiler, "-x", "c", "-", f"-I{INCLUDE}", "-o", program], input=source, text=True, check=True, timeout=60
        )
        printed = subprocess.run([program], capture_output=True, text=True, check=True, timeout=10).stdout
    return {name: int(number) for name, number in (line.split() for line in printed.splitlines())}


@unittest.skipIf(shutil.which(os.environ.get("CC", "cc")) is None, "SKIPPED, because no C compiler is installed")
class LayoutTest(unittest.TestCase):
    def test_structs_and_numbers_are_those_of_the_header(self) -> None:
        facts = compiled_facts()
        for name, struct in _abi.STRUCTS.items():
            self.assertEqual(ctypes.sizeof(struct), facts[name], name)
            for field, *_ in struct._fields_:
                place = getattr(struct, field)
                self.assertEqual((place.offset, place.size), (facts[f"{name}.{field}"], facts[f"{name}.{field}.size"]), field)
        for prefix, names in (("E_", _abi.Code), ("CATEGORY_", _abi.Category), ("DELIVERY_", _abi.Delivery)):
            for member in names:
                self.assertEqual(member.value, facts[f"LAMBDACLIENT_{prefix}{member.name}"], member.name)


class FunctionsTest(unittest.TestCase):
    def test_every_function_of_the_header_is_declared_with_its_number_of_arguments(self) -> None:
        header = re.sub(r"/\*.*?\*/", "", (INCLUDE / "lambdaclient.h").read_text(), flags=re.S)
        prototypes = re.findall(r"^\w[\w ]*?[ *](lambdaclient_\w+)\(([^)]*)\);", header, flags=re.M)
        expected = {name: 0 if list_.strip() == "void" else list_.count(",") + 1 for name, list_ in prototypes}
        self.assertGreater(len(expected), 30)
        self.assertEqual({name: len(arguments) for name, _, arguments in _abi.FUNCTIONS}, expected)

    def test_every_function_that_the_library_calls_is_declared_with_its_number_of_arguments(self) -> None:
        header = re.sub(r"/\*.*?\*/", "", (INCLUDE / "lambdaclient.h").read_text(), flags=re.S)
        typedefs = re.findall(r"typedef (\w+) \(\*lambdaclient_(\w+)_t\)\(([^)]*)\);", header)
        self.assertGreater(len(typedefs), 3)
        for result, name, parameters in typedefs:
            declared = getattr(_abi, name.capitalize())
            self.assertEqual(len(declared._argtypes_), parameters.count(",") + 1, name)
            self.assertEqual(declared._restype_, {"void": None, "int32_t": ctypes.c_int32}[result], name)

    def test_the_loaded_library_has_the_declared_version(self) -> None:
        self.assertEqual(library.lambdaclient_version().decode(), _abi.VERSION)
        self.assertEqual(library.lambdaclient_abi_version(), _abi.ABI_VERSION)
