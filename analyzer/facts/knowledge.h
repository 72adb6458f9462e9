#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumbline::facts {

/// What is known about the world, as data: the files of rules/knowledge/ by name ("command-roles"), YAML or JSON text.
/// The texts are constants of the program, or a test's own. Whoever needs one parses it once, when it is first needed.
class Knowledge {
 public:
  using Entry = std::pair<std::string_view, std::string_view>;  ///< name, text

  Knowledge() = default;
  explicit Knowledge(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  /// Empty when there is none of that name.
  std::string_view text(std::string_view name) const {
    for (const Entry& entry : entries_) {
      if (entry.first == name) return entry.second;
    }
    return {};
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace plumbline::facts
