#include "analyzer/source/memory_file_system.h"

#include <doctest/doctest.h>

using namespace plumbline::source;

namespace {
std::vector<std::string> names(const FileResult<std::vector<DirectoryEntry>>& entries) {
  std::vector<std::string> result;
  if (entries)
    for (const DirectoryEntry& entry : *entries) result.push_back(entry.name);
  return result;
}
}  // namespace

TEST_CASE("folders of files in memory exist as far as paths need them") {
  MemoryFileSystem files;
  files.add("a/x", "1");
  files.add("a-b", "2");
  files.add("a/y/z", "3");
  files.add("b", "4");
  CHECK(names(files.list("")) == std::vector<std::string>{"a", "a-b", "b"});
  CHECK(names(files.list("a")) == std::vector<std::string>{"x", "y"});
  CHECK(files.list("a")->at(1).type == EntryType::directory);
  CHECK(files.list("nothing").error() == FileError::not_found);
  CHECK(files.list("b").error() == FileError::not_regular);
  CHECK(files.read("a/y/z", 1) == std::string("3"));
  CHECK(files.read("a/y/z", 0).error() == FileError::too_large);
  CHECK(files.read("a", 9).error() == FileError::not_regular);
  CHECK(files.read("a/y/w", 9).error() == FileError::not_found);
}

TEST_CASE("links resolve step by step and not out of the root") {
  MemoryFileSystem files;
  files.add("real/dir/file", "x");
  files.add_symlink("link", "real/dir");
  files.add_symlink("real/up", "../link/file");
  files.add_symlink("out", "../etc/passwd");
  files.add_symlink("real/out", "dir/../../../x");
  files.add_symlink("absolute", "/etc/passwd");
  files.add_symlink("round", "about");
  files.add_symlink("about", "round");
  files.add_symlink("self", "./self");
  files.add_symlink("gone", "real/nothing");
  CHECK(resolve(files, "link/file") == std::string("real/dir/file"));
  CHECK(resolve(files, "real/up") == std::string("real/dir/file"));
  CHECK(resolve(files, "out").error() == FileError::outside_root);
  CHECK(resolve(files, "real/out").error() == FileError::outside_root);
  CHECK(resolve(files, "absolute").error() == FileError::outside_root);
  CHECK(resolve(files, "round").error() == FileError::symlink_loop);
  CHECK(resolve(files, "self").error() == FileError::symlink_loop);
  CHECK(resolve(files, "gone").error() == FileError::not_found);
}

TEST_CASE("what lies over a file system is seen in place of its own") {
  MemoryFileSystem below;
  below.add("a/x", "old");
  below.add("b", "b");
  OverlayFileSystem files(below);
  files.replace("a/x", "new");
  files.replace("a/c/d", "more");
  CHECK(files.read("a/x", 10) == std::string("new"));
  CHECK(files.read("a/c/d", 10) == std::string("more"));
  CHECK(files.read("b", 10) == std::string("b"));
  CHECK(names(files.list("")) == std::vector<std::string>{"a", "b"});
  CHECK(names(files.list("a")) == std::vector<std::string>{"c", "x"});
  CHECK(names(files.list("a/c")) == std::vector<std::string>{"d"});
  CHECK(files.info("")->type == EntryType::directory);
}
