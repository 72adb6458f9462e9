// Next.js files and monitoring set-up on any bytes.

#include <vector>

#include "frontend_check.h"

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using plumbline::source::FileKind;
  static const plumbline::facts::Knowledge knowledge(
      std::vector<plumbline::facts::Knowledge::Entry>{{"monitoring-sdks", R"(
- {provider: sentry, kind: sdk, modules: ["@sentry/node"], init: [init]}
- {provider: newrelic, kind: agent, modules: [newrelic], import: true, file: [newrelic.js]}
)"}});
  plumbline::fuzz::check_frontend(data, size,
                                  {{"next.config.js", FileKind::nextjs_config},
                                   {"app/layout.tsx", FileKind::nextjs_layout},
                                   {"src/app/[a]/page.jsx", FileKind::nextjs_page},
                                   {"app/sitemap.ts", FileKind::nextjs_sitemap},
                                   {"newrelic.js", FileKind::instrumentation}},
                                  knowledge);
  return 0;
}
