"""What the process writes to standard output, also from C: the function's log."""

import os
import tempfile
from contextlib import contextmanager
from typing import Callable, Iterator


@contextmanager
def captured_output() -> Iterator[Callable[[], str]]:
    """While it is entered, standard output is a file, whose text the function gives."""
    with tempfile.TemporaryFile() as file:
        original = os.dup(1)
        os.dup2(file.fileno(), 1)

        def text() -> str:
            return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode()

        try:
            yield text
        finally:
            os.dup2(original, 1)
            os.close(original)
