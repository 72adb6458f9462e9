#include "sarif/limits.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sarif/text.h"

namespace plumbline::sarif {

namespace {

std::string_view uri_of(const Result& result) {
  if (result.locations.empty() || !result.locations.front().physical) return {};
  return result.locations.front().physical->artifact.uri;
}

Region region_of(const Result& result) {
  if (result.locations.empty() || !result.locations.front().physical) return {};
  return result.locations.front().physical->region;
}

/// Keeps the elements marked, in order.
template <class T>
void keep_marked(std::vector<T>& items, const std::vector<bool>& kept) {
  std::vector<T> rest;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (kept[i]) rest.push_back(std::move(items[i]));
  }
  items = std::move(rest);
}

std::size_t cut_results(Run& run, std::size_t limit) {
  if (run.results.size() <= limit) return 0;
  std::unordered_map<std::string_view, int> precisions;
  for (const Rule& rule : run.driver.rules) {
    precisions.emplace(rule.id, rule.precision ? static_cast<int>(*rule.precision) : -1);
  }
  const auto weight = [&](std::size_t i) {
    const Result& result = run.results[i];
    const auto precision = precisions.find(result.rule_id);
    return std::tuple(!result.suppressions.empty(), -static_cast<int>(result.level),
                      precision == precisions.end() ? 1 : -precision->second, uri_of(result),
                      region_of(result).start_line, i);
  };
  std::vector<std::size_t> order(run.results.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weight(a) < weight(b); });
  std::vector<bool> kept(run.results.size());
  for (std::size_t i = 0; i < limit; ++i) kept[order[i]] = true;
  keep_marked(run.results, kept);
  return order.size() - limit;
}

std::size_t cut_rules(Run& run, std::size_t limit) {
  std::vector<Rule>& rules = run.driver.rules;
  if (rules.size() <= limit) return 0;
  std::unordered_set<std::string_view> used;
  for (const Result& result : run.results) used.insert(result.rule_id);
  std::vector<bool> kept(rules.size());
  std::size_t count = 0;
  for (const bool wanted : {true, false}) {
    for (std::size_t i = 0; i < rules.size() && count < limit; ++i) {
      if (used.contains(rules[i].id) != wanted) continue;
      kept[i] = true;
      ++count;
    }
  }
  const std::size_t before = rules.size();
  keep_marked(rules, kept);
  return before - rules.size();
}

/// Locations that the message links to stay before others.
std::size_t cut_related(Result& result, std::size_t limit) {
  std::vector<Location>& related = result.related_locations;
  if (related.size() <= limit) return 0;
  const std::vector<std::uint32_t> ids = linked_ids(result.message.text);
  const std::unordered_set<std::uint32_t> linked(ids.begin(), ids.end());
  std::vector<bool> kept(related.size());
  std::size_t count = 0;
  for (const bool wanted : {true, false}) {
    for (std::size_t i = 0; i < related.size() && count < limit; ++i) {
      if ((related[i].id && linked.contains(*related[i].id)) != wanted) continue;
      kept[i] = true;
      ++count;
    }
  }
  const std::size_t before = related.size();
  keep_marked(related, kept);
  return before - related.size();
}

std::size_t cut_locations(Result& result, std::size_t limit) {
  std::size_t omitted = cut_related(result, limit);
  if (result.locations.size() > limit) {
    omitted += result.locations.size() - limit;
    result.locations.erase(result.locations.begin() + static_cast<std::ptrdiff_t>(limit), result.locations.end());
  }
  if (omitted == 0) return 0;
  std::vector<std::uint32_t> remaining;
  for (const std::vector<Location>* locations : {&result.locations, &result.related_locations}) {
    for (const Location& location : *locations) {
      if (location.id) remaining.push_back(*location.id);
    }
  }
  result.message.text = without_links(result.message.text, remaining);
  return omitted;
}

std::size_t cut_flows(Result& result, std::size_t limit) {
  std::size_t omitted = 0;
  std::size_t room = limit;
  for (CodeFlow& code_flow : result.code_flows) {
    for (ThreadFlow& flow : code_flow.thread_flows) {
      const std::size_t kept = std::min(room, flow.locations.size());
      room -= kept;
      omitted += flow.locations.size() - kept;
      flow.locations.erase(flow.locations.begin() + static_cast<std::ptrdiff_t>(kept), flow.locations.end());
    }
    // SARIF wants at least one location in a flow and one flow in a code flow.
    std::erase_if(code_flow.thread_flows, [](const ThreadFlow& flow) { return flow.locations.empty(); });
  }
  std::erase_if(result.code_flows, [](const CodeFlow& flow) { return flow.thread_flows.empty(); });
  return omitted;
}

void shorten(std::string& text, std::size_t limit, std::size_t& count) {
  std::string shorter = shortened(text, limit);
  if (shorter.size() == text.size()) return;
  text = std::move(shorter);
  ++count;
}

}  // namespace

Omitted apply_limits(Run& run, const Limits& limits) {
  Omitted omitted;
  omitted.results = cut_results(run, limits.results);
  omitted.rules = cut_rules(run, limits.rules);
  for (Result& result : run.results) {
    omitted.locations += cut_locations(result, limits.locations);
    omitted.thread_flow_locations += cut_flows(result, limits.thread_flow_locations);
  }
  for (Rule& rule : run.driver.rules) {
    if (rule.tags.size() > limits.tags) {
      omitted.tags += rule.tags.size() - limits.tags;
      rule.tags.resize(limits.tags);
    }
    shorten(rule.name, limits.rule_name, omitted.texts);
    for (MultiformatText* text : {&rule.short_description, &rule.full_description}) {
      shorten(text->text, limits.description, omitted.texts);
      shorten(text->markdown, limits.description, omitted.texts);
    }
  }
  return omitted;
}

void sort_results(Run& run) {
  const auto key = [](const Result& result) {
    const Region region = region_of(result);
    return std::tuple(uri_of(result), region.start_line, region.start_column, std::string_view(result.rule_id),
                      std::string_view(result.message.text));
  };
  std::stable_sort(run.results.begin(), run.results.end(),
                   [&](const Result& a, const Result& b) { return key(a) < key(b); });
}

}  // namespace plumbline::sarif
