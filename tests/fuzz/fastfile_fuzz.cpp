// Fastfiles and fastlane's configuration on any bytes.

#include <vector>

#include "frontend_check.h"

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using plumbline::source::FileKind;
  static const plumbline::facts::Knowledge knowledge(
      std::vector<plumbline::facts::Knowledge::Entry>{{"fastlane-actions", R"(
- {action: sync_code_signing, aliases: [match], roles: [sign], options: [type]}
- {action: gradle, roles: [], refine: [{option: task, contains: [test], roles: [test]}], options: [task]}
)"}});
  plumbline::fuzz::check_frontend(data, size,
                                  {{"fastlane/Fastfile", FileKind::fastfile},
                                   {"fastlane/Matchfile", FileKind::fastlane_config},
                                   {"fastlane/lanes.rb", FileKind::ruby}},
                                  knowledge);
  return 0;
}
