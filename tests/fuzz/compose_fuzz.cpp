// Any bytes are a Compose file and an environment file, and what the frontends make of them is a valid block.

#include <vector>

#include "frontend_check.h"

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using plumbline::source::FileKind;
  static const plumbline::facts::Knowledge knowledge(std::vector<plumbline::facts::Knowledge::Entry>{});
  plumbline::fuzz::check_frontend(
      data, size, {{"deploy/compose.yaml", FileKind::compose}, {"deploy/.env", FileKind::dotenv}}, knowledge);
  return 0;
}
