#include "analyzer/source/walk.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "analyzer/source/disk.h"
#include "analyzer/source/git_directory.h"
#include "analyzer/source/memory_file_system.h"
#include "support/temporary_folder.h"

using namespace plumbline;
using namespace plumbline::source;
using plumbline::tests::TemporaryFolder;

namespace {

std::vector<std::string> paths(const Walk& walked) {
  std::vector<std::string> result;
  for (const WalkedFile& file : walked.files) result.push_back(file.path);
  return result;
}

std::vector<std::string> skipped(const Walk& walked, SkipReason reason) {
  std::vector<std::string> result;
  for (const SkippedEntry& entry : walked.skipped)
    if (entry.reason == reason) result.push_back(entry.path);
  return result;
}

using Paths = std::vector<std::string>;

Walk walk_git(const TemporaryFolder& folder) {
  const DiskFileSystem files = std::move(*DiskFileSystem::open(folder.path()));
  Diagnostics diagnostics;
  const GitDirectory git = read_git_directory(files, diagnostics);
  CHECK(diagnostics.empty());
  WalkOptions options;
  options.index = git.index ? &*git.index : nullptr;
  options.info_exclude = git.info_exclude;
  return walk(files, options, Limits());
}

}  // namespace

TEST_CASE("files come in the order of their paths' bytes") {
  MemoryFileSystem files;
  for (const char* path : {"a/x", "a-b", "a0", "a/b/c", "B", "a.txt", "a/b.c"}) files.add(path, "");
  const Walk walked = walk(files, {}, Limits());
  CHECK(paths(walked) == Paths{"B", "a-b", "a.txt", "a/b.c", "a/b/c", "a/x", "a0"});
  CHECK(walked.skipped.empty());
  CHECK(walked.diagnostics.empty());
  CHECK(walk(MemoryFileSystem(), {}, Limits()).files.empty());
}

TEST_CASE("ignore files count for their folder and below, and what lies in an ignored folder stays ignored") {
  MemoryFileSystem files;
  files.add(".gitignore", "*.log\n/out/\n!out/keep\nbuild\n");
  files.add("sub/.gitignore", "!important.log\n/local\n");
  for (const char* path : {"a.log", "sub/b.log", "sub/important.log", "sub/deep/important.log", "important.log",
                           "out/keep", "sub/out/x", "sub/local", "local", "sub/build/x"})
    files.add(path, "");
  const Walk walked = walk(files, {}, Limits());
  CHECK(paths(walked) ==
        Paths{".gitignore", "local", "sub/.gitignore", "sub/deep/important.log", "sub/important.log", "sub/out/x"});
  CHECK(skipped(walked, SkipReason::ignored) ==
        Paths{"a.log", "important.log", "out", "sub/b.log", "sub/build", "sub/local"});
  WalkOptions all;
  all.use_gitignore = false;
  CHECK(walk(files, all, Limits()).files.size() == 12);
}

TEST_CASE("configuration excludes files and whole folders") {
  MemoryFileSystem files;
  files.add("third_party/Dockerfile", "");
  files.add("app/Dockerfile", "");
  files.add("app/Dockerfile.old", "");
  WalkOptions options;
  options.excluded = [](std::string_view path, bool directory) {
    return directory ? path == "third_party" : path.ends_with(".old");
  };
  const Walk walked = walk(files, options, Limits());
  CHECK(paths(walked) == Paths{"app/Dockerfile"});
  CHECK(skipped(walked, SkipReason::excluded) == Paths{"app/Dockerfile.old", "third_party"});
}

TEST_CASE("git's data, dependencies and repositories inside the repository are left out") {
  MemoryFileSystem files;
  for (const char* path :
       {".git/config", "node_modules/a/Dockerfile", "web/node_modules/b", "go/vendor/c", "vendor.txt",
        "nested/.git/HEAD", "nested/Dockerfile", "linked/.git", "linked/Dockerfile", "app/x", "module/Dockerfile"})
    files.add(path, "");
  files.add(".gitmodules", "[submodule \"m\"]\n\tpath = module/\n\turl = ../m\n");
  const Walk walked = walk(files, {}, Limits());
  CHECK(paths(walked) == Paths{".gitmodules", "app/x", "vendor.txt"});
  CHECK(skipped(walked, SkipReason::dependencies) == Paths{"go/vendor", "node_modules", "web/node_modules"});
  CHECK(skipped(walked, SkipReason::submodule) == Paths{"linked", "module", "nested"});
  CHECK(skipped(walked, SkipReason::git_data) == Paths{".git"});
}

TEST_CASE("what is tracked is walked though it is ignored, and what is not tracked beside it is not") {
  const TemporaryFolder folder;
  folder.git("init");
  folder.write(".gitignore", "dist/\n*.env\n");
  folder.write("dist/deep/Dockerfile", "");
  folder.write("dist/deep/other", "");
  folder.write("dist/more/x", "");
  folder.write("prod.env", "");
  folder.write("dev.env", "");
  folder.write(".git/info/exclude", "local\n");
  folder.write("local", "");
  folder.git("add -f .gitignore dist/deep/Dockerfile prod.env");
  const Walk walked = walk_git(folder);
  CHECK(paths(walked) == Paths{".gitignore", "dist/deep/Dockerfile", "prod.env"});
  CHECK(skipped(walked, SkipReason::ignored) == Paths{"dev.env", "dist/deep/other", "dist/more", "local"});
}

