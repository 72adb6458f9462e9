#include "analyzer/source/classify_names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/source/name_rules.h"

namespace plumbline::source {
namespace {

constexpr bool well_formed(std::string_view names) {
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    if (name.empty() || name.find('*') != name.rfind('*')) return false;
    names.remove_prefix(std::min(name.size() + 1, names.size()));
  }
  return true;
}
constexpr bool well_formed() {
  for (const NameRule& rule : name_rules)
    if (rule.names.empty() || rule.names.ends_with(' ') || !well_formed(rule.names) || rule.reason.empty() ||
        rule.place.starts_with('/') ||
        (!rule.place.empty() && !rule.place.ends_with('/') && !rule.place.ends_with("/.")))
      return false;
  return true;
}
static_assert(well_formed());

/// `directory` has a '/' at its end, or is empty.
bool lies_in(std::string_view place, std::string_view directory) {
  if (place.empty()) return true;
  if (place.back() == '.') {
    place.remove_suffix(1);
    if (!directory.ends_with(place)) return false;
    const std::size_t before = directory.size() - place.size();
    return before == 0 || directory[before - 1] == '/';
  }
  for (std::size_t at = directory.find(place); at != std::string_view::npos; at = directory.find(place, at + 1))
    if (at == 0 || directory[at - 1] == '/') return true;
  return false;
}

/// The names of all rules by what is quick to look up: the whole name, or its last byte.
class NameIndex {
 public:
  NameIndex() {
    for (std::size_t i = 0; i < name_rules.size(); ++i)
      for (const std::string_view name : ascii::split(name_rules[i].names, ' '))
        add(name, static_cast<std::uint16_t>(i));
  }

  const NameRule* find(std::string_view path) const {
    const std::size_t begin = path.rfind('/') + 1;  // npos + 1 is 0
    const std::string_view name = path.substr(begin);
    const std::string_view directory = path.substr(0, begin);
    std::size_t best = name_rules.size();
    const auto offer = [&best, directory](std::uint16_t rule) {
      if (rule < best && lies_in(name_rules[rule].place, directory)) best = rule;
    };
    if (const auto exact = exact_.find(name); exact != exact_.end())
      for (const std::uint16_t rule : exact->second) offer(rule);
    for (const std::vector<Pattern>* patterns : {name.empty() ? &open_ : &by_last_[byte(name.back())], &open_})
      for (const Pattern& pattern : *patterns)
        if (pattern.rule < best && name.size() >= pattern.head.size() + pattern.tail.size() &&
            name.ends_with(pattern.tail) && name.starts_with(pattern.head))
          offer(pattern.rule);
    return best == name_rules.size() ? nullptr : &name_rules[best];
  }

 private:
  struct Pattern {
    std::string_view head;
    std::string_view tail;
    std::uint16_t rule = 0;
  };

  static std::size_t byte(char c) { return static_cast<unsigned char>(c); }

  void add(std::string_view name, std::uint16_t rule) {
    const std::size_t star = name.find('*');
    if (star == std::string_view::npos) {
      exact_[name].push_back(rule);
      return;
    }
    const Pattern pattern{name.substr(0, star), name.substr(star + 1), rule};
    (pattern.tail.empty() ? open_ : by_last_[byte(pattern.tail.back())]).push_back(pattern);
  }

  std::unordered_map<std::string_view, std::vector<std::uint16_t>> exact_;
  std::array<std::vector<Pattern>, 256> by_last_;
  std::vector<Pattern> open_;  // any end
};

}  // namespace

const NameRule* name_rule(std::string_view path) {
  static const NameIndex index;
  return index.find(path);
}

}  // namespace plumbline::source
