#include "analyzer/syntax/yaml.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <yaml.h>

#include "analyzer/base/ascii.h"
#include "analyzer/base/memory.h"
#include "analyzer/base/utf8.h"
#include "analyzer/syntax/data_builder.h"
#include "analyzer/syntax/yaml_scalar.h"

namespace plumbline::syntax {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// libyaml's parser with one event at a time.
class YamlEvents {
 public:
  explicit YamlEvents(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) out_of_memory();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    if (text.empty()) text = "";  // libyaml aborts without a pointer
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~YamlEvents() {
    release();
    yaml_parser_delete(&parser_);
  }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  /// Absent at an error.
  const yaml_event_t* next() {
    release();
    held_ = yaml_parser_parse(&parser_, &event_) != 0;
    if (parser_.error == YAML_MEMORY_ERROR) out_of_memory();
    return held_ ? &event_ : nullptr;
  }
  const yaml_parser_t& parser() const { return parser_; }

 private:
  void release() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }

  yaml_parser_t parser_;
  yaml_event_t event_;
  bool held_ = false;
};

/// From libyaml's marks, which count the code points behind the byte order mark, to bytes.
class MarkMap {
 public:
  MarkMap(std::string_view file, std::uint32_t base)
      : file_(file), base_(base), ascii_(is_ascii(file.substr(base))), byte_(base) {}

  bool ascii() const { return ascii_; }
  std::uint32_t operator()(const yaml_mark_t& mark) {
    if (ascii_) return base_ + static_cast<std::uint32_t>(mark.index);
    while (index_ < mark.index && byte_ < file_.size()) {
      ++byte_;
      skip_continuation();
      ++index_;
    }
    while (index_ > mark.index) {
      do --byte_;
      while (is_continuation(byte_));
      --index_;
    }
    return byte_;
  }

 private:
  bool is_continuation(std::uint32_t at) const { return (static_cast<unsigned char>(file_[at]) & 0xc0U) == 0x80U; }
  void skip_continuation() {
    while (byte_ < file_.size() && is_continuation(byte_)) ++byte_;
  }

  std::string_view file_;
  std::uint32_t base_;
  bool ascii_;
  std::size_t index_ = 0;  // marks come in order, but for a few steps back: both move together
  std::uint32_t byte_;
};

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

DataKind kind_of(const yaml_event_t& event, std::string_view value) {
  const auto& scalar = event.data.scalar;
  if (scalar.tag == nullptr) {
    return scalar.style == YAML_PLAIN_SCALAR_STYLE ? resolve_plain(value) : DataKind::string;
  }
  const std::string_view tag = view(scalar.tag);
  if (tag == YAML_NULL_TAG) return DataKind::null;
  if (tag == YAML_INT_TAG || tag == YAML_FLOAT_TAG || tag == YAML_BOOL_TAG) {
    const DataKind kind = resolve_plain(value);
    return kind == DataKind::null ? DataKind::string : kind;
  }
  return DataKind::string;
}

ScalarStyle style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return ScalarStyle::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return ScalarStyle::literal;
    case YAML_FOLDED_SCALAR_STYLE:
      return ScalarStyle::folded;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
      return ScalarStyle::plain;
  }
  return ScalarStyle::plain;
}

class YamlReader {
 public:
  YamlReader(std::string_view file, const Limits& limits)
      : file_(file),
        limits_(limits),
        base_(file.substr(0, 3) == byte_order_mark ? 3 : 0),
        marks_(file, base_),
        simple_breaks_(marks_.ascii() && file.find('\r') == std::string_view::npos),
        builder_(file, limits),
        token_end_(base_) {
    builder_.reserve(file.size() / 24 + 16);
    find_hash(base_);
  }

  Data run() && {
    YamlEvents events(file_.substr(base_));
    while (const yaml_event_t* event = events.next()) {
      if (event->type == YAML_STREAM_END_EVENT) {
        scan_comments(size());
        return std::move(builder_).finish();
      }
      if (!take(*event)) {
        scan_comments(token_end_);
        return std::move(builder_).finish();
      }
    }
    report(events.parser());
    return std::move(builder_).finish();
  }

 private:
  /// What an alias may point at.
  struct Anchor {
    enum class State : std::uint8_t { open, closed, key, hidden };
    State state = State::open;
    std::uint32_t node = DataNode::none;
    std::uint32_t expanded = 0;  ///< nodes with those that aliases inside bring
    Str key;                     ///< State::key: an anchor at a map's key
  };
  struct OpenAnchor {
    std::uint32_t node;
    std::uint64_t expanded_before;
    std::string name;
  };
  /// Anchor, tag and what else stands before a node's own text.
  struct Properties {
    std::uint32_t end = 0;
    Span tag;
  };

