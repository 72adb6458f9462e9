#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/alert_matchers.h"
#include "analyzer/frontends/monitoring.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using syntax::DataView;

/// Prometheus fills `{{ $value }}` into texts; what a chart or a tool fills in is not known here either.
bool is_filled_in(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("${") != std::string_view::npos ||
         text.find("<%") != std::string_view::npos;
}

bool lies_in(std::string_view path, std::initializer_list<std::string_view> folders) {
  const std::vector<std::string_view> parts = ascii::split(path.substr(0, path.rfind('/') + 1), '/');
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return std::find(folders.begin(), folders.end(), part) != folders.end();
  });
}

/// Folders whose files nobody deploys.
bool is_rehearsal(std::string_view path) {
  return lies_in(path, {"test", "tests", "testdata", "example", "examples", "fixtures", "dev", "develop", "local",
                        "sample", "samples", "development"});
}

class AlertGroups {
 public:
  explicit AlertGroups(const MonitoringPlace& place) : place_(place), ir_(place.ir) {}

  void add(const DataView& group) {
    names_.clear();
    group_ = group["name"].text_or("");
    for (const DataView& rule : group["rules"].elements()) {
      const DataView name = rule["alert"] ? rule["alert"] : rule["title"];
      if (name.is_scalar() && name) add_alert(rule, name);
    }
  }

 private:
  void add_alert(const DataView& rule, const DataView& name) {
    const MonitoringPlace here = place_.below(fmt::format("{}.{}", group_, name.text()));
    ir::Alert row;
    here.set(row, rule, name);
    row.name = ir_.str(name.text());
    row.group = ir_.str(group_);
    row.condition = ir_.str(rule["expr"].text_or(""));
    row.momentary = facts::compares_single_samples(rule["expr"].text_or(""));
    row.duration = here.text(rule["for"]);
    row.keeps_firing = rule["keep_firing_for"] || rule["keepFiringFor"];
    row.labels = add_labels(rule["labels"], here);
    row.severity = here.text(label(rule["labels"], "severity"));
    std::vector<std::string_view> annotations;
    const DataView texts = rule["annotations"];
    if (texts.is_map())
      for (const DataView& entry : texts.children()) annotations.push_back(entry.key());
    row.annotations = ir_.strs(std::span<const std::string_view>(annotations), texts && !texts.is_map());
    const DataView link = texts["runbook_url"] ? texts["runbook_url"] : texts["runbook"];
    row.runbook = here.text(link);
    row.node = here.document.row(rule);
    row.duplicate =
        !is_filled_in(name.text()) && !names_.insert(fmt::format("{}\n{}", name.text(), signature(rule))).second;
    ir_.add(row);
  }

  static DataView label(const DataView& labels, std::string_view name) {
    return labels.is_map() ? labels[name] : DataView();
  }

  ir::List<Ref<ir::Label>> add_labels(const DataView& map, const MonitoringPlace& here) {
    std::vector<Ref<ir::Label>> labels;
    if (map.is_map()) {
      for (const DataView& entry : map.children()) {
        ir::Label row;
        here.set(row, entry, {});
        row.key = ir_.str(entry.key());
        row.value = here.text(entry);
        labels.push_back(ir_.add(row));
      }
    }
    return ir_.list(labels, map && (!map.is_map() || map.node().has(syntax::DataNode::partial)));
  }

  /// What tells two alerts of one name apart.
  static std::string signature(const DataView& rule) {
    std::vector<std::string> parts;
    if (rule["labels"].is_map()) {
      for (const DataView& entry : rule["labels"].children())
        parts.push_back(fmt::format("{}={}", entry.key(), entry.text_or("?")));
    }
    std::sort(parts.begin(), parts.end());
    return fmt::format("{}", fmt::join(parts, "\n"));
  }

  const MonitoringPlace& place_;
  ir::FileIrBuilder& ir_;
  std::string group_;
  std::unordered_set<std::string> names_;  // with their labels
};

}  // namespace

MonitoringPlace MonitoringPlace::below(std::string_view name) const {
  MonitoringPlace other{document, input, ir, path.empty() ? std::string(name) : fmt::format("{}.{}", path, name),
                        scoped};
  return other;
}

void MonitoringPlace::set(ir::Entity& row, const DataView& node, const DataView& name) const {
  place_at(node, path, input.text, ir, row);
  if (name) row.head = first_line(name.span(), input.text);
}

ir::Maybe<Str> MonitoringPlace::text(const DataView& node) const {
  return maybe_text(node, &is_filled_in, ir);
}

bool is_test_material(std::string_view path) {
  return lies_in(path, {"test", "tests", "testdata", "fixtures"});
}

void add_monitor(std::string_view provider, std::string_view kind, const DataView& node, const MonitoringPlace& place) {
  ir::Monitor row;
  place.set(row, node, {});
  row.provider = place.ir.str(provider);
  row.kind = place.ir.str(kind);
  row.options = place.document.row(node);
  row.development_only = is_rehearsal(place.input.path);
  place.ir.add(row);
}

void add_alert_groups(const DataView& groups, const MonitoringPlace& place) {
  AlertGroups reader(place);
  for (const DataView& group : groups.elements()) reader.add(group);
}

void add_scrapes(const DataView& configs, const MonitoringPlace& place) {
  for (const DataView& config : configs.elements()) {
    if (!config.is_map()) continue;
    const DataView name = config["job_name"];
    const MonitoringPlace here = place.below(fmt::format("scrape_configs.{}", name.text_or("?")));
    ir::Scrape row;
    here.set(row, config, name);
    row.name = here.ir.str(name.text_or(""));
    std::vector<std::string_view> targets;
    bool open = false;
    for (const DataView& group : config["static_configs"].elements()) {
      for (const DataView& target : group["targets"].elements()) {
        if (is_filled_in(target.text_or("{{")))
          open = true;
        else
          targets.push_back(target.text());
      }
    }
    for (const DataView& entry : config.children())
      row.discovers = row.discovers || entry.key().ends_with("_sd_configs");
    // What relabelling makes of an address is not followed.
    const auto rules = config["relabel_configs"].elements();
    open = open || row.discovers || std::any_of(rules.begin(), rules.end(), [](const DataView& rule) {
             return rule["target_label"].text_or("") == "__address__";
           });
    row.targets = here.ir.strs(std::span<const std::string_view>(targets), open);
    row.node = here.document.row(config);
    here.ir.add(row);
    for (const std::string_view key : {"basic_auth", "authorization", "oauth2"}) add_config_values(config[key], here);
  }
}

void prometheus(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  const MonitoringPlace place{document, input, ir, {}};
  for (const DataView& root : document.roots()) {
    if (!is_test_material(input.path)) {
      add_alert_groups(root["groups"], place);
      add_scrapes(root["scrape_configs"], place);
    }
    for (const std::string_view key : {"remote_write", "remote_read"}) add_config_values(root[key], place.below(key));
    const DataView scrapes = root["scrape_configs"];
    if (!scrapes.elements().empty()) add_monitor("prometheus", "metrics", scrapes, place);
  }
}

}  // namespace plumbline::frontends
