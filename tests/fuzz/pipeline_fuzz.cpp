// Any bytes are a configuration of GitLab and of CircleCI, and what the frontends make of them is a valid block.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/frontend_check.h"
#include "tests/support/ir_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);  // libFuzzer's name

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using plumbline::source::FileKind;
  static const plumbline::support::KnowledgeFiles knowledge;
  plumbline::fuzz::check_frontend(bytes, size,
                                  {{".gitlab-ci.yml", FileKind::gitlab_ci},
                                   {"ci/part.gitlab-ci.yml", FileKind::gitlab_ci},
                                   {".circleci/config.yml", FileKind::circleci}},
                                  knowledge.get());
  return 0;
}
