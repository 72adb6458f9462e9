// Any bytes as a file of gates, and as a rule pack: gates that compile, or told what is wrong with a place in the file.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/judge/gates.h"
#include "analyzer/judge/pack.h"
#include "check_places.h"

using namespace plumbline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  std::vector<judge::Gate> gates = judge::load_gates(text, "g.yaml", diagnostics);
  const std::size_t count = gates.size();
  const judge::GateSet set(std::move(gates), "g.yaml", diagnostics);
  PLUMBLINE_CHECK(set.gates().size() == count, "a gate that is wrong stays, as unknown");
  fuzz::check_places(diagnostics, text);
  judge::read_pack(text);
  return 0;
}
