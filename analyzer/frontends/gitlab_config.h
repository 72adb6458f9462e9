#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/syntax/data.h"

/// A configuration of GitLab as its keys mean it: `extends`, `!reference`, `default:`. https://docs.gitlab.com/ci/yaml/
namespace plumbline::frontends {

/// A job's own map, then those that it takes over from, the stronger first. A key's value is the first one's; maps are
/// joined key by key.
struct GitlabLayers {
  std::vector<syntax::DataView> maps;
  bool open = false;  ///< some of it stands in another file

  syntax::DataView operator[](std::string_view key) const;
  bool has(std::string_view key) const;
};

/// Lists in lists, references resolved: what a script or a list of rules holds.
struct GitlabItems {
  std::vector<syntax::DataView> items;
  bool open = false;
};

/// `root` and `file` must outlive it.
class GitlabConfig {
 public:
  GitlabConfig(const syntax::DataView& root, std::string_view file) : root_(root), file_(file) {}

  const syntax::DataView& root() const { return root_; }
  /// Jobs, hidden ones included, in source order.
  std::vector<syntax::DataView> jobs() const;
  /// Each base once, as a key's first value is the one that counts: a circle of `extends` ends where it closes.
  const GitlabLayers& layers(const syntax::DataView& job) const;
  /// Through a `!reference`, as often as it takes; absent and `open` when it leads out of the file.
  syntax::DataView resolved(const syntax::DataView& value, bool& open) const;
  /// `open` as well when the file's lists take over more of each other than a file may.
  GitlabItems items(const syntax::DataView& list) const;
  /// The entries of a map-valued key, each name once.
  GitlabItems entries(const GitlabLayers& layers, std::string_view key) const;
  /// A job's value, else the one for all jobs.
  syntax::DataView inherited(const GitlabLayers& layers, std::string_view key) const;

 private:
  bool inherits(const GitlabLayers& layers, std::string_view key) const;

  syntax::DataView root_;
  std::string_view file_;
  mutable std::unordered_map<std::uint32_t, GitlabLayers> layers_;  ///< by the job's node
  mutable std::size_t items_taken_ = 0;
};

}  // namespace plumbline::frontends
