#include "analyzer/syntax/tree_sitter.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <tree_sitter/api.h>

#include "analyzer/base/memory.h"

extern "C" {
const TSLanguage* tree_sitter_bash();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_ruby();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

namespace plumbline::syntax::tree_sitter {
namespace {

struct ParserDelete {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct TreeDelete {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
using ParserOwner = std::unique_ptr<TSParser, ParserDelete>;
using TreeOwner = std::unique_ptr<TSTree, TreeDelete>;

class Cursor {
 public:
  explicit Cursor(TSNode node) : cursor_(ts_tree_cursor_new(node)) {}
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor() { ts_tree_cursor_delete(&cursor_); }
  TSTreeCursor* get() { return &cursor_; }

 private:
  TSTreeCursor cursor_;
};

/// A grammar with our numbers for its symbols and fields.
struct Language {
  const TSLanguage* grammar = nullptr;
  std::vector<std::uint16_t> kinds;  // by symbol; `omitted` for tokens that nobody asked for
  std::vector<Field> fields;         // by field id

  static constexpr std::uint16_t omitted = 0xffff;
};

Language make_language(const TSLanguage* grammar, Kinds names) {
  Language language{grammar, {}, {}};
  const auto find = [&](std::string_view wanted, bool named) -> std::uint16_t {
    for (std::size_t i = error_kind + 1; i < names.size(); ++i) {
      const bool token = names[i].starts_with('\'');
      if (token != named && names[i].substr(token ? 1 : 0) == wanted) return static_cast<std::uint16_t>(i);
    }
    return named ? other_kind : Language::omitted;
  };
  const std::uint32_t symbols = ts_language_symbol_count(grammar);
  for (std::uint32_t i = 0; i < symbols; ++i) {
    const auto symbol = static_cast<TSSymbol>(i);
    language.kinds.push_back(find(ts_language_symbol_name(grammar, symbol),
                                  ts_language_symbol_type(grammar, symbol) == TSSymbolTypeRegular));
  }
  const std::uint32_t count = ts_language_field_count(grammar);
  language.fields.push_back(Field::none);
  for (std::uint32_t i = 1; i <= count; ++i) {
    const auto* found = std::find(field_names.begin(), field_names.end(),
                                  std::string_view(ts_language_field_name_for_id(grammar, static_cast<TSFieldId>(i))));
    language.fields.push_back(found == field_names.end() ? Field::none
                                                         : static_cast<Field>(found - field_names.begin()));
  }
  return language;
}

/// Made at the first use of each grammar, never changed.
const Language& language_of(Grammar grammar, Kinds kinds) {
  switch (grammar) {
    case Grammar::bash: {
      static const Language language = make_language(tree_sitter_bash(), kinds);
      return language;
    }
    case Grammar::ruby: {
      static const Language language = make_language(tree_sitter_ruby(), kinds);
      return language;
    }
    case Grammar::typescript: {
      static const Language language = make_language(tree_sitter_typescript(), kinds);
      return language;
    }
    case Grammar::tsx: {
      static const Language language = make_language(tree_sitter_tsx(), kinds);
      return language;
    }
    case Grammar::javascript:
      break;
  }
  static const Language language = make_language(tree_sitter_javascript(), kinds);
  return language;
}

/// The library asks every hundred operations; the number of questions it may ask depends on the text's size alone. A
/// scanner that looks for an end far away is one operation, again and again: what it reads is counted as well.
struct Budget {
  std::uint64_t left = 0;
  std::uint64_t bytes = 0;
  bool exhausted = false;

  static bool spend(TSParseState* state) {
    auto& budget = *static_cast<Budget*>(state->payload);
    if (budget.left == 0) budget.exhausted = true;
    if (!budget.exhausted) --budget.left;
    return budget.exhausted;
  }
};

/// Real programs need at most one question for ninety bytes, minified ones one for forty-five.
constexpr Budget budget_for(std::size_t bytes) {
  return {300 + bytes / 16, (std::size_t{4} << 20U) + bytes * 64};
}

struct Reading {
  std::string_view text;
  Budget& budget;
};

const char* read_text(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  constexpr std::size_t chunk = 4096;
  const auto& reading = *static_cast<const Reading*>(payload);
  const std::string_view read = reading.text.substr(std::min<std::size_t>(offset, reading.text.size()), chunk);
  Budget& budget = reading.budget;
  if (read.size() > budget.bytes) budget.exhausted = true;
  if (budget.exhausted || read.empty()) {
    *size = 0;
    return "";
  }
  budget.bytes -= read.size();
  *size = static_cast<std::uint32_t>(read.size());
  return read.data();
}

// The library and the scanners assume that memory never ends. `noexcept`: nothing is thrown through C.
void* allocated(void* memory) noexcept {
  if (memory == nullptr) out_of_memory();
  return memory;
}
void* allocate(std::size_t size) noexcept {
  return allocated(std::malloc(std::max<std::size_t>(size, 1)));
}
void* allocate_zeroed(std::size_t count, std::size_t size) noexcept {
  return allocated(std::calloc(std::max<std::size_t>(count, 1), std::max<std::size_t>(size, 1)));
}
void* reallocate(void* memory, std::size_t size) noexcept {
  return allocated(std::realloc(memory, std::max<std::size_t>(size, 1)));
}
void deallocate(void* memory) noexcept {
  std::free(memory);
}

TreeOwner run_parser(const Language& language, std::string_view text, Budget& budget) {
  static const bool allocates =
      (static_cast<void>(ts_set_allocator(allocate, allocate_zeroed, reallocate, deallocate)), true);
  if (!allocates) return nullptr;
  const ParserOwner parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), language.grammar)) return nullptr;
  Reading reading{text, budget};
  const TSInput input{&reading, read_text, TSInputEncodingUTF8, nullptr};
  return TreeOwner(ts_parser_parse_with_options(parser.get(), nullptr, input, TSParseOptions{&budget, Budget::spend}));
}

Span span_of(TSNode node) {
  return {ts_node_start_byte(node), ts_node_end_byte(node)};
}

/// Copies the library's tree with a cursor, so that nothing recurses.
class Copy {
 public:
  Copy(const Language& language, const Limits& limits, Parsed& out) : language_(language), limits_(limits), out_(out) {}

  void run(TSNode root) {
    Cursor cursor(root);
    std::vector<NodeRef> open;  // NodeRef{} for a node that is left out
    while (true) {
      open.push_back(enter(cursor));
      if (out_.tree.size() >= limits_.tree_nodes) {
        out_.limits.push_back({out_.text.to_source({span_of(ts_tree_cursor_current_node(cursor.get())).begin,
                                                    static_cast<std::uint32_t>(out_.text.text().size())}),
                               fmt::format("more than {} nodes: the rest is left out", limits_.tree_nodes), true});
        break;
      }
      if (ts_tree_cursor_goto_first_child(cursor.get())) continue;
      leave(open);
      while (!ts_tree_cursor_goto_next_sibling(cursor.get())) {
        if (!ts_tree_cursor_goto_parent(cursor.get())) return;
        leave(open);
      }
    }
    while (!open.empty()) {
      if (open.back()) out_.tree.edit(open.back()).flags |= Node::partial;
      leave(open);
    }
  }

 private:
  NodeRef enter(Cursor& cursor) {
    const TSNode node = ts_tree_cursor_current_node(cursor.get());
    const TSSymbol symbol = ts_node_symbol(node);
    const bool error = ts_node_is_error(node);
    const bool missing = ts_node_is_missing(node);
    const std::uint16_t kind = error ? error_kind : language_.kinds[symbol];
    if (error || missing) report(node, missing);
    if (kind == Language::omitted && !missing) return {};
    std::uint16_t flags = ts_node_is_named(node) ? Node::named : 0;
    if (error) flags |= Node::error;
    if (missing) flags |= Node::missing;
    out_.fields.push_back(language_.fields[ts_tree_cursor_current_field_id(cursor.get())]);
    return out_.tree.open(kind == Language::omitted ? other_kind : kind, span_of(node), flags);
  }

  void leave(std::vector<NodeRef>& open) {
    if (open.back()) out_.tree.close(open.back());
    open.pop_back();
  }

  // One message for each place where reading failed; errors inside errors say nothing more.
  void report(TSNode node, bool missing) {
    const Span span = span_of(node);
    if (span.begin < reported_until_ || out_.errors.size() >= max_errors) return;
    reported_until_ = std::max(span.end, span.begin + 1);
    out_.errors.push_back({out_.text.to_source(first_line(span)),
                           missing ? fmt::format("missing `{}`", ts_node_type(node)) : std::string("syntax error")});
  }

  Span first_line(Span span) const {
    const std::size_t end = span.of(out_.text.text()).find('\n');
    return end == std::string_view::npos || end == 0 ? span
                                                     : Span{span.begin, span.begin + static_cast<std::uint32_t>(end)};
  }

  static constexpr std::size_t max_errors = 100;
  const Language& language_;
  const Limits& limits_;
  Parsed& out_;
  std::uint32_t reported_until_ = 0;
};

}  // namespace

Parsed parse(Grammar grammar, Kinds kinds, source::MappedText text, const Limits& limits) {
  Parsed result;
  result.text = std::move(text);
  const std::string_view bytes = result.text.text();
  Budget budget = budget_for(bytes.size());
  const Language& language = language_of(grammar, kinds);
  const TreeOwner tree = run_parser(language, bytes, budget);
  if (tree == nullptr || budget.exhausted) {
    result.limits.push_back({result.text.source_span(),
                             budget.exhausted ? "too hard to parse within the limit of steps" : "the parser gave up",
                             true});
    return result;
  }
  const TSNode root = ts_tree_root_node(tree.get());
  const std::size_t nodes = std::min(ts_node_descendant_count(root), limits.tree_nodes);
  result.tree.reserve(nodes);
  result.fields.reserve(nodes);
  Copy(language, limits, result).run(root);
  return result;
}

}  // namespace plumbline::syntax::tree_sitter
