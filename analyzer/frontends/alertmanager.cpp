#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/alert_matchers.h"
#include "analyzer/facts/secret_values.h"
#include "analyzer/frontends/monitoring.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::frontends {

namespace {

using facts::AlertMatcher;
using syntax::DataView;

bool is_open(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find('$') != std::string_view::npos ||
         text.find("<%") != std::string_view::npos;
}

/// `slackConfigs`, `slack_configs` → `slack`; empty for a key that is no channel.
std::string channel_of(std::string_view key) {
  for (const std::string_view end : {"_configs", "Configs"}) {
    if (key.size() > end.size() && key.ends_with(end)) return ascii::lower(key.substr(0, key.size() - end.size()));
  }
  return {};
}

/// Matchers of one route, all forms of all versions.
class Matchers {
 public:
  void read(const DataView& route) {
    pairs(route["match"], AlertMatcher::Operator::equal);
    pairs(route["match_re"], AlertMatcher::Operator::matches);
    for (const DataView& one : route["matchers"].elements()) {
      if (one.is_map())
        object(one);
      else
        text(one);
    }
    // Grafana: [label, operator, value].
    for (const DataView& one : route["object_matchers"].elements()) {
      const auto parts = one.elements();
      if (parts.size() == 3)
        text_of(fmt::format("{}{}\"{}\"", parts[0].text_or(""), parts[1].text_or(""), parts[2].text_or("")));
      else
        open = true;
    }
    if (route["matchers"] && !route["matchers"].is_list()) text(route["matchers"]);
  }

  std::vector<AlertMatcher> all;
  bool open = false;

 private:
  void pairs(const DataView& map, AlertMatcher::Operator op) {
    if (!map.is_map()) return;
    for (const DataView& entry : map.children()) {
      if (is_open(entry.text_or("{{")) && op == AlertMatcher::Operator::equal)
        open = true;
      else
        all.push_back({std::string(entry.key()), op, std::string(entry.text())});
    }
  }

  /// The operator's: name, value, matchType or regex.
  void object(const DataView& one) {
    const std::string_view type = one["matchType"].text_or(one["regex"].boolean().value_or(false) ? "=~" : "=");
    text_of(fmt::format("{}{}\"{}\"", one["name"].text_or(""), type, one["value"].text_or("")));
  }

  void text(const DataView& one) {
    if (!one.is_scalar() || one.text().find("{{") != std::string_view::npos)
      open = true;
    else
      text_of(std::string(one.text()));
  }

  void text_of(const std::string& text) {
    const auto read = facts::parse_alert_matchers(text);
    if (!read)
      open = true;
    else
      all.insert(all.end(), read->begin(), read->end());
  }
};

class Routing {
 public:
  explicit Routing(const MonitoringPlace& place) : place_(place), ir_(place.ir) {}

  void add_receiver(const DataView& node, const DataView& name, std::vector<std::string> channels) {
    const MonitoringPlace here = place_.below(fmt::format("receivers.{}", name.text_or("?")));
    ir::Receiver row;
    here.set(row, node, name);
    row.name = ir_.str(name.text_or(""));
    std::sort(channels.begin(), channels.end());
    channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
    row.channels = ir_.strs(channels);
    row.node = here.document.row(node);
    receivers_.try_emplace(std::string(name.text_or("")), ir_.add(row));
    add_config_values(node, here);
  }

  /// The tree from its root; receivers are known.
  void add_routes(const DataView& root) {
    if (!root.is_map()) return;
    struct Waiting {
      DataView node;
      Ref<ir::AlertRoute> parent;
      std::string path;
    };
    std::vector<Waiting> todo{{root, {}, "route"}};
    std::vector<std::vector<Ref<ir::AlertRoute>>> below;
    std::vector<Ref<ir::AlertRoute>> all;
    for (std::size_t i = 0; i < todo.size(); ++i) {
      const Waiting waiting = todo[i];
      const Ref<ir::AlertRoute> ref = add_route(waiting.node, waiting.parent, waiting.path);
      all.push_back(ref);
      below.emplace_back();
      if (waiting.parent) below[position(all, waiting.parent)].push_back(ref);
      std::size_t number = 0;
      for (const DataView& child : waiting.node["routes"].elements())
        todo.push_back({child, ref, fmt::format("{}.routes[{}]", waiting.path, number++)});
    }
    for (std::size_t i = 0; i < all.size(); ++i) ir_[all[i]].routes = ir_.list(below[i]);
  }

