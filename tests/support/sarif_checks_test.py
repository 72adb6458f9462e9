#!/usr/bin/python3
"""Breaks a good SARIF file in one way after another: each time the checker must object, and to the file as it is not.

usage: sarif_checks_test.py schema|multitool SAMPLE
"""

import copy
import importlib.machinery
import importlib.util
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
SUPPORT = pathlib.Path(__file__).resolve().parent


def load(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(SUPPORT / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def place(run):
    return run["results"][0]["locations"][0]["physicalLocation"]


def rule(run, ident):
    return next(r for r in run["tool"]["driver"]["rules"] if r["id"] == ident)


def set_uri(run, uri):
    place(run)["artifactLocation"] = {"uri": uri, "uriBaseId": "SRCROOT"}


# What is done to the run, and words of the complaint.
SCHEMA = {
    "unknown property": (lambda r: r.update(verdict="ready"), "verdict"),
    "wrong vocabulary": (lambda r: r["results"][0].update(level="critical"), "critical"),
    "line zero": (lambda r: place(r)["region"].update(startLine=0), "minimum"),
    "no tool": (lambda r: r.pop("tool"), "tool"),
    "message without text": (lambda r: r["results"][0]["message"].pop("text"), "message.text"),
    "link to nowhere": (lambda r: r["results"][0]["message"].update(text="See [there](77)."), "id 77"),
    "link to two places": (lambda r: [r["results"][0]["message"].update(text="See [there](5)."),
                                      r["results"][0].update(relatedLocations=[{"id": 5}, {"id": 5, "message": {"text": "Here."}}])], "2 locations"),
    "no columnKind": (lambda r: r.pop("columnKind"), "columnKind"),
    "suppressions on some": (lambda r: r["results"][0].pop("suppressions"), "suppressions"),
    "baselineState on some": (lambda r: r["results"][0].pop("baselineState"), "baselineState"),
    "level on a pass": (lambda r: r["results"][0].update(kind="pass"), "kind pass"),
    "severity as a number": (lambda r: rule(r, "AB801")["properties"].update({"security-severity": 9.5}),
                             "security-severity"),
    "severity above ten": (lambda r: rule(r, "AB801")["properties"].update({"security-severity": "11.0"}),
                           "security-severity"),
    "security without its tag": (lambda r: rule(r, "AB801")["properties"].update(tags=["x"]), "tag 'security'"),
    "long description": (lambda r: rule(r, "AB801")["fullDescription"].update(text="x" * 1025), "too long"),
    "many tags": (lambda r: rule(r, "AB801")["properties"].update(tags=[f"t{i}" for i in range(21)] + ["security"]),
                  "too many tags"),
    "no help": (lambda r: rule(r, "FC201").pop("help"), "no help.text"),
    "rule twice": (lambda r: r["tool"]["driver"]["rules"].append({**rule(r, "FC201"), "name": "Again"}), "twice"),
    "wrong ruleIndex": (lambda r: r["results"][0].update(ruleIndex=0), "ruleIndex"),
    "wrong artifact index": (lambda r: place(r)["artifactLocation"].update(index=1), "index"),
    "absolute path": (lambda r: set_uri(r, "/home/x/Dockerfile"), "not relative"),
    "file URI": (lambda r: set_uri(r, "file:///x/Dockerfile"), "not relative"),
    "path out of the root": (lambda r: set_uri(r, "a/%2E%2E/b"), "not relative"),
    "blank in a URI": (lambda r: set_uri(r, "a b"), "RFC 3986"),
    "region backwards": (lambda r: place(r)["region"].update(endColumn=1), "before it begins"),
    "context no wider": (lambda r: place(r).update(contextRegion=copy.deepcopy(place(r)["region"])), "superset"),
    "success with an error": (lambda r: r["invocations"][0].update(executionSuccessful=True), "level error"),
}
LIKE_US = {
    "no fingerprint": (lambda r: r["results"][0].pop("fingerprints"), "plumbline/v1"),
    "no line hash": (lambda r: r["results"][0].pop("partialFingerprints"), "primaryLocationLineHash"),
    "one fingerprint twice": (lambda r: r["results"][1].update(fingerprints=r["results"][0]["fingerprints"]),
                              "one fingerprint"),
    "region over two lines": (lambda r: place(r)["region"].update(endLine=place(r)["region"]["startLine"] + 1),
                              "more than one line"),
    "region of a line": (lambda r: place(r)["region"].pop("endColumn"), "four numbers"),
    "not sorted": (lambda r: r["results"].reverse(), "not sorted"),
    "no period": (lambda r: r["results"][0]["message"].update(text="It fails"), "period"),
    "time of day": (lambda r: r["invocations"][0].update(startTimeUtc="2027-01-01T00:00:00Z"), "startTimeUtc"),
    "host": (lambda r: r["invocations"][0].update(machine="build-7"), "machine"),
    "root located": (lambda r: r["originalUriBaseIds"]["SRCROOT"].update(uri="file:///home/x/"), "root lies"),
    "no category": (lambda r: r.pop("automationDetails"), "automationDetails"),
    "no precision": (lambda r: rule(r, "FC201")["properties"].pop("precision"), "precision"),
    "no severity": (lambda r: rule(r, "FC201")["properties"].pop("problem.severity"), "severity"),
    "no Markdown": (lambda r: rule(r, "FC201")["help"].pop("markdown"), "Markdown"),
    "other columns": (lambda r: r.update(columnKind="unicodeCodePoints"), "columnKind"),
    "no invocation": (lambda r: r.pop("invocations"), "invocation"),
}
BYTES = {
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "not UTF-8": (lambda data: data.replace(b"plumbline", b"plumb\xffline", 1), "no JSON"),
    "cut off": (lambda data: data[: len(data) // 2], "no JSON"),
    "key twice": (lambda data: data.replace(b'"version"', b'"version": "2.1.0", "version"', 1), "twice"),
}
MULTITOOL = {
    "no help": (lambda r: rule(r, "FC201").pop("help"), "GH2012"),
    "wrong ruleIndex": (lambda r: r["results"][0].update(ruleIndex=99), "SARIF1009"),
    "context no wider": (lambda r: place(r).update(contextRegion=copy.deepcopy(place(r)["region"])), "SARIF1008"),
    "unquoted placeholder": (lambda r: rule(r, "FC201")["messageStrings"]["default"].update(text="{0} deploys."),
                             "SARIF2015"),
}


def broken(sample, change):
    log = json.loads(sample)
    change(log["runs"][0])
    return json.dumps(log).encode()


def failures_of(sample, checks, complaints):
    """`complaints` takes bytes and gives lines."""
    if complaints(sample):
        yield f"the sample itself: {complaints(sample)}"
    for name, (change, words) in checks.items():
        found = complaints(change(sample) if checks is BYTES else broken(sample, change))
        if not any(words in line for line in found):
            yield f"{name}: expected words of '{words}', got {found}"


def schema_failures(sample):
    module = load("sarif-schema")
    yield from failures_of(sample, SCHEMA, lambda data: module.errors(data, like_us=False))
    yield from failures_of(sample, LIKE_US, lambda data: module.errors(data, like_us=True))
    yield from failures_of(sample, BYTES, lambda data: module.errors(data, like_us=False))


def multitool_failures(sample):
    module = load("sarif-validate")
    executable = module.validator()
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "broken.sarif"

        def complaints(data):
            file.write_bytes(data)
            return module.findings(executable, str(file))

        yield from failures_of(sample, MULTITOOL, complaints)
        if not complaints(b'{"version": "2.1.0", "runs": ['):
            yield "no complaint about a file that is cut off"


def main(arguments):
    which, file = arguments
    failed = list({"schema": schema_failures, "multitool": multitool_failures}[which](pathlib.Path(file).read_bytes()))
    print("\n".join(failed + [f"{len(failed)} failure(s)"]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
