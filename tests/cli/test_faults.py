"""The system says no: no memory, no process, no disk, no descriptor, calls that are interrupted or do half of the work.
The program is not killed, says nothing false, and leaves old files as they were."""

import json
import os
import resource
import signal
import subprocess
import threading
import time

from case import Case
from repository import BINARY, CLEAN, FINDINGS, INCOMPLETE, INTERNAL, environment

FAULT = os.environ.get("PLUMBLINE_FAULT")
# Enough and different enough that files go to worker processes and rules to threads.
FILES = {f"s{i}/Dockerfile": f"FROM base-{i}:latest\nRUN make\n" for i in range(12)}


class Faults(Case):
    def faulty(self, repository, fault, *arguments, count=None, **more):
        env = {"LD_PRELOAD": FAULT, "FAULT": fault, **({"FAULT_COUNT": str(count)} if count else {})}
        return repository.run(*arguments, env=env, **more)

    def many(self):
        repository = self.repository()
        repository.write(FILES)
        return repository

    def honest(self, repository, fault, right):
        """No death, no false verdict: what is complete is the same as without the fault."""
        run = self.faulty(repository, fault, "--format", "json", "-j2")
        where = f"{fault}: {run}"
        self.assertIn(run.status, (FINDINGS, INCOMPLETE, 3, INTERNAL), where)
        if run.status == FINDINGS:
            self.assertEqual(run.bytes, right.bytes, where)
        elif run.status == INCOMPLETE:
            self.assertTrue(run.json()["not_analysed"], where)
        else:
            self.assertIn("plumbline:", run.err, where)
        return run

    def sweep(self, function, how, most, *more):
        repository = self.many()
        right = repository.run("--format", "json", "-j2")
        self.assertEqual(right.status, FINDINGS)
        count = repository.beside / "count"
        self.faulty(repository, f"{function}:0", "--format", "json", "-j2", count=count)
        calls = int(count.read_text())
        self.assertGreater(calls, 0, function)
        step = max(1, calls // most)
        statuses = set()
        for n in (*range(1, min(calls, 20) + 1), *range(20 + step // 2, calls + 1, step)):
            statuses.add(self.honest(repository, ":".join((function, str(n), how, *more)), right).status)
        return statuses

    def test_memory_ends_at_any_call(self):
        self.assertIn(INTERNAL, self.sweep("malloc", "ENOMEM", 60))

    def test_memory_ends_and_does_not_come_back(self):
        self.assertIn(INTERNAL, self.sweep("malloc", "ENOMEM", 40, "always"))

    def test_no_address_space(self):
        self.sweep("mmap", "ENOMEM", 30)
        self.sweep("mmap", "ENOMEM", 10, "always")

    def test_reads_fail(self):
        self.sweep("read", "EIO", 30)

    def test_reads_and_writes_are_interrupted(self):
        repository = self.many()
        right = repository.run("--format", "json", "-j2")
        for n in range(1, 25):
            for function in ("read", "write"):
                run = self.faulty(repository, f"{function}:{n}:EINTR", "--format", "json", "-j2")
                self.assertEqual((run.status, run.bytes), (FINDINGS, right.bytes), f"{function} {n}: {run}")

    def test_reads_and_writes_do_one_byte(self):
        repository = self.many()
        right = repository.run("--format", "json", "-j2")
        for function in ("read", "write"):
            run = self.faulty(repository, f"{function}:1:short", "--format", "json", "-j2")
            self.assertEqual((run.status, run.bytes), (FINDINGS, right.bytes), f"{function}: {run}")

    def test_no_process_can_be_started(self):
        repository = self.many()
        right = repository.run("--format", "json", "-j2")
        for fault in ("fork:1:EAGAIN:always", "pipe2:1:EMFILE:always"):
            run = self.faulty(repository, fault, "--format", "json", "-j2")
            self.assertEqual(run.status, INCOMPLETE, run)
            self.assertEqual({one["reason"] for one in run.json()["not_analysed"]}, {"no process could be started to parse it"})
        for fault in ("fork:1:EAGAIN", "fork:2:EAGAIN", "pipe2:1:EMFILE", "pipe2:2:EMFILE"):  # it is tried again
            run = self.faulty(repository, fault, "--format", "json", "-j2")
            self.assertEqual((run.status, run.bytes), (FINDINGS, right.bytes), f"{fault}: {run}")

    def test_no_thread_can_be_started(self):
        repository = self.many()
        right = repository.run("--format", "json", "-j4")
        run = self.faulty(repository, "pthread_create:1:EAGAIN:always", "--format", "json", "-j4")
        self.assertEqual((run.status, run.bytes), (FINDINGS, right.bytes), run)

    def test_an_output_is_written_whole_or_not_at_all(self):
        repository = self.many()
        target = repository.beside / "report.json"
        for function, how in (("write", "ENOSPC"), ("fsync", "EIO"), ("rename", "EIO")):
            target.write_text("old")
            run = self.faulty(repository, f"{function}:1:{how}:always", "-q", "-q", "-o", f"json={target}", "--scope", "files", "Dockerfile")
            self.assertEqual(run.status, INTERNAL, f"{function}: {run}")
            if function != "write":  # then the message cannot be written either
                self.assertIn("report.json", run.err)
            self.assertEqual(target.read_text(), "old", function)
            self.assertEqual(os.listdir(target.parent).count("report.json"), 1)
            self.assertFalse([name for name in os.listdir(target.parent) if ".plumbline-" in name], "nothing is left behind")


class Limited(Case):
    def limited(self, repository, limit, value, *arguments):
        return subprocess.run([BINARY, "--format", "json", *arguments], cwd=repository.root, env=environment(), capture_output=True,
                              preexec_fn=lambda: resource.setrlimit(limit, (value, value)), timeout=60)

    def test_little_address_space(self):
        repository = self.repository()
        repository.write(FILES)
        right = repository.run("--format", "json")
        worked = 0
        for megabytes in (24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048, 3072, 4096):
            done = self.limited(repository, resource.RLIMIT_AS, megabytes << 20)
            if done.returncode == 127 and b"shared librar" in done.stderr:
                continue  # not even the loader has room
            where = f"{megabytes} MiB: {done.returncode} {done.stderr!r}"
            self.assertIn(done.returncode, (FINDINGS, INCOMPLETE, INTERNAL), where)
            if done.returncode == INTERNAL:
                self.assertIn(b"not enough memory", done.stderr, where)
            if done.returncode == FINDINGS:
                self.assertEqual(done.stdout, right.bytes)
            worked += done.returncode == FINDINGS
            if megabytes >= 256:
                self.assertEqual(done.returncode, FINDINGS, where)
        self.assertGreaterEqual(worked, 5)

    def test_few_descriptors(self):
        repository = self.repository()
        repository.write(FILES)
        for count in (3, 4, 5, 6, 8, 10, 16, 64):
            done = self.limited(repository, resource.RLIMIT_NOFILE, count, "-j8")
            where = f"{count}: {done.returncode} {done.stderr!r}"
            self.assertIn(done.returncode, (FINDINGS, INCOMPLETE, 3, INTERNAL, 127), where)
        self.assertEqual(done.returncode, FINDINGS, where)

    def test_a_disk_with_little_room(self):
        repository = self.repository()
        repository.write(FILES)
        target = repository.beside / "report.json"
        target.write_text("old")
        done = subprocess.run([BINARY, "-o", f"json={target}"], cwd=repository.root, env=environment(), capture_output=True, timeout=60,
                              preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))))
        self.assertEqual(done.returncode, INTERNAL, done.stderr)
        self.assertEqual(target.read_text(), "old")