  std::uint32_t size() const { return static_cast<std::uint32_t>(file_.size()); }

  bool take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT:
        take_scalar(event);
        return !full();
      case YAML_MAPPING_START_EVENT:
        return open(event, DataKind::map, view(event.data.mapping_start.anchor), view(event.data.mapping_start.tag));
      case YAML_SEQUENCE_START_EVENT:
        return open(event, DataKind::list, view(event.data.sequence_start.anchor), view(event.data.sequence_start.tag));
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        close(event);
        return true;
      case YAML_ALIAS_EVENT:
        take_alias(event);
        return !full();
      case YAML_DOCUMENT_START_EVENT:
        anchors_.clear();
        alias_nodes_ = 0;
        return true;
      case YAML_NO_EVENT:
      case YAML_STREAM_START_EVENT:
      case YAML_STREAM_END_EVENT:
      case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
  }

  bool full() {
    if (!builder_.full()) return false;
    builder_.error({token_end_, token_end_}, fmt::format("more than {} values", limits_.tree_nodes), true);
    return true;
  }

  bool wants_key() const { return builder_.in_map() && !builder_.has_key(); }

  // --- comments ---

  std::uint32_t line_end(std::uint32_t from) const {
    const std::size_t found = simple_breaks_ ? file_.find('\n', from) : file_.find_first_of("\r\n", from);
    return found == std::string_view::npos ? size() : static_cast<std::uint32_t>(found);
  }

  void find_hash(std::uint32_t from) {
    const std::size_t found = file_.find('#', from);
    next_hash_ = found == std::string_view::npos ? size() : static_cast<std::uint32_t>(found);
  }
  /// Comments between the last token and `end`.
  void scan_comments(std::uint32_t end) {
    while (next_hash_ < end) {
      const std::uint32_t at = next_hash_;
      const char before = at == base_ ? '\n' : file_[at - 1];
      // Behind a blank, a line's start, or punctuation that ends a token; else inside a tag or directive.
      if (ascii::is_space(before) || at == token_end_ ||
          std::string_view("[]{},\"'\x85\xa8\xa9").find(before) != std::string_view::npos) {
        const std::uint32_t stop = line_end(at);
        builder_.comment({at, stop});
        find_hash(stop);
      } else {
        find_hash(at + 1);
      }
    }
  }
  /// Goes behind a scalar or alias.
  void pass(Span token) {
    if (next_hash_ < token.begin) scan_comments(token.begin);
    token_end_ = token.end;
    if (next_hash_ < token.end) find_hash(token.end);
  }

  Properties read_properties(Span range) const {
    Properties found{range.begin, {}};
    std::uint32_t at = range.begin;
    while (at < range.end) {
      const char c = file_[at];
      if (c == '&' || c == '!') {
        const std::uint32_t begin = at;
        const bool uri = file_.substr(at, 2) == "!<";
        while (at < range.end && !ascii::is_space(file_[at]) && (uri || !is_flow_end(file_[at]))) ++at;
        if (c == '!' && found.tag.empty()) found.tag = {begin, at};
      } else if (c == '#') {
        at = std::min(range.end, line_end(at));
      } else if (ascii::is_space(c)) {
        ++at;
      } else {
        break;
      }
    }
    found.end = at;
    return found;
  }
  static bool is_flow_end(char c) { return c == ',' || c == ']' || c == '}'; }

  // --- nodes ---

  void take_scalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    const std::string_view value(reinterpret_cast<const char*>(scalar.value), scalar.length);
    Span span{marks_(event.start_mark), marks_(event.end_mark)};
    const bool one_line = event.start_mark.line == event.end_mark.line;
    Properties properties;
    if (scalar.anchor != nullptr || scalar.tag != nullptr) {
      properties = read_properties(span);
      if (value.empty() && scalar.style == YAML_PLAIN_SCALAR_STYLE) properties.end = span.end;
      span.begin = properties.end;
    }
    DataScalar node;
    node.style = style_of(scalar.style);
    node.span = span;
    fill_text(node, value, one_line);
    pass(node.span);
    if (hidden_depth_ > 0) return hide(scalar.anchor);
    if (wants_key()) {
      builder_.key(value, node.text, node.span);
      if (scalar.anchor != nullptr) {
        anchors_[std::string(view(scalar.anchor))] = {Anchor::State::key, DataNode::none, 1, node.text};
      }
      return;
    }
    node.kind = kind_of(event, value);
    if (scalar.anchor != nullptr) node.flags |= DataNode::anchored;
    if (scalar.tag != nullptr) node.flags |= DataNode::tagged;
    const std::uint32_t index = builder_.scalar(node);
    if (scalar.tag != nullptr) builder_.tag(index, properties.tag);
    if (scalar.anchor != nullptr) anchors_[std::string(view(scalar.anchor))] = {Anchor::State::closed, index, 1, {}};
  }

  void fill_text(DataScalar& node, std::string_view value, bool one_line) {
    const std::uint32_t quote = node.style == ScalarStyle::plain ? 0 : 1;
    const auto length = static_cast<std::uint32_t>(value.size());
    if (node.style <= ScalarStyle::double_quoted) {
      const std::uint32_t begin = node.span.begin + quote;
      if (one_line && node.span.size() == length + 2 * quote &&
          (node.style != ScalarStyle::double_quoted || file_.substr(begin, length) == value)) {
        if (length > 0) node.text = {begin, length};
        return;
      }
    }
    YamlScalar scalar{file_, node.span, node.style, value, simple_breaks_};
    YamlBlockHeader header;
    if (node.style >= ScalarStyle::literal) {
      header = yaml_block_header(scalar);
      if (next_hash_ < header.end) {
        scan_comments(node.span.begin);
        if (!header.comment.empty()) builder_.comment(header.comment);
        find_hash(header.end);
      }
    }
    builder_.begin_text();
    const bool exact = map_yaml_scalar(scalar, builder_);
    builder_.end_text(node);
    if (node.style < ScalarStyle::literal) return;
    // libyaml's range of a block scalar ends where the next token's line begins.
    if (value.empty())
      node.span.end = header.end;
    else if (exact)
      node.span.end = builder_.last_source_end();
  }

  bool open(const yaml_event_t& event, DataKind kind, std::string_view anchor, std::string_view tag) {
    const std::uint32_t end = marks_(event.end_mark);
    if (hidden_depth_ > 0 || wants_key()) return open_hidden(event, anchor);
    if (builder_.depth() >= limits_.yaml_depth) return too_deep(end);
    const char bracket = kind == DataKind::map ? '{' : '[';
    // `[a: b]` holds a map without brackets: its event stands where the key begins.
    const bool flow = event.start_mark.index != event.end_mark.index && end > 0 && file_[end - 1] == bracket &&
                      (kind == DataKind::map ? event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                                             : event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
    std::uint8_t flags = flow ? DataNode::flow : 0;
    if (!anchor.empty()) flags |= DataNode::anchored;
    if (!tag.empty()) flags |= DataNode::tagged;
    const std::uint32_t index = builder_.open(kind, Span{flow ? end - 1 : end, end}, flags);
    if (!tag.empty()) {
      const std::uint32_t begin = marks_(event.start_mark);
      builder_.tag(index, read_properties({begin, std::max(begin, flow ? end - 1 : size())}).tag);
    }
    if (!anchor.empty()) {
      std::string name(anchor);
      anchors_[name] = {Anchor::State::open, index, 0, {}};
      open_anchors_.push_back({index, builder_.size() + alias_nodes_ - 1, std::move(name)});
    }
    open_.push_back(index);
    return true;
  }

  bool too_deep(std::uint32_t at) {
    builder_.error({at, at}, fmt::format("nested deeper than {} levels", limits_.yaml_depth), true);
    return false;
  }

  void close(const yaml_event_t& event) {
    if (hidden_depth_ > 0) return close_hidden(event);
    const std::uint32_t index = open_.back();
    open_.pop_back();
    builder_.close(builder_[index].has(DataNode::flow) ? marks_(event.end_mark) : 0);
    if (open_anchors_.empty() || open_anchors_.back().node != index) return;
    const OpenAnchor& opened = open_anchors_.back();
    Anchor& anchor = anchors_[opened.name];
    if (anchor.node == index) {
      anchor.state = Anchor::State::closed;
      anchor.expanded = static_cast<std::uint32_t>(builder_.size() + alias_nodes_ - opened.expanded_before);
    }
    open_anchors_.pop_back();
  }

  void take_alias(const yaml_event_t& event) {
    const Span span{marks_(event.start_mark), marks_(event.end_mark)};
    pass(span);
    if (hidden_depth_ > 0) return;
    const Str name{span.begin + 1, span.size() - 1};
    const auto found = anchors_.find(view(event.data.alias.anchor));
    if (found == anchors_.end()) {
      builder_.error(span, "alias without an anchor before it");
    } else if (found->second.state == Anchor::State::open) {
      builder_.error(span, "alias inside its own anchor");
    }
    const Anchor anchor = found == anchors_.end() ? Anchor{} : found->second;
    if (wants_key()) {
      Str key = anchor.key;
      if (anchor.state == Anchor::State::closed && builder_[anchor.node].is_scalar()) key = builder_[anchor.node].text;
      builder_.key(builder_.text(key), key, span);
      return;
    }
    if (anchor.state == Anchor::State::key) return add_copied_key(anchor, span);
    if (anchor.state != Anchor::State::closed) {
      builder_.alias(name, span, DataNode::none, DataNode::partial);
      return;
    }
    if (alias_nodes_ + anchor.expanded > limits_.alias_expansion) {
      if (!budget_spent_) {
        builder_.error(span, fmt::format("aliases stand for more than {} values", limits_.alias_expansion), true);
      }
      budget_spent_ = true;
      builder_.alias(name, span, DataNode::none, DataNode::partial);
      return;
    }
    alias_nodes_ += anchor.expanded;
    builder_.alias(name, span, anchor.node);
  }

  /// The anchor stands at a key, which is no node: the alias becomes a scalar of its own.
  void add_copied_key(const Anchor& anchor, Span span) {
    DataScalar node;
    node.span = span;
    const std::string text(builder_.text(anchor.key));
    node.kind = resolve_plain(text);
    builder_.begin_text();
    builder_.replaced(text, span);
    builder_.end_text(node);
    builder_.scalar(node);
  }

  // --- keys that are collections: read over, their source is the key's text ---

  bool open_hidden(const yaml_event_t& event, std::string_view anchor) {
    if (builder_.depth() + hidden_depth_ >= limits_.yaml_depth) return too_deep(marks_(event.end_mark));
    if (hidden_depth_++ == 0) hidden_begin_ = marks_(event.start_mark);
    if (!anchor.empty()) anchors_[std::string(anchor)] = {Anchor::State::hidden, DataNode::none, 0, {}};
    return true;
  }
  void close_hidden(const yaml_event_t& event) {
    const bool flow = event.start_mark.index != event.end_mark.index;
    if (flow) token_end_ = std::max(token_end_, marks_(event.end_mark));
    if (--hidden_depth_ > 0) return;
    const Span span{hidden_begin_, std::max(hidden_begin_, token_end_)};
    builder_.key(span.of(file_), {span.begin, span.size()}, span);
  }
  void hide(const yaml_char_t* anchor) {
    if (anchor != nullptr) anchors_[std::string(view(anchor))] = {Anchor::State::hidden, DataNode::none, 0, {}};
  }

  // --- errors ---

  void report(const yaml_parser_t& parser) {
    if (parser.error == YAML_READER_ERROR) {
      const auto at = std::min(size(), base_ + static_cast<std::uint32_t>(parser.problem_offset));
      scan_comments(token_end_);
      builder_.error({at, std::min(size(), at + 1)}, at < size() && static_cast<unsigned char>(file_[at]) < 0x80
                                                         ? "control characters are not allowed"
                                                         : "not valid UTF-8");
      return;
    }
    const std::uint32_t at = std::min(size(), marks_(parser.problem_mark));
    scan_comments(at);
    const std::uint32_t end = at < size() ? std::min(size(), at + decode_utf8(file_, at).size) : at;
    const std::string_view problem = parser.problem == nullptr ? "cannot be read" : parser.problem;
    if (at < size() && file_[at] == '\t') {
      builder_.error({at, end}, "a tab cannot indent YAML");
    } else if (parser.context == nullptr) {
      builder_.error({at, end}, std::string(problem));
    } else {
      builder_.error({at, end}, fmt::format("{}, {}", parser.context, problem));
    }
  }

  std::string_view file_;
  const Limits& limits_;
  std::uint32_t base_;
  MarkMap marks_;
  bool simple_breaks_;
  DataBuilder builder_;
  std::uint32_t token_end_;
  std::uint32_t next_hash_ = 0;
  std::vector<std::uint32_t> open_;
  std::map<std::string, Anchor, std::less<>> anchors_;
  std::vector<OpenAnchor> open_anchors_;
  std::uint64_t alias_nodes_ = 0;  ///< that the document's aliases stand for
  bool budget_spent_ = false;
  std::uint32_t hidden_depth_ = 0;
  std::uint32_t hidden_begin_ = 0;
};

}  // namespace

Data parse_yaml(std::string_view file, const Limits& limits) {
  return YamlReader(file, limits).run();
}

Data parse_yaml(const source::MappedText& text, const Limits& limits) {
  return embedded(parse_yaml(text.text(), limits), text);
}

}  // namespace plumbline::syntax
