#include "analyzer/syntax/helm.h"

#include <algorithm>

#include "analyzer/base/ascii.h"

namespace plumbline::syntax {

namespace {

/// `{{ … }}` with what is known of it without evaluating anything.
struct Action {
  Span span;
  std::string_view word;  ///< its first word
  bool comment = false;

  bool opens() const { return word == "if" || word == "with" || word == "range" || defines(); }
  bool defines() const { return word == "define" || word == "block"; }
  bool steers() const {
    return comment || opens() || word == "else" || word == "end" || word == "fail" || word == "break" ||
           word == "continue" || word.starts_with("$");
  }
};

class Masker {
 public:
  explicit Masker(std::string_view file) : file_(file) { out_.text = std::string(file); }

  MaskedTemplate run() {
    find_actions();
    for (std::size_t i = 0; i < actions_.size();) i = mask_line(i);
    follow_branches();
    return std::move(out_);
  }

 private:
  void find_actions() {
    for (std::size_t at = file_.find("{{"); at != std::string_view::npos; at = file_.find("{{", at)) {
      Action action;
      action.span.begin = static_cast<std::uint32_t>(at);
      std::size_t in = at + 2;
      if (in < file_.size() && file_[in] == '-') ++in;
      while (in < file_.size() && ascii::is_space(file_[in])) ++in;
      action.comment = file_.substr(in, 2) == "/*";
      const std::size_t end = action.comment ? end_of_comment(in) : end_of_action(in);
      std::size_t word_end = in;
      while (word_end < end && !ascii::is_space(file_[word_end]) && file_[word_end] != '}') ++word_end;
      action.word = file_.substr(in, word_end - in);
      if (action.word == "$" || action.word.starts_with("$.")) action.word = {};  // the root, not a variable
      if (action.word.starts_with("$") && file_.substr(in, end - in).find("=") == std::string_view::npos)
        action.word = {};
      action.span.end = static_cast<std::uint32_t>(end);
      actions_.push_back(action);
      at = end;
    }
  }

  std::size_t end_of_comment(std::size_t at) const {
    const std::size_t close = file_.find("*/", at);
    if (close == std::string_view::npos) return file_.size();
    const std::size_t end = file_.find("}}", close);
    return end == std::string_view::npos ? file_.size() : end + 2;
  }

  /// Behind `}}`; braces inside of strings do not count.
  std::size_t end_of_action(std::size_t at) const {
    while (at < file_.size()) {
      const char c = file_[at];
      if (c == '"' || c == '`') {
        const std::size_t close = end_of_string(at);
        if (close == std::string_view::npos) return file_.size();
        at = close;
      } else if (file_.substr(at, 2) == "}}") {
        return at + 2;
      } else {
        ++at;
      }
    }
    return file_.size();
  }

  std::size_t end_of_string(std::size_t open) const {
    for (std::size_t at = open + 1; at < file_.size(); ++at) {
      if (file_[at] == '\\' && file_[open] == '"') {
        ++at;
      } else if (file_[at] == file_[open]) {
        return at + 1;
      }
    }
    return std::string_view::npos;
  }

  /// Actions from `first` on that share lines; returns the index behind the last.
  std::size_t mask_line(std::size_t first) {
    const std::size_t begin = line_begin(actions_[first].span.begin);
    std::size_t last = first;
    while (last + 1 < actions_.size() && !breaks_line(actions_[last], actions_[last + 1])) ++last;
    const std::size_t end = std::min(file_.find('\n', actions_[last].span.end), file_.size());
    bool alone = true;
    bool steers = true;
    std::size_t at = begin;
    for (std::size_t i = first; i <= last; ++i) {
      alone = alone && ascii::trim(file_.substr(at, actions_[i].span.begin - at)).empty();
      steers = steers && actions_[i].steers();
      at = actions_[i].span.end;
    }
    const std::string_view rest = ascii::trim(file_.substr(at, end - at));
    alone = alone && (rest.empty() || rest.front() == '#');
    for (std::size_t i = first; i <= last; ++i) {
      if (alone) {
        blank(actions_[i].span);
      } else {
        insert(actions_[i].span);
      }
    }
    if (alone && !steers) add_block({actions_[first].span.begin, actions_[last].span.end}, begin);
    return last + 1;
  }

  bool breaks_line(const Action& one, const Action& next) const {
    return file_.substr(one.span.end, next.span.begin - one.span.end).find('\n') != std::string_view::npos;
  }

  std::size_t line_begin(std::size_t at) const {
    const std::size_t line_end = at == 0 ? std::string_view::npos : file_.rfind('\n', at - 1);
    return line_end == std::string_view::npos ? 0 : line_end + 1;
  }

  void blank(Span span) {
    for (std::uint32_t i = span.begin; i < span.end; ++i) {
      if (out_.text[i] != '\n') out_.text[i] = ' ';
    }
  }

  /// `$(___)`: a word in every place where YAML allows a plain scalar.
  void insert(Span span) {
    if (span.size() < 4) return;
    std::fill(out_.text.begin() + span.begin, out_.text.begin() + span.end, '_');
    out_.text[span.begin] = '$';
    out_.text[span.begin + 1] = '(';
    out_.text[span.end - 1] = ')';
    out_.inserted.push_back(span);
  }

