#!/usr/bin/env python3
"""Compares our walk with `git ls-files -co --exclude-standard` on generated trees and ignore files.

    ignore_test.py WALK_PATHS [SEED [ROUNDS]]

Names are few and patterns are drawn from the pieces that git's syntax is made of, so that they meet often.
"""
import os
import random
import subprocess
import sys
import tempfile

NAMES = ["a", "b", "ab", "a.c", "b c", "c ", "#a", "!b", "[a]", "a*", "\\a", "-x", ".d", "A", "\u00e9", "a\\b"]
PIECES = ["a", "b", "c", "ab", "*", "**", "?", "/", "/", "**/", "/**", "[ab]", "[!a]", "[^b]", "[a-c]", "[]a]", "[[:alpha:]]",
          "[[:space:]]", "[[:punct:]]", "[a", "[[:x:]]", "\\a", "\\*", "\\ ", "\\", " ", ".", "#", "!", "-", "\t", "\\!", "\\#",
          "[a-", "[--c]", "[\\]]", "\u00e9", "[\u00e9]", ".d", "\\/"]
ENVIRONMENT = dict(os.environ, GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null")


def git(root, *arguments):
    return subprocess.run(["git", "-C", root, *arguments], check=True, capture_output=True, env=ENVIRONMENT).stdout


def pattern(draw):
    line = "".join(draw.choice(PIECES) for _ in range(draw.randint(1, 5)))
    return draw.choice(["", "", "", "!", "/"]) + line + draw.choice(["", "", "", "/", " ", "\r"])


def ignore_file(draw):
    return draw.choice(["", "", "\ufeff"]) + "\n".join(pattern(draw) for _ in range(draw.randint(1, 5))) + draw.choice(["\n", ""])


def write(path, text):
    with open(path, "wb") as file:
        file.write(text.encode())


def make_tree(root, draw):
    git(root, "init", "-q")
    folders = [root]
    for _ in range(draw.randint(2, 8)):
        place = os.path.join(draw.choice(folders), draw.choice(NAMES))
        if not os.path.lexists(place):
            os.mkdir(place)
            folders.append(place)
    for folder in folders:
        for name in draw.sample(NAMES, draw.randint(1, 8)):
            place = os.path.join(folder, name)
            if not os.path.lexists(place):
                write(place, "")
    for folder in draw.sample(folders, draw.randint(1, min(3, len(folders)))):
        write(os.path.join(folder, ".gitignore"), ignore_file(draw))
    if draw.random() < 0.3:
        os.makedirs(os.path.join(root, ".git", "info"), exist_ok=True)
        write(os.path.join(root, ".git", "info", "exclude"), ignore_file(draw))
    if draw.random() < 0.5:
        files = [os.path.join(at, name) for at, _, names in os.walk(root) if "/.git" not in at for name in names]
        for file in draw.sample(files, min(3, len(files))):
            git(root, "add", "-f", "--", file)


def ignores(root):
    for at, _, names in os.walk(root):
        for name in names:
            if name in (".gitignore", "exclude"):
                with open(os.path.join(at, name), "rb") as file:
                    yield os.path.relpath(os.path.join(at, name), root), file.read()


def main():
    walk_paths = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 150
    ignored = 0
    for number in range(rounds):
        draw = random.Random(f"{seed}/{number}")
        with tempfile.TemporaryDirectory(prefix="plumbline-ignore-") as root:
            make_tree(root, draw)
            expected = sorted(set(git(root, "ls-files", "-z", "-co", "--exclude-standard").split(b"\0")[:-1]))
            found = subprocess.run([walk_paths, root], check=True, capture_output=True).stdout.split(b"\0")[:-1]
            total = sum(len(names) for at, _, names in os.walk(root) if not os.path.relpath(at, root).startswith(".git"))
            ignored += total - len(expected)
            if expected != found:
                print(f"seed {seed}, round {number}: git and the walk disagree")
                print("only git:", sorted(set(expected) - set(found)))
                print("only the walk:", sorted(set(found) - set(expected)))
                for name, text in ignores(root):
                    print(name, text)
                return 1
    if ignored < rounds:
        print(f"only {ignored} files were ignored in {rounds} rounds: this compares too little")
        return 1
    print(f"{rounds} trees, {ignored} files ignored: as git")
    return 0


if __name__ == "__main__":
    sys.exit(main())
