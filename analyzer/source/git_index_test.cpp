#include "analyzer/source/git_index.h"

#include <doctest/doctest.h>

#include "analyzer/source/disk.h"
#include "analyzer/source/git_directory.h"
#include "support/temporary_folder.h"

using namespace plumbline;
using namespace plumbline::source;
using plumbline::tests::TemporaryFolder;

namespace {

std::vector<std::string> paths(const GitIndex& index) {
  std::vector<std::string> result;
  for (const GitIndex::Entry& entry : index.entries()) result.emplace_back(index.path(entry));
  return result;
}

GitDirectory read(const TemporaryFolder& folder, Diagnostics& diagnostics) {
  return read_git_directory(*DiskFileSystem::open(folder.path()), diagnostics);
}

std::string index_bytes(const TemporaryFolder& folder) {
  return *DiskFileSystem::open(folder.path())->read(".git/index", 1U << 20U);
}

}  // namespace

TEST_CASE("an index of each version says what is tracked") {
  for (const char* version : {"2", "3", "4"}) {
    CAPTURE(version);
    const TemporaryFolder folder;
    folder.git("init");
    folder.write("a/one", "1");
    folder.write("a/other", "2");
    folder.write("a/b/deep", "3");
    folder.write("z", "4");
    folder.write(std::string("d/") + std::string(200, 'n') + "/" + std::string(200, 'm'), "5");
    folder.link("link", "z");
    folder.git("add .");
    folder.write("later", "");
    folder.git("add -N later");
    folder.git(std::string("update-index --index-version ") + version);
    Diagnostics diagnostics;
    const GitDirectory found = read(folder, diagnostics);
    CHECK(diagnostics.empty());
    REQUIRE(found.index);
    const GitIndex& index = *found.index;
    CHECK(paths(index) ==
          std::vector<std::string>{"a/b/deep", "a/one", "a/other",
                                   std::string("d/") + std::string(200, 'n') + "/" + std::string(200, 'm'), "later",
                                   "link", "z"});
    CHECK(index.find("link")->mode == GitIndex::Mode::symlink);
    CHECK(index.find("later")->intent_to_add);
    CHECK(GitIndex::hex_id(*index.find("a/one")) == "56a6051ca2b02b04ef92d5150c9ef600403cb1de");
    CHECK(index.contains("a/b/deep"));
    CHECK(!index.contains("a/b"));
    CHECK(index.contains_below("a/b"));
    CHECK(!index.contains_below("z"));
    CHECK(!index.contains_below("a/o"));
  }
}

TEST_CASE("a repository with SHA-256 ids is read too") {
  const TemporaryFolder folder;
  folder.git("init --object-format=sha256");
  folder.write("file", "x");
  folder.git("add file");
  Diagnostics diagnostics;
  const GitDirectory found = read(folder, diagnostics);
  REQUIRE(found.index);
  CHECK(GitIndex::hex_id(found.index->entries()[0]).size() == 64);
}

TEST_CASE("a damaged index is told and counts as none, wherever the damage is") {
  const TemporaryFolder folder;
  folder.git("init");
  folder.write("a", "1");
  folder.write("b/c", "2");
  folder.git("add .");
  const std::string good = index_bytes(folder);
  REQUIRE(GitIndex::parse(good, "index"));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CAPTURE(size);
    CHECK(!GitIndex::parse(std::string_view(good).substr(0, size), "index"));
  }
  for (const char* path : {"../", "b//", "b/.", "/bc"}) {
    std::string bad = good;
    bad.replace(bad.find("b/c"), 3, path);
    CAPTURE(path);
    CHECK(!GitIndex::parse(bad, "index"));
  }
  std::string split = good;
  const std::size_t end = split.size() - 20;
  split.insert(end, std::string("link\0\0\0\0", 8));
  CHECK(!GitIndex::parse(split, "index"));
  split.replace(end, 4, "XXXX");
  CHECK(GitIndex::parse(split, "index"));

  folder.write(".git/index", "DIRCnonsense");
  Diagnostics diagnostics;
  const GitDirectory found = read(folder, diagnostics);
  CHECK(!found.index);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].code == Code::unreadable);
}

TEST_CASE("a folder without git has no index, and says nothing") {
  const TemporaryFolder folder;
  Diagnostics diagnostics;
  CHECK(!read(folder, diagnostics).index);
  folder.git("init");
  folder.write(".git/info/exclude", "made\n");
  CHECK(!read(folder, diagnostics).index);
  CHECK(read(folder, diagnostics).info_exclude == "made\n");
  CHECK(diagnostics.empty());
}

TEST_CASE("a linked worktree is read, a file that points elsewhere is not") {
  const TemporaryFolder folder;
  folder.write("main/file", "x");
  folder.git("init main");
  folder.git("-C main add file");
  folder.git("-C main commit -m first");
  folder.git("-C main worktree add ../tree");
  folder.write("main/.git/info/exclude", "made\n");
  Diagnostics diagnostics;
  const GitDirectory found = read_git_directory(*DiskFileSystem::open(folder.path("tree")), diagnostics);
  REQUIRE(found.index);
  CHECK(found.index->contains("file"));
  CHECK(found.info_exclude == "made\n");

  folder.write("hostile/.git", "gitdir: ../main/.git\n");
  CHECK(!read_git_directory(*DiskFileSystem::open(folder.path("hostile")), diagnostics).index);
  folder.write("thief/.git", "gitdir: ../main/.git/worktrees/tree\n");
  CHECK(!read_git_directory(*DiskFileSystem::open(folder.path("thief")), diagnostics).index);
  CHECK(diagnostics.empty());
}

TEST_CASE("the index that git gives a hook is read in place of the usual one") {
  const TemporaryFolder folder;
  folder.git("init");
  folder.write("first", "x");
  folder.git("add first");
  folder.write(".git/next", index_bytes(folder));
  folder.write("second", "x");
  folder.git("add second");
  const DiskFileSystem root = std::move(*DiskFileSystem::open(folder.path()));
  Diagnostics diagnostics;
  CHECK(paths(*read_git_directory(root, diagnostics).index).size() == 2);
  CHECK(paths(*read_git_directory(root, diagnostics, ".git/next").index).size() == 1);
  CHECK(paths(*read_git_directory(root, diagnostics, folder.path(".git/next")).index).size() == 1);
}
