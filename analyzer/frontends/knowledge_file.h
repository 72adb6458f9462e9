#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/diagnostic.h"
#include "analyzer/ir/fields.h"
#include "analyzer/ir/vocabulary.h"
#include "analyzer/source/line_index.h"
#include "analyzer/syntax/data.h"

namespace plumbline::frontends {

/// A file of rules/knowledge/ while a table is made of it: a list of maps. What is wrong with it is told with line and
/// column. `yaml` and `diagnostics` must outlive it, and it the views it gives.
class KnowledgeFile {
 public:
  /// `name`: without folder and suffix.
  KnowledgeFile(std::string_view yaml, std::string_view name, Diagnostics& diagnostics);
  KnowledgeFile(const KnowledgeFile&) = delete;
  KnowledgeFile& operator=(const KnowledgeFile&) = delete;

  std::vector<syntax::DataView> entries() const;
  /// A scalar that must be there.
  std::string text(const syntax::DataView& entry, std::string_view key);
  /// A scalar or a list of them; empty when the key is missing.
  std::vector<std::string> texts(const syntax::DataView& entry, std::string_view key);
  ir::EnumSet<ir::Role> roles(const syntax::DataView& entry);
  void check_keys(const syntax::DataView& entry, std::initializer_list<std::string_view> known);
  void tell(Span at, std::string_view message);

 private:
  std::string_view yaml_;
  std::string origin_;
  source::LineIndex lines_;
  Diagnostics& diagnostics_;
  syntax::Data data_;
};

}  // namespace plumbline::frontends
