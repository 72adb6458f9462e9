#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sarif/model.h"
#include "sarif/src/json.h"

namespace plumbline::sarif {

/// Where things stand in a run's arrays. Views into the run, which outlives it; of equal names the first counts.
class RunIndex {
 public:
  explicit RunIndex(const Run& run);

  std::optional<std::size_t> rule(std::string_view id) const { return find(rules_, id); }
  std::optional<std::size_t> descriptor(std::string_view id) const { return find(descriptors_, id); }
  std::optional<std::size_t> artifact(std::string_view uri) const { return find(artifacts_, uri); }
  std::optional<std::size_t> taxonomy(std::string_view name) const { return find(taxonomies_, name); }
  std::optional<std::size_t> taxon(std::string_view taxonomy_name, std::string_view id) const;

  bool writes_suppressions() const { return writes_suppressions_; }

 private:
  using Table = std::unordered_map<std::string_view, std::size_t>;
  static std::optional<std::size_t> find(const Table& table, std::string_view key);

  Table rules_;
  Table descriptors_;
  Table artifacts_;
  Table taxonomies_;
  std::vector<Table> taxa_;  ///< By taxonomy.
  bool writes_suppressions_ = false;
};

/// One JSON value for each; those with a name write nothing for an empty value.
void emit_member(JsonWriter& json, std::string_view name, const Message& message);
void emit_member(JsonWriter& json, std::string_view name, const MultiformatText& text);
void emit_member(JsonWriter& json, std::string_view name, const RunIndex& index, const ArtifactLocation& location);
void emit_index(JsonWriter& json, std::string_view name, std::optional<std::size_t> position);
void emit(JsonWriter& json, const RunIndex& index, const Location& location);
void emit(JsonWriter& json, const RunIndex& index, const Result& result);

}  // namespace plumbline::sarif
