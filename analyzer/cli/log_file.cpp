#include "analyzer/cli/log_file.h"

#include <filesystem>

#include "analyzer/cli/session.h"
#include "analyzer/report/log.h"

namespace plumbline::cli {

std::optional<std::string> merged_log(const std::string& path, const judge::Report& report, std::string& before) {
  const std::filesystem::path file(path);
  constexpr std::uint64_t log_limit = 16U << 20U;
  const auto folder = source::DiskFileSystem::open(file.has_parent_path() ? file.parent_path().string() : ".");
  if (folder) {
    const auto text = folder->read(file.filename().string(), log_limit);
    if (text) before = *text;
    if (!text && text.error() != source::FileError::not_found) {
      tell(path + " cannot be read");
      return std::nullopt;
    }
  }
  Result<std::string> merged = report::merge_log(before, report, path);
  if (merged) return std::move(*merged);
  Diagnostics diagnostics;
  diagnostics.add(std::move(merged.error()));
  tell(diagnostics);
  return std::nullopt;
}

bool write_log(const std::string& path, const judge::Report& report) {
  std::string before;
  const std::optional<std::string> merged = merged_log(path, report, before);
  if (!merged) return false;
  return *merged == before || write_file(path, *merged);
}

}  // namespace plumbline::cli
