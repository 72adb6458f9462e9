#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/ir_of.h"

namespace plumbline::support {

/// One file's IR with the short questions that tests of programs ask.
class FileUnderTest : public IrOf {
 public:
  FileUnderTest(std::string path, std::string text, source::FileKind kind)
      : IrOf(std::move(path), std::move(text), kind) {}

  template <class E>
  const E& operator[](Ref<E> ref) const {
    return repo()[ref];
  }
  template <class T>
  auto list(ir::List<T> list) const {
    return repo().list(list);
  }
  std::vector<std::string> texts(ir::List<Str> list) const {
    std::vector<std::string> all;
    for (const Str s : repo().list(list)) all.push_back(text(s));
    return all;
  }
  /// The first row whose logical path is this; null if there is none.
  template <class E>
  const E* at(std::string_view path) const {
    for (const E& row : rows<E>()) {
      if (text(row.path) == path) return &row;
    }
    return nullptr;
  }
  /// A value as one line, `{type: appstore, readonly: true}`, what is computed in `<>`; `-` for none.
  std::string value(Ref<ir::DataNode> node) const {
    if (!node) return "-";
    const auto& nodes = rows<ir::DataNode>();
    std::string out;
    std::vector<std::pair<std::uint32_t, char>> open;  // end, closing bracket
    const std::uint32_t end = nodes[node.index].subtree_end;
    for (std::uint32_t i = node.index; i < end; ++i) {
      const ir::DataNode& one = nodes[i];
      if (!out.empty() && out.back() != '{' && out.back() != '[') out.append(", ");
      if (i != node.index && !one.key.empty()) out.append(text(one.key)).append(": ");
      if (one.is_scalar()) {
        const bool computed = one.has(ir::DataNode::opaque);
        out.append(computed ? "<" : "").append(text(one.text)).append(computed ? ">" : "");
      } else {
        const bool map = one.kind == syntax::DataKind::map;
        out.push_back(map ? '{' : '[');
        open.emplace_back(one.subtree_end, map ? '}' : ']');
      }
      while (!open.empty() && open.back().first == i + 1) {
        out.push_back(open.back().second);
        open.pop_back();
      }
    }
    return out;
  }
};

}  // namespace plumbline::support
