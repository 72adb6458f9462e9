#include "analyzer/driver/update_examples.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/engine/rule_loader.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::driver {

namespace {

using syntax::DataView;

struct Edit {
  Span at;
  std::string text;
};

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", visible(text));
  return out.empty() ? "nothing" : out;
}

/// A scalar of YAML in double quotes.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(quoted(text));
  return fmt::format("[{}]", fmt::join(all, ", "));
}

/// Writes the values of one rule file anew, each in its place.
class Rewriter {
 public:
  explicit Rewriter(std::string_view source) : source_(source) {}

  void scalar(const DataView& value, const std::string& text) {
    std::string written = quoted(text);
    // A block scalar's span runs to the start of the next line.
    if (value.span().of(source_).ends_with('\n')) written += '\n';
    edits_.push_back({value.span(), std::move(written)});
  }

  /// Elements that stay keep their bytes and comments: what changed lies between a common beginning and end.
  void list(const DataView& value, const std::vector<std::string>& texts) {
    const std::vector<DataView> old = value.elements();
    if (old.empty()) {
      edits_.push_back({value.span(), quoted_list(texts)});
      return;
    }
    std::size_t first = 0;
    const std::size_t shorter = std::min(old.size(), texts.size());
    while (first < shorter && old[first].text() == texts[first]) ++first;
    std::size_t last = 0;
    while (last < shorter - first && old[old.size() - 1 - last].text() == texts[texts.size() - 1 - last]) ++last;
    const std::size_t common = std::min(old.size(), texts.size()) - first - last;
    for (std::size_t i = first; i < first + common; ++i) scalar(old[i], texts[i]);
    const bool flow = value.node().has(syntax::DataNode::flow);
    for (std::size_t i = first + common; i < old.size() - last; ++i) remove(old, i, flow);
    if (texts.size() > old.size()) {
      insert(old, first + common,
             {texts.begin() + static_cast<std::ptrdiff_t>(first + common),
              texts.end() - static_cast<std::ptrdiff_t>(last)},
             flow);
    }
  }

  /// A key that was not there goes before the key of `files`.
  void add_before(const DataView& files, std::string_view key, const std::string& written, bool flow) {
    const std::uint32_t at = files.key_span().begin;
    edits_.push_back({{at, at}, fmt::format("{}: {}{}", key, written, flow ? ", " : "\n" + indentation(at))});
  }

  std::string text() {
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.at.begin < b.at.begin; });
    std::string out;
    std::uint32_t at = 0;
    for (const Edit& edit : edits_) {
      out += source_.substr(at, edit.at.begin - at);
      out += edit.text;
      at = edit.at.end;
    }
    return out + std::string(source_.substr(at));
  }

 private:
  /// Blanks up to the column of a place.
  std::string indentation(std::uint32_t at) const {
    const std::size_t line = source_.rfind('\n', at);
    return std::string(at - (line == std::string_view::npos ? 0 : line + 1), ' ');
  }

  /// The `-` of an element of a block list.
  std::uint32_t dash(const DataView& element) const {
    return static_cast<std::uint32_t>(source_.rfind('-', element.span().begin - 1));
  }

  void remove(const std::vector<DataView>& old, std::size_t i, bool flow) {
    Span gone = old[i].span();
    if (flow) {  // at least one stays, since a bad example finds something
      if (i > 0) {
        gone.begin = old[i - 1].span().end;
      } else {
        gone.end = old[i + 1].span().begin;
      }
    } else {
      const std::size_t before = source_.rfind('\n', dash(old[i]));
      const std::size_t after = source_.find('\n', gone.end > 0 ? gone.end - 1 : 0);
      gone.begin = before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
      gone.end = static_cast<std::uint32_t>(after == std::string_view::npos ? source_.size() : after + 1);
    }
    edits_.push_back({gone, ""});
  }

  void insert(const std::vector<DataView>& old, std::size_t before, const std::vector<std::string>& texts, bool flow) {
    const bool at_end = before == old.size();
    const DataView& neighbour = at_end ? old.back() : old[before];
    std::string written;
    for (const std::string& text : texts) {
      if (flow) {
        written += at_end ? ", " + quoted(text) : quoted(text) + ", ";
      } else {
        written += fmt::format("{}- {}\n", indentation(dash(neighbour)), quoted(text));
      }
    }
    std::uint32_t at = at_end ? neighbour.span().end : neighbour.span().begin;
    if (!flow && at_end) {  // behind the line, with what comment may stand there
      const std::size_t end = source_.find('\n', at > 0 ? at - 1 : 0);
      at = static_cast<std::uint32_t>(end == std::string_view::npos ? source_.size() : end + 1);
      if (end == std::string_view::npos) written.insert(0, "\n");
    } else if (!flow) {
      at = dash(neighbour) - static_cast<std::uint32_t>(indentation(dash(neighbour)).size());
    }
    edits_.push_back({{at, at}, std::move(written)});
  }

  std::string_view source_;
  std::vector<Edit> edits_;
};

