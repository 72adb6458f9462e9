import unittest

import repository


class Case(unittest.TestCase):
    maxDiff = None

    def repository(self, files=None, git=False):
        made = repository.Repository(files, git)
        self.addCleanup(made.close)
        return made

    def expect(self, run, status, *words, out=(), absent=()):
        """The exit status, words on standard error, words on standard output, words in neither."""
        self.assertEqual(run.status, status, run)
        for word in words:
            self.assertIn(word, run.err, run)
        for word in (out,) if isinstance(out, str) else out:
            self.assertIn(word, run.out, run)
        for word in absent:
            self.assertNotIn(word, run.out + run.err, run)
        return run

    def found(self, repository, *arguments, **more):
        """(path, line) of each finding."""
        report = repository.run("check", "--format", "json", *arguments, **more).json()
        return [(finding["path"], finding["range"]["start"]["line"]) for finding in report["findings"]]
