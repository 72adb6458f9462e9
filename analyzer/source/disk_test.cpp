#include "analyzer/source/disk.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/temporary_folder.h"

using namespace plumbline::source;
using plumbline::tests::TemporaryFolder;

namespace {

/// Root may read everything: for its lifetime the process has nobody's rights.
class WithoutRights {
 public:
  WithoutRights() {
    if (geteuid() == 0) changed_ = seteuid(65534) == 0;
  }
  WithoutRights(const WithoutRights&) = delete;
  WithoutRights& operator=(const WithoutRights&) = delete;
  ~WithoutRights() {
    if (changed_) CHECK(seteuid(0) == 0);
  }

 private:
  bool changed_ = false;
};

DiskFileSystem open(const TemporaryFolder& folder) {
  return std::move(*DiskFileSystem::open(folder.path()));
}

}  // namespace

TEST_CASE("a file is read whole, and not beyond the limit") {
  const TemporaryFolder folder;
  folder.write("a/b", "hello");
  folder.write("empty", "");
  folder.write("large", std::string(300'000, 'x'));
  const DiskFileSystem files = open(folder);
  CHECK(files.read("a/b", 5) == std::string("hello"));
  CHECK(files.read("a/b", 4).error() == FileError::too_large);
  CHECK(files.read("empty", 0) == std::string());
  CHECK(files.read("large", 1U << 20U)->size() == 300'000);
  CHECK(files.read("a", 9).error() == FileError::not_regular);
  CHECK(files.read("a/c", 9).error() == FileError::not_found);
  CHECK(files.read("a/b/c", 9).error() == FileError::not_regular);
  CHECK(files.read(std::string_view("a/b\0c", 5), 9).error() == FileError::not_found);
  CHECK(files.info("a/b")->size == 5);
  CHECK(files.info("")->type == EntryType::directory);
}

TEST_CASE("no link is followed, wherever on the path it stands") {
  const TemporaryFolder outside;
  outside.write("secret", "s");
  const TemporaryFolder folder;
  folder.write("real/file", "x");
  folder.link("link", "real/file");
  folder.link("folder", "real");
  folder.link("away", outside.path());
  folder.link("absolute", folder.path("real/file"));
  folder.link("sub/absolute", folder.path("real/file"));
  folder.link("zero", "/dev/zero");
  folder.link("memory", "/proc/self/mem");
  folder.link("round", "round");
  folder.link("root", folder.path());
  const DiskFileSystem files = open(folder);
  for (const char* path : {"link", "folder/file", "away/secret", "zero", "memory", "round", "absolute"}) {
    CAPTURE(path);
    CHECK(files.read(path, 100).error() == FileError::not_regular);
  }
  CHECK(!files.list("folder"));
  CHECK(!files.list("away"));
  CHECK(!files.read("../" + std::string(file_name(outside.path())) + "/secret", 9));
  CHECK(files.info("zero")->type == EntryType::symlink);
  CHECK(resolve(files, "link") == std::string("real/file"));
  CHECK(resolve(files, "folder/file") == std::string("real/file"));
  CHECK(resolve(files, "absolute") == std::string("real/file"));
  CHECK(resolve(files, "sub/absolute") == std::string("real/file"));
  CHECK(resolve(files, "root") == std::string());
  CHECK(resolve(files, "away").error() == FileError::outside_root);
  CHECK(resolve(files, "zero").error() == FileError::outside_root);
  CHECK(resolve(files, "round").error() == FileError::symlink_loop);
}

TEST_CASE("what is no regular file is refused at once") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo(folder.path("Dockerfile").c_str(), 0600) == 0);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(listener >= 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = folder.path("socket");
  REQUIRE(name.size() < sizeof address.sun_path);
  name.copy(address.sun_path, name.size());
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const DiskFileSystem files = open(folder);
  CHECK(files.read("Dockerfile", 9).error() == FileError::not_regular);
  CHECK(files.read("socket", 9).error() == FileError::not_regular);
  const auto entries = files.list("");
  REQUIRE(entries);
  CHECK(*entries == std::vector<DirectoryEntry>{{"Dockerfile", EntryType::fifo}, {"socket", EntryType::socket}});
  close(listener);
}

TEST_CASE("what may not be read says so") {
  const TemporaryFolder folder;
  folder.write("file", "x");
  folder.write("closed/file", "x");
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  REQUIRE(chmod(folder.path("file").c_str(), 0) == 0);
  REQUIRE(chmod(folder.path("closed").c_str(), 0) == 0);
  {
    const WithoutRights nobody;
    const DiskFileSystem files = open(folder);
    CHECK(files.read("file", 9).error() == FileError::not_permitted);
    CHECK(files.list("closed").error() == FileError::not_permitted);
    CHECK(files.info("closed")->type == EntryType::directory);
  }
  chmod(folder.path("closed").c_str(), 0700);
}

TEST_CASE("names are bytes, listed in their order") {
  const TemporaryFolder folder;
  const std::vector<std::string> names{"\x1b[31m", "-rf", "a\nb", "caf\xc3\xa9", "\xff\xfe"};
  for (const std::string& name : names) folder.write(name, name);
  const DiskFileSystem files = open(folder);
  const auto entries = files.list("");
  REQUIRE(entries);
  REQUIRE(entries->size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(entries->at(i).name == names[i]);
    CHECK(files.read(names[i], 100) == names[i]);
  }
}

TEST_CASE("a root that is none is refused") {
  const TemporaryFolder folder;
  folder.write("file", "x");
  CHECK(DiskFileSystem::open(folder.path("file")).error() == FileError::not_regular);
  CHECK(DiskFileSystem::open(folder.path("nothing")).error() == FileError::not_found);
  folder.link("here", ".");
  CHECK(DiskFileSystem::open(folder.path("here"))->root() == folder.path());
}

TEST_CASE("a file whose size is not known before is read to its end") {
  const FileResult<DiskFileSystem> process = DiskFileSystem::open("/proc/self");
  if (!process) return;
  CHECK(process->read("status", 1U << 20U)->size() > 10);
  CHECK(process->read("status", 10).error() == FileError::too_large);
}
