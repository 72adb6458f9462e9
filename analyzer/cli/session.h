#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cli/options.h"
#include "analyzer/driver/check.h"
#include "analyzer/report/emit.h"
#include "analyzer/source/disk.h"
#include "analyzer/source/memory_file_system.h"

namespace plumbline::cli {

/// A root found, its configuration read, options checked: what every command starts from.
class Session {
 public:
  /// Tells mistakes on standard error. `paths`: what the command was given; they decide the root.
  static std::variant<std::unique_ptr<Session>, Exit> open(const Options& options,
                                                           const std::vector<std::string>& paths);

  const Options& options() const { return options_; }
  const source::DiskFileSystem& disk() const { return disk_; }
  /// The disk, with standard input in place of a file where that was asked for.
  const source::FileSystem& files() const {
    return overlay_ ? static_cast<const source::FileSystem&>(*overlay_) : disk_;
  }
  const driver::CheckOptions& check_options() const { return check_; }
  driver::CheckOptions& check_options() { return check_; }
  std::string absolute(const std::string& path) const;

  /// A run with these options; with --diff and --staged compared to the base. Tells mistakes.
  std::variant<driver::CheckResult, Exit> check();
  /// The exit status that a report asks for.
  Exit status_of(const judge::Report& report) const;
  report::EmitOptions emit_options(int descriptor) const;

 private:
  Session(const Options& options, source::DiskFileSystem disk) : options_(options), disk_(std::move(disk)) {}
  bool read_config();
  bool take_paths(const std::vector<std::string>& paths);
  bool read_standard_input();
  bool read_files_from(std::vector<std::string>& paths) const;
  std::variant<driver::CheckResult, Exit> check_files(const source::FileSystem& files);

  Options options_;
  source::DiskFileSystem disk_;
  std::optional<source::OverlayFileSystem> overlay_;
  driver::CheckOptions check_;
  std::optional<source::GitIndex> index_;
};

/// Prints diagnostics of ours on standard error: `plumbline: error: …`, with file, line and column.
void tell(const Diagnostics& diagnostics);
void tell(std::string_view message);
/// Writes through a temporary file beside it; refuses links and what is not a regular file.
bool write_file(const std::string& path, std::string_view text);
/// All to standard output; false when it cannot be written.
bool print(std::string_view text);

}  // namespace plumbline::cli