class Changing(Case):
    def test_files_change_while_they_are_read(self):
        """Gone, grown, a link to something outside: read as one of what they were, or told."""
        repository = self.repository()
        outside = repository.beside / "outside"
        outside.write_text("FROM leaked-from-outside:latest\n")
        path = repository.root / "Dockerfile"
        stop = threading.Event()

        def change():
            while not stop.is_set():
                for what in range(5):
                    new = repository.root / "new"
                    new.unlink(missing_ok=True)
                    if what == 1:
                        os.symlink(outside, new)
                    elif what == 2:
                        new.write_text("FROM grown:latest\n" * 5000)
                    elif what == 3:
                        os.mkfifo(new)
                    else:
                        new.write_text("FROM plain:latest\n")
                    os.replace(new, path)
                path.unlink()

        changer = threading.Thread(target=change)
        changer.start()
        try:
            end = time.monotonic() + 4
            runs = 0
            while time.monotonic() < end:
                run = repository.run("--format", "json")
                self.assertIn(run.status, (CLEAN, FINDINGS, INCOMPLETE), run)
                self.assertNotIn("leaked", run.out + run.err)
                runs += 1
        finally:
            stop.set()
            changer.join()
        self.assertGreater(runs, 5)

    def test_two_runs_write_one_log(self):
        repository = self.repository()
        repository.write(FILES)
        for _ in range(3):
            running = [subprocess.Popen([BINARY, "log"], cwd=repository.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                       for _ in range(4)]
            for process in running:
                err = process.communicate(timeout=60)[1]
                self.assertEqual(process.returncode, CLEAN, err)
        self.expect(repository.run("log", "--check"), CLEAN)
        self.assertEqual([name for name in os.listdir(repository.root / ".orchestration")], ["implementation-log.md"])

    def test_a_killed_worker_takes_only_its_file(self):
        repository = self.repository()
        repository.write({**FILES, "slow.sh": "#!/bin/sh\n" + "".join(f"f{i}() {{ a | b && c; }}\n" for i in range(9000))})
        process = subprocess.Popen([BINARY, "--format", "json", "-j2"], cwd=repository.root, env=environment(), stdout=subprocess.PIPE)
        killed = False
        while process.poll() is None and not killed:
            try:
                children = open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
            except OSError:
                break
            for child in children:
                os.kill(int(child), signal.SIGKILL)
                killed = True
                break
        out = process.communicate(timeout=60)[0]
        self.assertIn(process.returncode, (FINDINGS, INCOMPLETE))
        if process.returncode == INCOMPLETE:
            report = json.loads(out)
            self.assertEqual([one["reason"] for one in report["not_analysed"]], ["its parser crashed"])
            self.assertGreaterEqual(len(report["findings"]), len(FILES))

    def test_an_end_of_the_program_ends_its_workers(self):
        repository = self.repository()
        repository.write({f"{i}.sh": "#!/bin/sh\n" + "a | b && c; " * 3000 for i in range(40)})
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            process = subprocess.Popen([BINARY, "-j2"], cwd=repository.root, env=environment(), stdout=subprocess.DEVNULL)
            children = []
            while process.poll() is None and not children:
                try:
                    children = open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
                except OSError:
                    break
            process.send_signal(name)
            process.wait(timeout=60)
            end = time.monotonic() + 5
            alive = children
            while alive and time.monotonic() < end:
                alive = [pid for pid in children if os.path.exists(f"/proc/{pid}") and open(f"/proc/{pid}/stat").read().split(") ")[1][0] != "Z"]
            self.assertEqual(alive, [], name)
