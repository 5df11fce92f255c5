"""The README's image for SnapStart: its program through a snapshot, its label."""

import json
import re
import tempfile
from pathlib import Path

from support import ServiceTest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()


def block(language: str, index: int) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)
    return str(found[index])


class ImageTest(ServiceTest):
    def test_its_program_asks_for_the_snapshot_before_its_first_event(self) -> None:
        program = block("python", 2)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "function.py"
            path.write_text(program)
            process = self.start([str(path)], AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
            self.wait_until_parked()
        self.service.give(b"{}")
        self.assertEqual(json.loads(self.service.posted().body), {"ready": True, "draw": 0})
        self.wait_until_parked()
        process.terminate()
        self.assertEqual((process.communicate(timeout=10), process.returncode), (("goodbye\n", ""), 0))
        self.assertEqual(self.service.calls[0], "runtime/restore/next")
        self.assertLess(self.service.calls.index("extension/register"), self.service.calls.index("runtime/invocation/next"))

    def test_its_label_is_the_one_that_lambda_looks_for(self) -> None:
        # AWS Lambda Developer Guide, "Lambda SnapStart runtime hooks", custom runtimes.
        lines = block("dockerfile", 0).splitlines()
        self.assertIn('LABEL com.amazonaws.lambda.feature.snapstart="Allow"', lines)
        self.assertIn("COPY function.py /var/task/", lines)
        self.assertEqual(lines[-1], 'ENTRYPOINT ["python", "/var/task/function.py"]')