TEST_CASE("a submodule is what the index says, and .gitmodules alone hides nothing that is tracked") {
  const TemporaryFolder folder;
  folder.write("library/x", "");
  folder.git("init library");
  folder.git("-C library add x");
  folder.git("-C library commit -m x");
  folder.git("init main");
  folder.git("-C main submodule add ../library module");
  folder.write("main/.gitmodules", "[submodule \"a\"]\npath = app\n");
  folder.write("main/app/Dockerfile", "");
  folder.git("-C main add .");
  const DiskFileSystem files = std::move(*DiskFileSystem::open(folder.path("main")));
  Diagnostics diagnostics;
  const GitDirectory git = read_git_directory(files, diagnostics);
  REQUIRE(git.index);
  WalkOptions options;
  options.index = &*git.index;
  const Walk walked = walk(files, options, Limits());
  CHECK(paths(walked) == Paths{".gitmodules", "app/Dockerfile"});
  CHECK(skipped(walked, SkipReason::submodule) == Paths{"module"});
}

TEST_CASE("links are followed only to files inside the root, each file once") {
  MemoryFileSystem files;
  files.add("deploy/Dockerfile", "");
  files.add("node_modules/x/Dockerfile", "");
  files.add(".gitignore", "made/\n");
  files.add("made/Dockerfile.web", "");
  files.add_special("pipe", EntryType::fifo);
  files.add_symlink("Dockerfile", "deploy/Dockerfile");
  files.add_symlink("folder", "deploy");
  files.add_symlink("web/Dockerfile", "../made/Dockerfile.web");
  files.add_symlink("web/again", "../made/Dockerfile.web");
  files.add_symlink("foreign", "node_modules/x/Dockerfile");
  files.add_symlink("config", ".git/config");
  files.add(".git/config", "");
  files.add_symlink("out", "../x");
  files.add_symlink("up", "..");
  files.add_symlink("passwd", "/etc/passwd");
  files.add_symlink("round", "round");
  files.add_symlink("dangling", "nothing");
  files.add_symlink("to_pipe", "pipe");
  const Walk walked = walk(files, {}, Limits());
  CHECK(walked.files == std::vector<WalkedFile>{
                            {".gitignore", ""}, {"deploy/Dockerfile", ""}, {"made/Dockerfile.web", "web/Dockerfile"}});
  CHECK(skipped(walked, SkipReason::linked_twice) == Paths{"Dockerfile", "web/again"});
  CHECK(skipped(walked, SkipReason::linked_directory) == Paths{"folder"});
  CHECK(skipped(walked, SkipReason::dependencies) == Paths{"foreign", "node_modules"});
  CHECK(skipped(walked, SkipReason::git_data) == Paths{".git", "config"});
  CHECK(skipped(walked, SkipReason::link_outside) == Paths{"out", "passwd", "up"});
  CHECK(skipped(walked, SkipReason::link_broken) == Paths{"dangling", "round", "to_pipe"});
  CHECK(walked.diagnostics.empty());
}

TEST_CASE("a special file makes the run incomplete only when its name is one that is judged") {
  MemoryFileSystem files;
  files.add_special("Dockerfile", EntryType::fifo);
  files.add_special("run.sock", EntryType::socket);
  const Walk walked = walk(files, {}, Limits());
  CHECK(skipped(walked, SkipReason::special) == Paths{"Dockerfile", "run.sock"});
  REQUIRE(walked.diagnostics.size() == 1);
  CHECK(walked.diagnostics[0].code == Code::unreadable);
  CHECK(walked.diagnostics[0].origin->name == "Dockerfile");
}

TEST_CASE("limits end the walk and are told") {
  MemoryFileSystem files;
  for (int i = 0; i < 10; ++i) files.add("f" + std::to_string(i), "");
  Limits limits;
  limits.files = 5;
  const Walk few = walk(files, {}, limits);
  CHECK(few.files.size() == 5);
  CHECK(skipped(few, SkipReason::too_many_files) == Paths{"f5"});
  CHECK(few.diagnostics.size() == 1);

  MemoryFileSystem deep;
  std::string path;
  for (int i = 0; i < 300; ++i) path += "d/";
  deep.add(path + "Dockerfile", "");
  const Walk cut = walk(deep, {}, Limits());
  CHECK(cut.files.empty());
  CHECK(skipped(cut, SkipReason::too_deep).size() == 1);
  CHECK(cut.diagnostics.size() == 1);

  limits = Limits();
  limits.path = 20;
  MemoryFileSystem long_names;
  long_names.add("abc/" + std::string(20, 'x'), "");
  CHECK(skipped(walk(long_names, {}, limits), SkipReason::path_too_long).size() == 1);

  MemoryFileSystem patterns;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "*" + std::to_string(i) + "\n";
  patterns.add(".gitignore", text);
  for (int i = 0; i < 100; ++i) patterns.add("file" + std::to_string(i) + ".x", "");
  limits = Limits();
  limits.ignore_steps = 5000;
  const Walk tired = walk(patterns, {}, limits);
  CHECK(tired.files.size() == 101);
  REQUIRE(tired.diagnostics.size() == 1);
  CHECK(tired.diagnostics[0].code == Code::limit_hit);
}

TEST_CASE("names of all sorts are walked, and a folder that refuses is told") {
  const TemporaryFolder folder;
  for (const char* name : {"a\nb/x", "\x1b[31m", "\xff\xfe", "::error::x", "-rf"}) folder.write(name, "");
  folder.link("loop/self", "..");
  REQUIRE(mkfifo(folder.path("Fastfile").c_str(), 0600) == 0);
  const Walk walked = walk_git(folder);
  CHECK(paths(walked) == Paths{"\x1b[31m", "-rf", "::error::x", "a\nb/x", "\xff\xfe"});
  CHECK(skipped(walked, SkipReason::link_outside).empty());
  CHECK(skipped(walked, SkipReason::linked_directory) == Paths{"loop/self"});
  CHECK(skipped(walked, SkipReason::special) == Paths{"Fastfile"});
}
