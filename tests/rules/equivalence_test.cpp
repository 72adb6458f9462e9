#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "analyzer/syntax/yaml.h"
#include "tests/rules/pack.h"

// Ways of running that must not change what is found.
using namespace plumbline;

namespace {

std::string without_returns(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

std::vector<engine::ExampleFile> with_returns(const std::vector<engine::ExampleFile>& files) {
  std::vector<engine::ExampleFile> changed;
  for (const engine::ExampleFile& file : files) {
    std::string text;
    char before = 0;
    for (const char c : file.text) {
      if (c == '\n' && before != '\r') text += '\r';
      text += c;
      before = c;
    }
    changed.push_back({file.path, std::move(text)});
  }
  return changed;
}

/// Turns the entries of YAML's block maps around: each block as a whole, with the comment lines above it. What stands
/// in a list's item beside its dash stays the first.
class Reversed {
 public:
  explicit Reversed(std::string_view file) : file_(file), data_(syntax::parse_yaml(file, Limits())) {}

  std::string text() const {
    // What follows a template's rules, or says where a value comes from, has an order.
    bool ordered = !data_.errors.empty() || !file_.ends_with('\n') || file_.find("{{-") != std::string_view::npos;
    for (const syntax::DataNode& node : data_.nodes) {
      ordered = ordered || node.kind == syntax::DataKind::alias || node.has(syntax::DataNode::anchored) ||
                node.has(syntax::DataNode::duplicate) || node.has(syntax::DataNode::partial);
    }
    if (ordered) return std::string(file_);
    return rendered(0, static_cast<std::uint32_t>(file_.size()), 0, static_cast<std::uint32_t>(data_.nodes.size()));
  }

 private:
  std::uint32_t line_start(std::uint32_t at) const {
    const std::size_t before = at == 0 ? std::string_view::npos : file_.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
  }
  std::uint32_t next_line(std::uint32_t end) const {
    const std::size_t after = file_.find('\n', end > 0 ? end - 1 : 0);
    return static_cast<std::uint32_t>(after == std::string_view::npos ? file_.size() : after + 1);
  }
  bool begins_line(std::uint32_t at) const {
    return file_.substr(line_start(at), at - line_start(at)).find_first_not_of(' ') == std::string_view::npos;
  }
  /// Where the block of a key begins: comment lines above it that are indented like it are its own.
  std::uint32_t block_start(std::uint32_t key) const {
    const std::string mark = std::string(key - line_start(key), ' ') + '#';
    std::uint32_t start = line_start(key);
    while (start > 0 && file_.substr(line_start(start - 1)).starts_with(mark)) start = line_start(start - 1);
    return start;
  }

  /// The text from `begin` to `end`, in which the nodes from `first` to `last` lie. As deep as the examples nest.
  std::string rendered(std::uint32_t begin, std::uint32_t end, std::uint32_t first,  // NOLINT(misc-no-recursion)
                       std::uint32_t last) const {
    std::string out;
    for (std::uint32_t i = first; i < last;) {
      const syntax::DataNode& node = data_.nodes[i];
      if (node.kind == syntax::DataKind::map && !node.has(syntax::DataNode::flow)) {
        const std::vector<std::uint32_t> blocks = blocks_of(i);
        if (blocks.size() > 1) {
          const std::uint32_t from = block_start(data_.nodes[blocks.front()].key_span.begin);
          const std::uint32_t to = next_line(node.span.end);
          // The entry beside the dash, and what of it lies before the others.
          out += rendered(begin, from, i + 1, blocks.front());
          for (std::size_t k = blocks.size(); k-- > 0;) {
            const bool at_end = k + 1 == blocks.size();
            out += rendered(block_start(data_.nodes[blocks[k]].key_span.begin),
                            at_end ? to : block_start(data_.nodes[blocks[k + 1]].key_span.begin), blocks[k],
                            at_end ? node.subtree_end : blocks[k + 1]);
          }
          begin = to;
          i = node.subtree_end;
          continue;
        }
      }
      ++i;
    }
    return out.append(file_.substr(begin, end - begin));
  }

  /// Entries that begin their line. At the top none where a comment begins the file: it speaks of the whole file.
  std::vector<std::uint32_t> blocks_of(std::uint32_t map) const {
    std::vector<std::uint32_t> blocks;
    const syntax::DataNode& node = data_.nodes[map];
    for (std::uint32_t i = map + 1; i < node.subtree_end; i = data_.nodes[i].subtree_end) {
      if (begins_line(data_.nodes[i].key_span.begin)) blocks.push_back(i);
    }
    const bool at_top = node.parent == syntax::DataNode::none && !blocks.empty();
    if (at_top && file_.substr(0, data_.nodes[blocks.front()].key_span.begin).find('#') != std::string_view::npos)
      return {};
    return blocks;
  }

  std::string_view file_;
  syntax::Data data_;
};

std::vector<engine::ExampleFile> with_reversed_keys(const std::vector<engine::ExampleFile>& files) {
  std::vector<engine::ExampleFile> changed;
  for (const engine::ExampleFile& file : files) {
    const bool yaml = file.path.ends_with(".yaml") || file.path.ends_with(".yml");
    changed.push_back({file.path, yaml ? Reversed(file.text).text() : file.text});
  }
  return changed;
}

std::vector<std::string> lines_of(const driver::ExampleOutcome& outcome) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < outcome.finds.size(); ++i) {
    lines.push_back(fmt::format("{} at \"{}\": {}", outcome.rules[i], visible(without_returns(outcome.finds[i])),
                                visible(without_returns(outcome.messages[i]))));
  }
  for (const std::string& failure : outcome.failures) lines.push_back("failure: " + failure);
  return lines;
}