 private:
  static std::size_t position(const std::vector<Ref<ir::AlertRoute>>& all, Ref<ir::AlertRoute> one) {
    return one.index - all.front().index;
  }

  Ref<ir::AlertRoute> add_route(const DataView& node, Ref<ir::AlertRoute> parent, const std::string& path) {
    const MonitoringPlace here = place_.below(path);
    const DataView name = node["receiver"];
    ir::AlertRoute row;
    here.set(row, node, name);
    row.root = !parent;
    row.scoped = place_.scoped;
    row.continues = node["continue"].boolean().value_or(false);
    row.receiver_name = name ? ir_.str(name.text_or("")) : parent ? ir_[parent].receiver_name : Str();
    Matchers matchers;
    matchers.read(node);
    std::vector<std::string> texts;
    std::vector<std::string> labels;
    for (const AlertMatcher& one : matchers.all) {
      texts.push_back(one.text());
      labels.push_back(one.label);
    }
    row.matchers = ir_.strs(texts, matchers.open);
    row.labels = ir_.strs(labels, matchers.open);
    if (name && is_open(name.text_or("{{"))) {
      row.found = ir::Maybe<bool>::unknown(name.span());
    } else if (!row.receiver_name.empty()) {
      row.receiver = find(ir_.text(row.receiver_name));
      // Not its own name: told where it stands.
      if (name) row.found = row.receiver.has_value();
    }
    row.node = here.document.row(node);
    if (row.receiver) ir_[row.receiver].used = true;
    return ir_.add(row);
  }

  Ref<ir::Receiver> find(std::string_view name) const {
    const auto found = receivers_.find(std::string(name));
    return found == receivers_.end() ? Ref<ir::Receiver>() : found->second;
  }

  const MonitoringPlace& place_;
  ir::FileIrBuilder& ir_;
  std::unordered_map<std::string, Ref<ir::Receiver>> receivers_;  // by name, the first of each
};

std::vector<std::string> channels_of(const DataView& receiver) {
  std::vector<std::string> channels;
  if (!receiver.is_map()) return channels;
  for (const DataView& entry : receiver.children()) {
    const std::string channel = channel_of(entry.key());
    if (!channel.empty() && !entry.elements().empty()) channels.push_back(channel);
  }
  return channels;
}

void add_config_value(const DataView& node, const MonitoringPlace& place) {
  ir::Variable row;
  place.set(row, node, {});
  row.name = place.ir.str(node.key());
  row.source = ir::VariableSource::config;
  row.value = maybe_text(node, &is_open, place.ir);
  row.value_span = node.span();
  row.literal = row.value.is_present() && !facts::is_reference(node.text());
  row.reference = row.literal || row.value.is_absent() ? ir::Reference::none : ir::Reference::expression;
  place.ir.add(row);
}

}  // namespace

void add_config_values(const DataView& node, const MonitoringPlace& place) {
  std::vector<DataView> todo;
  if (node) todo.push_back(node);
  while (!todo.empty()) {
    const DataView at = todo.back();
    todo.pop_back();
    for (const DataView& child : at.children()) {
      if (!child.is_scalar())
        todo.push_back(child);
      else if (!child.key().empty())
        add_config_value(child, place);
    }
  }
}

void add_alert_routing(const DataView& root, const MonitoringPlace& place) {
  Routing routing(place);
  add_config_values(root["global"], place.below("global"));
  for (const DataView& receiver : root["receivers"].elements())
    routing.add_receiver(receiver, receiver["name"], channels_of(receiver));
  routing.add_routes(root["route"]);
}

void add_contact_points(const DataView& root, const MonitoringPlace& place) {
  Routing routing(place);
  for (const DataView& point : root["contactPoints"].elements()) {
    std::vector<std::string> channels;
    for (const DataView& one : point["receivers"].elements()) {
      if (one["type"]) channels.push_back(ascii::lower(one["type"].text_or("")));
    }
    routing.add_receiver(point, point["name"], channels);
  }
  for (const DataView& policy : root["policies"].elements()) routing.add_routes(policy);
}

void alertmanager(const Input& input, Context& context, ir::FileIrBuilder& ir) {
  const syntax::Data data = syntax::parse_yaml(input.text, context.limits());
  Document document(data, input, ir);
  document.report_errors();
  if (is_test_material(input.path)) return;
  const MonitoringPlace place{document, input, ir, {}};
  for (const DataView& root : document.roots()) {
    if (root["contactPoints"] || root["policies"])
      add_contact_points(root, place);
    else
      add_alert_routing(root, place);
  }
}

}  // namespace plumbline::frontends
