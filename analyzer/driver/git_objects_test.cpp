#include "analyzer/driver/git_objects.h"

#include <filesystem>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "analyzer/driver/git_process.h"
#include "analyzer/source/git_directory.h"
#include "analyzer/source/walk.h"
#include "support/temporary_folder.h"

using namespace plumbline;
using namespace plumbline::driver;
using namespace plumbline::source;
using plumbline::tests::TemporaryFolder;

namespace {

DiskFileSystem open(const TemporaryFolder& folder) {
  return std::move(*DiskFileSystem::open(folder.path()));
}

std::string words(const Diagnostic& diagnostic) {
  return diagnostic.message.joined([](std::string_view text) { return visible(text); });
}

void make_history(const TemporaryFolder& folder) {
  folder.git("init");
  folder.write("Dockerfile", "FROM a\n");
  folder.write("k8s/web.yaml", "kind: Old\n");
  folder.write("gone", "x");
  folder.link("link", "k8s/web.yaml");
  folder.git("add .");
  folder.git("commit -m one");
  folder.git("tag first");
  folder.write("k8s/web.yaml", "kind: New\n");
  folder.write("k8s/more.yaml", std::string(200'000, 'x'));
  folder.git("rm gone");
  folder.git("add .");
}

}  // namespace

TEST_CASE("a commit and the index are read as file systems") {
  const TemporaryFolder folder;
  make_history(folder);
  const DiskFileSystem disk = open(folder);
  const Result<std::string> id = resolve_commit(disk, "first");
  REQUIRE(id);
  const Result<RevisionFileSystem> before = RevisionFileSystem::of_commit(disk, *id);
  REQUIRE(before);
  CHECK(before->read("k8s/web.yaml", 100) == std::string("kind: Old\n"));
  CHECK(before->read("Dockerfile", 7) == std::string("FROM a\n"));
  CHECK(before->read("Dockerfile", 6).error() == FileError::too_large);
  CHECK(before->read("gone", 6) == std::string("x"));
  CHECK(before->read("k8s", 6).error() == FileError::not_regular);
  CHECK(before->read("none", 6).error() == FileError::not_found);
  CHECK(before->read("link", 60).error() == FileError::not_regular);
  CHECK(resolve(*before, "link") == std::string("k8s/web.yaml"));
  CHECK(before->list("")->size() == 4);
  CHECK(before->info("k8s")->type == EntryType::directory);

  Diagnostics diagnostics;
  const GitDirectory git = read_git_directory(disk, diagnostics);
  REQUIRE(git.index);
  const Result<RevisionFileSystem> staged = RevisionFileSystem::of_index(disk, *git.index);
  REQUIRE(staged);
  folder.write("k8s/web.yaml", "not staged\n");
  CHECK(staged->read("k8s/web.yaml", 100) == std::string("kind: New\n"));
  CHECK(staged->read("k8s/more.yaml", 1U << 20U)->size() == 200'000);
  CHECK(staged->read("k8s/more.yaml", 1000).error() == FileError::too_large);
  CHECK(staged->read("k8s/web.yaml", 100) == std::string("kind: New\n"));
  CHECK(staged->changed_against(*before) == std::vector<std::string>{"gone", "k8s/more.yaml", "k8s/web.yaml"});
  CHECK(staged->changed_against(*staged).empty());

  WalkOptions options;
  options.use_gitignore = false;
  const Walk walked = walk(*staged, options, Limits());
  CHECK(walked.files.size() == 3);
}

TEST_CASE("a revision that git does not know is told in git's words, and an option is none") {
  const TemporaryFolder folder;
  make_history(folder);
  const DiskFileSystem disk = open(folder);
  for (const char* wrong : {"nothing", "--help", "-h", "--output=x", "HEAD:Dockerfile", ""}) {
    CAPTURE(wrong);
    const Result<std::string> id = resolve_commit(disk, wrong);
    REQUIRE(!id);
    CHECK(id.error().code == Code::usage);
  }
  CHECK(words(resolve_commit(disk, "nothing").error()).find("git refused: fatal") != std::string::npos);
  const TemporaryFolder nothing;
  CHECK(!resolve_commit(open(nothing), "HEAD"));
}

TEST_CASE("the merge base is where two branches part") {
  const TemporaryFolder folder;
  make_history(folder);
  folder.git("commit -m two");
  folder.git("checkout -b side first");
  folder.write("side", "");
  folder.git("add side");
  folder.git("commit -m three");
  const DiskFileSystem disk = open(folder);
  CHECK(*merge_base(disk, "main") == *resolve_commit(disk, "first"));
  folder.git("checkout --orphan other");
  folder.git("commit -m four");
  const Result<std::string> none = merge_base(disk, "main");
  REQUIRE(!none);
  CHECK(words(none.error()).find("no common ancestor") != std::string::npos);
}

TEST_CASE("nothing that the repository configures is run") {
  const TemporaryFolder folder;
  make_history(folder);
  const std::string evil = folder.path("evil");
  folder.write("evil", "#!/bin/sh\ntouch " + folder.path("ran") + "\n");
  REQUIRE(chmod(evil.c_str(), 0755) == 0);
  folder.git("config core.fsmonitor " + evil);
  folder.git("config core.pager " + evil);
  folder.git("config core.sshCommand " + evil);
  folder.git("config core.hooksPath " + folder.path(".git/hooks"));
  folder.git("config filter.x.smudge " + evil);
  folder.git("config diff.x.textconv " + evil);
  folder.git("config protocol.ext.allow always");
  folder.git("config protocol.allow always");
  folder.git("config remote.origin.url 'ext::" + evil + "'");
  folder.git("config remote.origin.promisor true");
  folder.git("config extensions.partialClone origin");
  folder.git("config core.repositoryFormatVersion 1");
  folder.write(".gitattributes", "* filter=x diff=x\n");
  for (const char* hook : {"post-index-change", "reference-transaction", "post-checkout"}) {
    folder.write(std::string(".git/hooks/") + hook, "#!/bin/sh\ntouch " + folder.path("ran") + "\n");
    REQUIRE(chmod(folder.path(std::string(".git/hooks/") + hook).c_str(), 0755) == 0);
  }
  const DiskFileSystem disk = open(folder);
  const Result<std::string> id = resolve_commit(disk, "first");
  REQUIRE(id);
  Result<RevisionFileSystem> before = RevisionFileSystem::of_commit(disk, *id);
  REQUIRE(before);
  CHECK(before->read("Dockerfile", 100) == std::string("FROM a\n"));
  // A missing blob is missing, not fetched by the remote that the repository names.
  const std::string blob = run_git(folder.path(), {"rev-parse", "first:Dockerfile"})->substr(0, 40);
  std::filesystem::remove(folder.path(".git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2, 38)));
  Result<RevisionFileSystem> damaged = RevisionFileSystem::of_commit(disk, *id);
  REQUIRE(damaged);
  CHECK(!damaged->read("Dockerfile", 100));
  CHECK(!std::filesystem::exists(folder.path("ran")));
}

TEST_CASE("a blob reader outlives an object that is not there") {
  const TemporaryFolder folder;
  make_history(folder);
  Result<BlobReader> reader = BlobReader::start(folder.path());
  REQUIRE(reader);
  CHECK(reader->read(std::string(40, '0'), 10).problem == BlobReader::Problem::missing);
  const Result<std::string> id = run_git(folder.path(), {"rev-parse", "first:gone"});
  CHECK(reader->read(std::string_view(*id).substr(0, 40), 10).bytes == "x");
}