class Updater {
 public:
  Updater(std::string_view source, const engine::Rule& rule, const facts::Knowledge& knowledge)
      : source_(source), rule_(rule), knowledge_(knowledge), rewriter_(source) {}

  ExampleUpdate run() {
    Diagnostics compiled_before;
    const engine::RuleSet own({rule_}, {}, compiled_before);
    const syntax::Data data = syntax::parse_yaml(source_, Limits());
    const std::vector<DataView> bad = syntax::first_document(data, source_)["examples"]["bad"].elements();
    if (bad.size() != rule_.bad.size()) {
      update_.refusals.emplace_back("the examples cannot be found again in the file");
      return refused();
    }
    for (std::size_t i = 0; i < bad.size(); ++i) compare_bad(own, bad[i], i);
    for (std::size_t i = 0; i < rule_.good.size(); ++i) compare_good(own, i);
    if (!update_.refusals.empty()) return refused();
    if (update_.changes.empty()) return refused();
    update_.text = rewriter_.text();
    if (!holds(update_.text)) {
      update_.refusals.emplace_back("its examples are written in a way that cannot be changed in place");
      return refused();
    }
    return std::move(update_);
  }

 private:
  ExampleUpdate refused() {
    update_.text = std::string(source_);
    return std::move(update_);
  }

  void refuse(const std::string& example, const std::string& why) {
    update_.refusals.push_back(fmt::format("{}: {}", example, why));
  }

  void compare_bad(const engine::RuleSet& own, const DataView& value, std::size_t i) {
    const std::string name = fmt::format("bad {}", i + 1);
    const engine::Example& example = rule_.bad[i];
    const ExampleOutcome outcome = run_example(example.files, own, knowledge_);
    for (const std::string& failure : outcome.failures) refuse(name, failure);
    if (!outcome.failures.empty()) return;
    if (outcome.finds.empty()) {
      refuse(name, "finds nothing any more: it has become a good example");
      return;
    }
    if (outcome.finds != example.finds) {
      update_.changes.push_back(
          fmt::format("{}: finds {}, not {}", name, listed(outcome.finds), listed(example.finds)));
      if (const DataView finds = value["finds"]) {
        rewriter_.list(finds, outcome.finds);
      } else {
        rewriter_.add_before(value["files"], "finds", quoted_list(outcome.finds),
                             value.node().has(syntax::DataNode::flow));
      }
    }
    if (example.message && *example.message != outcome.messages.front()) {
      update_.changes.push_back(fmt::format("{}: says \"{}\", not \"{}\"", name, visible(outcome.messages.front()),
                                            visible(*example.message)));
      rewriter_.scalar(value["message"], outcome.messages.front());
    }
  }

  void compare_good(const engine::RuleSet& own, std::size_t i) {
    const std::string name = fmt::format("good {}", i + 1);
    const ExampleOutcome outcome = run_example(rule_.good[i].files, own, knowledge_);
    for (const std::string& failure : outcome.failures) refuse(name, failure);
    if (!outcome.finds.empty()) {
      refuse(name, fmt::format("finds {}: it has become a bad example", listed(outcome.finds)));
    }
  }

  /// Is the new text the same rule with other expectations, which hold?
  bool holds(const std::string& text) const {
    Diagnostics mistakes;
    const bool ours = rule_.domain != engine::Domain::custom;
    const std::optional<engine::Rule> again =
        engine::load_rule(text, rule_.origin, ours ? engine::Authorship::built_in : engine::Authorship::user, mistakes);
    if (!again || again->bad.size() != rule_.bad.size() || again->good.size() != rule_.good.size()) return false;
    const engine::RuleSet own({*again}, {}, mistakes);
    return std::all_of(again->bad.begin(), again->bad.end(), [&](const engine::Example& example) {
      const ExampleOutcome outcome = run_example(example.files, own, knowledge_);
      return outcome.finds == example.finds && (!example.message || *example.message == outcome.messages.front());
    });
  }

  std::string_view source_;
  const engine::Rule& rule_;
  const facts::Knowledge& knowledge_;
  Rewriter rewriter_;
  ExampleUpdate update_;
};

}  // namespace

ExampleUpdate update_examples(std::string_view source, const engine::Rule& rule, const facts::Knowledge& knowledge) {
  return Updater(source, rule, knowledge).run();
}

}  // namespace plumbline::driver
