// Any bytes are a JSON file in both dialects, with the same tree.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/base/check.h"
#include "analyzer/base/limits.h"
#include "analyzer/syntax/data_verify.h"
#include "analyzer/syntax/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);  // libFuzzer's name

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using plumbline::syntax::Data;
  const std::string_view file(reinterpret_cast<const char*>(bytes), size);
  const plumbline::Limits limits;
  const Data strict = plumbline::syntax::parse_json(file, limits);
  const Data relaxed = plumbline::syntax::parse_json(file, limits, plumbline::syntax::JsonDialect::relaxed);
  for (const Data* data : {&strict, &relaxed}) {
    const std::string broken = plumbline::syntax::find_broken_promise(*data, file);
    PLUMBLINE_CHECK(broken.empty(), broken);
  }
  PLUMBLINE_CHECK(strict.nodes.size() == relaxed.nodes.size(), "dialects differ in errors only");
  PLUMBLINE_CHECK(relaxed.errors.size() <= strict.errors.size(), "a relaxed reader finds no more errors");
  return 0;
}
