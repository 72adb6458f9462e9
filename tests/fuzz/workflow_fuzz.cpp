// Any bytes are a workflow, an action and a shell script, and what the frontends make of them is a valid block.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/support/ir_of.h"

namespace {

using plumbline::source::FileKind;

void check(std::string_view path, std::string_view text, FileKind kind) {
  static const plumbline::support::KnowledgeFiles knowledge;
  static plumbline::frontends::Context context(knowledge.get(), plumbline::Limits());
  const plumbline::ir::FileIr block = plumbline::frontends::analyse({path, text, kind}, context);
  plumbline::ir::BlockLimits limits;
  limits.file_size = static_cast<std::uint32_t>(text.size());
  const auto verified = plumbline::ir::verify(block.block, limits);
  PLUMBLINE_CHECK(verified.has_value(), "a frontend's block is valid");
  for (const auto& expression : verified->tables.table<plumbline::ir::Expression>().rows) {
    PLUMBLINE_CHECK(expression.head.of(text).find('\n') == std::string_view::npos, "a head is on one line");
  }
  for (const auto& job : verified->tables.table<plumbline::ir::Job>().rows) {
    PLUMBLINE_CHECK(job.pipeline.has_value(), "a job has its pipeline");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);  // libFuzzer's name

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  check(".github/workflows/x.yml", text, FileKind::github_workflow);
  check("action.yml", text, FileKind::github_action);
  check("x.sh", text, FileKind::shell);
  check("package.json", text, FileKind::package_json);
  check("Makefile", text, FileKind::makefile);
  return 0;
}
