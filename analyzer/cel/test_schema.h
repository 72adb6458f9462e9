#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/cel/program.h"
#include "analyzer/ir/schema_view.h"
#include "analyzer/syntax/data.h"

/// A small IR of its own for tests of expressions: pipelines, jobs, steps and a document.
namespace plumbline::cel::test {

inline constexpr ir::EntityKind pipeline_kind = 0;
inline constexpr ir::EntityKind job_kind = 1;
inline constexpr ir::EntityKind step_kind = 2;
inline constexpr ir::EntityKind node_kind = 3;

/// A value, or absent, or unknown with its cause.
template <class T>
struct Perhaps {
  std::optional<T> value;
  std::optional<Span> unknown;
};

struct StepRow {
  std::string_view name;
  std::uint64_t roles = 0;
  Perhaps<std::int64_t> timeout;
};

struct JobRow {
  std::string_view name;
  std::vector<std::uint32_t> steps;
  bool steps_incomplete = false;
  bool allow_failure = false;
  Perhaps<std::int64_t> timeout;
  Perhaps<std::string_view> image;
  std::uint64_t roles = 0;
  bool roles_incomplete = false;
  std::uint32_t pipeline = 0;
  std::vector<Str> labels;
  std::optional<std::uint32_t> node;
};

struct PipelineRow {
  std::uint8_t provider = 0;
  std::vector<std::uint32_t> jobs;
  std::uint64_t roles = 0;
};

/// Roles and providers, in the order of their bits.
inline constexpr std::array<std::string_view, 4> roles{"build", "test", "deploy", "rollback"};
inline constexpr std::array<std::string_view, 3> providers{"github", "gitlab", "circleci"};

const ir::SchemaView& schema();

/// Rows, and the view that evaluations read them through.
struct World {
  std::vector<PipelineRow> pipelines;
  std::vector<JobRow> jobs;
  std::vector<StepRow> steps;
  std::vector<syntax::DataNode> nodes;
  std::string text;  ///< of labels and nodes
  std::vector<std::uint32_t> first_nodes{0};
  std::vector<ir::RowTable> tables;

  Str add_text(std::string_view s);
  /// A node; the caller closes maps and lists by setting `subtree_end`.
  std::uint32_t add_node(syntax::DataKind kind, std::string_view key, std::string_view value = {}, int flags = 0);
  ir::IrView view();
};

/// `job`: the job, and `repo_jobs`: all.
Environment environment();

}  // namespace plumbline::cel::test
