#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/cel/environment.h"

namespace plumbline::cel {

/// What is known to be present where the checker stands: paths such as `job.timeout`, asked for with has() (or
/// `"key" in node`) earlier in the same conjunction or in the condition of the same `? :`.
class Guards {
 public:
  explicit Guards(const Checked& checked) : checked_(checked), ast_(checked.ast) {}

  /// Adds what holds when `condition` has been `truth`.
  void assume(NodeId condition, bool truth);
  /// Adds what holds from the start.
  /// Adds what the filters that made `list` say of each of its elements, for a variable that stands for one.
  void assume_element(std::string_view variable, NodeId list);
  void assume_of(std::string_view variable, const std::vector<std::string>& known);
  void assume(const std::vector<std::string>& known) { paths_.insert(paths_.end(), known.begin(), known.end()); }
  bool is_present(const std::string& path) const;
  /// One spelling for `a.b`, `a["b"]` and whatever stands before them.
  std::string path(NodeId id) const;
  std::string child_path(NodeId parent, std::string_view name) const;

  std::size_t mark() const { return paths_.size(); }
  void forget(std::size_t mark) { paths_.resize(mark); }
  /// A new variable of this name: paths that begin with another one of that name no longer count.
  void shadow(std::string_view variable);
  const std::vector<std::string>& known() const { return paths_; }
  void restore(std::vector<std::string> paths) { paths_ = std::move(paths); }

 private:
  const Checked& checked_;
  const Ast& ast_;
  std::vector<std::string> paths_;
};

}  // namespace plumbline::cel
