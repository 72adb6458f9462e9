#pragma once

#include <string_view>
#include <vector>

#include "analyzer/frontends/frontend.h"
#include "analyzer/syntax/data.h"

/// Small readers that every frontend over documents uses.
namespace plumbline::frontends {

/// A parsed document together with the rows that its nodes and comments became.
class Document {
 public:
  Document(const syntax::Data& data, const Input& input, ir::FileIrBuilder& ir);

  const syntax::Data& data() const { return data_; }
  /// Roots: one a document.
  const std::vector<syntax::DataView>& roots() const { return roots_; }
  Ref<ir::DataNode> row(const syntax::DataView& node) const;  ///< none for an absent node
  /// Tells of the parser's errors.
  void report_errors();

 private:
  const syntax::Data& data_;
  ir::FileIrBuilder& ir_;
  std::uint32_t first_row_ = 0;
  std::vector<syntax::DataView> roots_;
};

/// A comment's row; the marker `#` may belong to `span`. What it says to plumbline is found when all entities are
/// there.
void add_comment(Span span, ir::FileIrBuilder& ir);

/// Did the parser say that its value cannot be known, or whether it is there?
bool is_marked(const syntax::DataView& node);
/// May a collection have more than what is written, or stands something else in its place?
bool is_open(const syntax::DataView& node);

/// Present, absent, or unknown where the text holds what `is_opaque` recognises (an expression, a template).
using Opaque = bool (*)(std::string_view text);
ir::Maybe<Str> maybe_text(const syntax::DataView& node, Opaque is_opaque, ir::FileIrBuilder& ir);
ir::Maybe<std::int64_t> maybe_integer(const syntax::DataView& node, Opaque is_opaque);
ir::Maybe<bool> maybe_boolean(const syntax::DataView& node, Opaque is_opaque);

/// Where a caret goes for a value: its key, else the first line of its text.
Span head_of(const syntax::DataView& node, std::string_view file);
/// Puts a row at a node of the file `text`: all of it from its key on, its head, its logical path.
void place_at(const syntax::DataView& node, std::string_view path, std::string_view text, ir::FileIrBuilder& ir,
              ir::Entity& row);
/// A new row at a node. `File` has the format's `input` and `ir`.
template <class E, class File>
E row_at(const syntax::DataView& node, std::string_view path, File& file) {
  E row;
  place_at(node, path, file.input.text, file.ir, row);
  return row;
}

/// The words of a scalar that is not empty, or of a list of scalars.
std::vector<std::string_view> words_of(const syntax::DataView& node);
/// Cuts a span to its first line, without blanks at its end.
Span first_line(Span span, std::string_view file);

}  // namespace plumbline::frontends