  void add_block(Span span, std::size_t line) {
    MaskedTemplate::Block block;
    block.span = span;
    block.column = static_cast<std::uint32_t>(span.begin - line);
    const std::string_view text = span.of(file_);
    const std::size_t indent = text.rfind("indent ");
    if (indent != std::string_view::npos) {
      std::uint32_t column = 0;
      for (std::size_t i = indent + 7; i < text.size() && ascii::is_digit(text[i]) && column < 1000; ++i)
        column = column * 10 + static_cast<std::uint32_t>(text[i] - '0');
      block.column = column;
    }
    out_.blocks.push_back(block);
  }

  void follow_branches() {
    struct Open {
      std::uint32_t begin = 0;
      bool defines = false;
    };
    std::vector<Open> open;
    for (const Action& action : actions_) {
      if (action.comment) continue;
      if (action.word == "else" || action.word == "end") {
        if (open.empty()) {
          out_.balanced = false;
          continue;
        }
        const Span body{open.back().begin, action.span.begin};
        if (open.back().defines) {
          blank(body);
        } else {
          out_.branches.push_back(body);
        }
        if (action.word == "else") {
          open.back().begin = action.span.end;
        } else {
          open.pop_back();
        }
      } else if (action.opens()) {
        open.push_back({action.span.end, action.defines()});
      }
    }
    if (!open.empty()) out_.balanced = false;
    std::sort(out_.branches.begin(), out_.branches.end(), [](Span a, Span b) { return a.begin < b.begin; });
  }

  std::string_view file_;
  MaskedTemplate out_;
  std::vector<Action> actions_;
};

std::uint32_t column_of(std::uint32_t at, std::string_view file) {
  const std::size_t line = at == 0 ? std::string_view::npos : file.rfind('\n', at - 1);
  return at - static_cast<std::uint32_t>(line == std::string_view::npos ? 0 : line + 1);
}

/// Finds the collections that blocks of lines are written into.
class BlockMarker {
 public:
  BlockMarker(Data& data, std::string_view file) : data_(data), file_(file) {}

  void mark(const MaskedTemplate::Block& block) {
    std::uint32_t node = DataNode::none;
    for (std::uint32_t i = first_; i < data_.nodes.size() && begin_of(i) < block.span.begin; ++i) node = i;
    if (node == DataNode::none) return;
    first_ = node;
    // A key without a value, further left: the block is its value.
    DataNode& before = data_.nodes[node];
    if (before.kind == DataKind::null && before.is_scalar() && key_column(node) < block.column) {
      before.flags |= DataNode::opaque;
      return;
    }
    std::vector<std::uint32_t> open;
    for (std::uint32_t at = node; at != DataNode::none; at = data_.nodes[at].parent) {
      if (!data_.nodes[at].is_scalar()) open.push_back(at);
    }
    for (const std::uint32_t at : open) {
      if (child_column(at) != block.column) continue;
      data_.nodes[at].flags |= DataNode::partial;
      return;
    }
    for (const std::uint32_t at : open) data_.nodes[at].flags |= DataNode::partial;
  }

 private:
  std::uint32_t begin_of(std::uint32_t node) const {
    const DataNode& row = data_.nodes[node];
    return row.key_span.empty() ? row.span.begin : row.key_span.begin;
  }
  std::uint32_t key_column(std::uint32_t node) const { return column_of(begin_of(node), file_); }
  /// Of a list: the column of its dashes.
  std::uint32_t child_column(std::uint32_t node) const {
    const DataNode& row = data_.nodes[node];
    if (row.subtree_end == node + 1) return DataNode::none;
    const std::uint32_t begin = begin_of(node + 1);
    if (row.kind == DataKind::map) return column_of(begin, file_);
    std::uint32_t dash = begin;
    while (dash > 0 && (file_[dash] == ' ' || dash == begin)) --dash;
    return file_[dash] == '-' ? column_of(dash, file_) : DataNode::none;
  }

  Data& data_;
  std::string_view file_;
  std::uint32_t first_ = 0;  ///< blocks come in order
};

/// What stands under a branch inside of its document may not be there. Nodes and branches come in order of their
/// begin, so one pass is enough.
void mark_branches(Data& data, std::uint32_t root, const std::vector<Span>& branches) {
  const Span document = data.nodes[root].span;
  auto next = std::upper_bound(branches.begin(), branches.end(), document.begin,
                               [](std::uint32_t at, Span branch) { return at < branch.begin; });
  std::uint32_t covered_until = 0;
  for (std::uint32_t i = root; i < data.nodes[root].subtree_end; ++i) {
    DataNode& node = data.nodes[i];
    for (; next != branches.end() && next->begin <= node.span.begin; ++next)
      covered_until = std::max(covered_until, next->end);
    if (node.span.begin < covered_until) node.flags |= DataNode::opaque;
  }
}

}  // namespace

MaskedTemplate mask_template(std::string_view file) {
  return Masker(file).run();
}

void mark_unknown(Data& data, const MaskedTemplate& masked, std::string_view file) {
  BlockMarker marker(data, file);
  for (const MaskedTemplate::Block& block : masked.blocks) marker.mark(block);
  std::size_t next = 0;
  for (DataNode& node : data.nodes) {
    if (!node.is_scalar()) continue;
    while (next < masked.inserted.size() && masked.inserted[next].end <= node.span.begin) ++next;
    if (next < masked.inserted.size() && masked.inserted[next].begin < node.span.end) node.flags |= DataNode::opaque;
  }
  for (std::uint32_t root = 0; root < data.nodes.size(); root = data.nodes[root].subtree_end)
    mark_branches(data, root, masked.branches);
}

}  // namespace plumbline::syntax
