// Git's index: any bytes. What is accepted is sorted, names no place outside the repository, and is found again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/source/file_system.h"
#include "analyzer/source/git_index.h"

using namespace plumbline::source;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto index = GitIndex::parse({reinterpret_cast<const char*>(data), size}, "index");
  if (!index) {
    PLUMBLINE_CHECK(!index.error().message.empty(), "a refusal has a reason");
    return 0;
  }
  std::string before;
  for (const GitIndex::Entry& entry : index->entries()) {
    const std::string path(index->path(entry));
    PLUMBLINE_CHECK(before <= path, "sorted");
    PLUMBLINE_CHECK(!path.empty() && path.front() != '/' && path.find("//") == std::string::npos, "a path below");
    PLUMBLINE_CHECK(path != ".." && !path.starts_with("../") && path.find("/../") == std::string::npos, "not outside");
    PLUMBLINE_CHECK(index->contains(path), "found again");
    const std::string_view folder = parent(path);
    PLUMBLINE_CHECK(path.back() == '/' || folder.empty() || index->contains_below(folder), "and its folder");
    PLUMBLINE_CHECK(GitIndex::hex_id(entry).size() == 2U * entry.id_size, "an id in full");
    before = path;
  }
  return 0;
}
