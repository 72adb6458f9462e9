#!/usr/bin/python3
"""usage: cli_test.py BINARY MODULE: runs the tests of one module against a binary.

Needs Debian's python3-jsonschema, hence the system's own Python.
"""

import os
import pathlib
import sys
import unittest

if __name__ == "__main__":
    os.environ["PLUMBLINE"] = str(pathlib.Path(sys.argv[1]).resolve())
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    sys.dont_write_bytecode = True
    unittest.main(module=sys.argv[2], argv=["cli_test.py", *sys.argv[3:]], verbosity=1)
