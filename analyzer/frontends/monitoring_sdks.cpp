#include "analyzer/frontends/monitoring_sdks.h"

#include <algorithm>
#include <array>

#include "analyzer/frontends/knowledge_file.h"

namespace plumbline::frontends {

namespace {

constexpr std::array<std::string_view, 5> kinds{"sdk", "agent", "metrics", "logs", "traces"};

}  // namespace

MonitoringSdks::MonitoringSdks(std::string_view yaml, Diagnostics& diagnostics) {
  KnowledgeFile file(yaml, "monitoring-sdks", diagnostics);
  for (const syntax::DataView& entry : file.entries()) {
    file.check_keys(entry, {"provider", "kind", "modules", "init", "import", "file"});
    Sdk sdk{file.text(entry, "provider"), file.text(entry, "kind"), file.texts(entry, "init"),
            entry["import"].boolean().value_or(false)};
    if (std::find(kinds.begin(), kinds.end(), sdk.kind) == kinds.end())
      file.tell(entry["kind"].span(), "a kind is one of sdk, agent, metrics, logs, traces");
    if (sdk.init.empty() && !sdk.by_import) file.tell(entry.span(), "nothing starts it: lacks 'init' or 'import'");
    const std::vector<std::string> modules = file.texts(entry, "modules");
    if (modules.empty()) file.tell(entry.span(), "lacks 'modules'");
    for (const std::string& module : modules) {
      by_module_[module].push_back(sdks_.size());
      modules_.push_back(module.ends_with("/*") ? module.substr(0, module.size() - 1) : module);
    }
    for (const std::string& name : file.texts(entry, "file")) by_file_.emplace(name, sdks_.size());
    sdks_.push_back(std::move(sdk));
  }
}

std::vector<const MonitoringSdks::Sdk*> MonitoringSdks::of(std::string_view module) const {
  std::vector<const Sdk*> found;
  const auto add = [&](const std::string& name) {
    const auto entry = by_module_.find(name);
    if (entry == by_module_.end()) return;
    for (const std::size_t index : entry->second) found.push_back(&sdks_[index]);
  };
  add(std::string(module));
  for (std::size_t slash = module.rfind('/'); slash != std::string_view::npos && slash > 0;
       slash = module.rfind('/', slash - 1)) {
    add(std::string(module.substr(0, slash)) + "/*");
  }
  return found;
}

const MonitoringSdks::Sdk* MonitoringSdks::started_by(std::string_view module, std::string_view member) const {
  for (const Sdk* sdk : of(module)) {
    if (std::find(sdk->init.begin(), sdk->init.end(), member) != sdk->init.end()) return sdk;
  }
  return nullptr;
}

const MonitoringSdks::Sdk* MonitoringSdks::started_by_import(std::string_view module) const {
  for (const Sdk* sdk : of(module)) {
    if (sdk->by_import) return sdk;
  }
  return nullptr;
}

const MonitoringSdks::Sdk* MonitoringSdks::configured_by(std::string_view file_name) const {
  const auto found = by_file_.find(std::string(file_name));
  return found == by_file_.end() ? nullptr : &sdks_[found->second];
}

}  // namespace plumbline::frontends
