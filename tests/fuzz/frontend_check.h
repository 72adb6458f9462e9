#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/facts/knowledge.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/ir/file_ir.h"

namespace plumbline::fuzz {

/// Any bytes as a file: its block must pass the check that a hostile worker's must pass, and the same bytes give the
/// same entities. The first byte chooses among `kinds`.
struct NamedKind {
  std::string_view path;
  source::FileKind kind;
};
inline void check_frontend(const std::uint8_t* data, std::size_t size, std::initializer_list<NamedKind> kinds,
                           const facts::Knowledge& knowledge) {
  if (size == 0 || size > 100'000) return;
  const NamedKind& kind = kinds.begin()[data[0] % kinds.size()];
  const std::string text(data + 1, data + size);
  const auto analyse = [&] {
    frontends::Context context(knowledge, Limits());
    return frontends::analyse({kind.path, text, kind.kind}, context);
  };
  const ir::FileIr block = analyse();
  const auto verified = ir::verify(block.block, {static_cast<std::uint32_t>(text.size())});
  PLUMBLINE_CHECK(verified.has_value(), "a frontend's block verifies");
  // Rows have padding, whose bytes are nobody's: their number and all text are compared.
  const ir::FileIr again = analyse();
  const auto verified_again = ir::verify(again.block, {static_cast<std::uint32_t>(text.size())});
  PLUMBLINE_CHECK(
      verified_again.has_value() && block.block.size() == again.block.size() && verified->pool == verified_again->pool,
      "the same bytes give the same entities");
}

}  // namespace plumbline::fuzz