struct Variant {
  driver::ExampleManner manner;
  bool returns = false;
  bool reversed = false;  ///< findings come in another order, too
};

std::vector<std::string> differences(const Variant& variant) {
  const tests::BuiltIn& built_in = tests::built_in();
  std::vector<std::string> found;
  for (const engine::Rule& rule : built_in.rules) {
    for (const tests::NamedExample& one : tests::examples_of(rule)) {
      // Of two that want one port the second is told: which that is, the order says.
      if (variant.reversed && one.rule->id == "AB402") continue;
      auto plain = lines_of(driver::run_example(one.example->files, built_in.all, built_in.knowledge));
      auto files = variant.returns ? with_returns(one.example->files) : one.example->files;
      if (variant.reversed) files = with_reversed_keys(files);
      auto other = lines_of(driver::run_example(files, built_in.all, built_in.knowledge, variant.manner));
      if (variant.reversed) {
        std::sort(plain.begin(), plain.end());
        std::sort(other.begin(), other.end());
      }
      for (std::size_t i = 0; i < std::max(plain.size(), other.size()); ++i) {
        const std::string a = i < plain.size() ? plain[i] : "nothing";
        const std::string b = i < other.size() ? other[i] : "nothing";
        if (a == b) continue;
        found.push_back(fmt::format("{}: {}\n    instead of {}", one.name, b, a));
        break;
      }
    }
  }
  return found;
}

void check_same(const Variant& variant) {
  const std::vector<std::string> found = differences(variant);
  INFO(tests::listed(found, 20));
  CHECK(found.empty());
}

}  // namespace

TEST_SUITE("equivalence") {
  TEST_CASE("the index of rules changes nothing") {
    check_same({{.use_index = false}});
  }

  TEST_CASE("four workers find what one finds") {
    check_same({{.workers = 4}});
  }

  TEST_CASE("parsing in other processes changes nothing") {
    check_same({{.fork = true, .workers = 2}});
  }

  TEST_CASE("line ends of Windows change nothing") {
    check_same({{}, true});
  }

  TEST_CASE("the order of keys changes nothing") {
    check_same({{}, false, true});
  }

  TEST_CASE("keys are turned around with what belongs to them") {
    constexpr std::string_view before = R"(on: push
jobs:
  # first
  a:
    steps:
      - name: x
        run: |
          one: 1
          two: 2
        if: b   # why
  b: {c: 1, d: 2}
)";
    constexpr std::string_view after = R"(jobs:
  b: {c: 1, d: 2}
  # first
  a:
    steps:
      - name: x
        if: b   # why
        run: |
          one: 1
          two: 2
on: push
)";
    CHECK(Reversed(before).text() == after);
    CHECK(Reversed(after).text() == before);
  }
}
