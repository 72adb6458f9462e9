#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"

namespace plumbline::tests {

/// A folder of its own on the disk, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "plumbline-XXXXXX").string();
    PLUMBLINE_CHECK(mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path_ = std::filesystem::canonical(name).string();
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string path(std::string_view name) const { return path_ + '/' + std::string(name); }
  void write(std::string_view name, std::string_view bytes) const {
    const std::filesystem::path place = path(name);
    std::filesystem::create_directories(place.parent_path());
    std::ofstream file(place, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    PLUMBLINE_CHECK(file.good(), "a file can be written");
  }
  void link(std::string_view name, std::string_view target) const {
    const std::filesystem::path place = path(name);
    std::filesystem::create_directories(place.parent_path());
    std::filesystem::create_symlink(std::filesystem::path(target), place);
  }
  /// `git` in this folder, whatever the user's configuration; fails the program when git does.
  void git(std::string_view arguments) const {
    const std::string command = "cd '" + path_ +
                                "' && GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git -c user.name=t -c "
                                "user.email=t@example.com -c init.defaultBranch=main -c commit.gpgsign=false -c "
                                "protocol.file.allow=always " +
                                std::string(arguments) + " >/dev/null 2>&1";
    PLUMBLINE_CHECK(std::system(command.c_str()) == 0, "git succeeds");
  }

 private:
  std::string path_;
};

}  // namespace plumbline::tests
