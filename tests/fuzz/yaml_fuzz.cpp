// Any bytes are a YAML file, and the first quoted or block scalar in it is a YAML file again.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/base/limits.h"
#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/yaml.h"

namespace {

using plumbline::syntax::Data;
using plumbline::syntax::DataView;

void check(const Data& data, std::string_view file) {
  const std::string broken = plumbline::syntax::find_broken_promise(data, file);
  PLUMBLINE_CHECK(broken.empty(), broken);
  // Everything that a view can reach is finite.
  std::size_t reached = 0;
  std::vector<DataView> todo = plumbline::syntax::documents(data, file);
  while (!todo.empty() && reached < 1'000'000) {
    const DataView view = todo.back();
    todo.pop_back();
    ++reached;
    view.visit([&](DataView child) { todo.push_back(child); });
    PLUMBLINE_CHECK(!view["missing key"] || view.is_map(), "only maps have keys");
  }
  PLUMBLINE_CHECK(todo.empty(), "views end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);  // libFuzzer's name

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(bytes), size);
  plumbline::Limits limits;
  limits.alias_expansion = 1000;
  const Data data = plumbline::syntax::parse_yaml(file, limits);
  check(data, file);
  for (const plumbline::syntax::DataNode& node : data.nodes) {
    if (!node.is_scalar() || node.style < plumbline::syntax::ScalarStyle::single_quoted) continue;
    const auto index = static_cast<std::uint32_t>(&node - data.nodes.data());
    check(plumbline::syntax::parse_yaml(DataView(data, file, index).mapped(), limits), file);
    break;
  }
  return 0;
}
