#include "analyzer/facts/semver.h"

#include <algorithm>
#include <vector>

#include "analyzer/base/ascii.h"
#include "analyzer/facts/templates.h"

namespace plumbline::facts {
namespace {

constexpr std::size_t longest_number = 18;

/// Digits at the front of `text`, taken off; none if there are none or too many.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::size_t digits = 0;
  std::uint64_t value = 0;
  while (digits < text.size() && ascii::is_digit(text[digits]) && digits <= longest_number)
    value = value * 10 + static_cast<std::uint64_t>(text[digits++] - '0');
  if (digits == 0 || digits > longest_number) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool is_identifiers(std::string_view text) {
  if (text.empty()) return false;
  for (const std::string_view part : ascii::split(text, '.')) {
    const auto allowed = [](char c) { return ascii::is_alnum(c) || c == '-'; };
    if (part.empty() || !std::all_of(part.begin(), part.end(), allowed)) return false;
  }
  return true;
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), ascii::is_digit);
}

std::strong_ordering compare_identifier(std::string_view a, std::string_view b) {
  const bool number_a = is_number(a);
  const bool number_b = is_number(b);
  if (number_a != number_b) return number_a ? std::strong_ordering::less : std::strong_ordering::greater;
  if (number_a && a.size() != b.size()) return a.size() <=> b.size();
  const int order = a.compare(b);
  return order <=> 0;
}

std::strong_ordering compare_prerelease(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();  // a release is above its prereleases
  const auto parts_a = ascii::split(a, '.');
  const auto parts_b = ascii::split(b, '.');
  for (std::size_t i = 0; i < std::min(parts_a.size(), parts_b.size()); ++i) {
    const auto order = compare_identifier(parts_a[i], parts_b[i]);
    if (order != std::strong_ordering::equal) return order;
  }
  return parts_a.size() <=> parts_b.size();
}

/// One comparison of a range: at least `low`, below `high`.
struct Interval {
  std::optional<Semver> low;
  bool low_open = false;
  std::optional<Semver> high;
  bool high_open = true;
};

Semver version(std::uint64_t major, std::uint64_t minor, std::uint64_t patch) {
  Semver made;
  made.major = major;
  made.minor = minor;
  made.patch = patch;
  made.parts = 3;
  return made;
}

/// First version above everything that `v` stands for: 1.2 → 1.3.0.
Semver behind(const Semver& v) {
  if (v.parts <= 1) return version(v.major + 1, 0, 0);
  if (v.parts == 2) return version(v.major, v.minor + 1, 0);
  return version(v.major, v.minor, v.patch + 1);
}

/// `1.x`, `1.2.*`, `*` without their wildcards; `wild` tells of one.
std::optional<Semver> parse_wild(std::string_view text, bool& wild) {
  wild = false;
  std::vector<std::string_view> parts = ascii::split(text, '.');
  const auto is_wild = [](std::string_view part) { return part == "x" || part == "X" || part == "*"; };
  const auto first = std::find_if(parts.begin(), parts.end(), is_wild);
  if (first == parts.end()) return parse_semver(text);
  wild = true;
  if (!std::all_of(first, parts.end(), is_wild)) return std::nullopt;
  if (first == parts.begin()) return Semver{};
  return parse_semver(text.substr(0, static_cast<std::size_t>(first->data() - text.data()) - 1));
}

Interval caret(const Semver& v) {
  Interval interval;
  interval.low = v;
  if (v.major > 0 || v.parts <= 1) {
    interval.high = version(v.major + 1, 0, 0);
  } else if (v.minor > 0 || v.parts == 2) {
    interval.high = version(0, v.minor + 1, 0);
  } else {
    interval.high = version(0, 0, v.patch + 1);
  }
  return interval;
}

std::optional<Interval> comparator(std::string_view text) {
  std::size_t sign = 0;
  while (sign < text.size() && std::string_view("<>=^~").find(text[sign]) != std::string_view::npos) ++sign;
  const std::string_view op = text.substr(0, sign);
  bool wild = false;
  const auto v = parse_wild(ascii::trim(text.substr(sign)), wild);
  if (!v) return std::nullopt;
  Interval interval;
  if (v->parts == 0) return interval;
  const bool partial = wild || v->parts < 3;
  if (op == "^") return caret(*v);
  if (op == "~" || op == "~>") {
    Semver series = *v;
    series.parts = std::min(series.parts, 2);
    interval.low = *v;
    interval.high = behind(series);
  } else if (op == ">=") {
    interval.low = *v;
  } else if (op == ">") {
    interval.low = partial ? behind(*v) : *v;
    interval.low_open = !partial;
  } else if (op == "<") {
    interval.high = *v;
  } else if (op == "<=") {
    interval.high = partial ? behind(*v) : *v;
    interval.high_open = partial;
  } else if (op.empty() || op == "=") {
    interval.low = *v;
    interval.high = partial ? behind(*v) : *v;
    interval.high_open = partial;
  } else {
    return std::nullopt;
  }
  return interval;
}

bool contains(const Interval& interval, const Semver& v) {
  if (interval.low) {
    const auto order = compare(v, *interval.low);
    if (order < 0 || (interval.low_open && order == 0)) return false;
  }
  if (interval.high) {
    const auto order = compare(v, *interval.high);
    if (order > 0 || (interval.high_open && order == 0)) return false;
  }
  return true;
}

/// `a - b`, or comparators between blanks; an operator may stand apart from its version.
std::optional<bool> satisfies_all(const Semver& v, std::string_view text) {
  if (const std::size_t dash = text.find(" - "); dash != std::string_view::npos) {
    const auto low = parse_semver(ascii::trim(text.substr(0, dash)));
    const auto high = parse_semver(ascii::trim(text.substr(dash + 3)));
    if (!low || !high) return std::nullopt;
    return contains({*low, false, high->parts < 3 ? behind(*high) : *high, high->parts < 3}, v);
  }
  bool all = true;
  std::string held;
  for (const std::string_view word : ascii::split(text, ' ')) {
    const std::string_view part = ascii::trim(word);
    if (part.empty()) continue;
    held += part;
    if (part.find_first_not_of("<>=^~") == std::string_view::npos) continue;
    const auto interval = comparator(held);
    if (!interval) return std::nullopt;
    all = all && contains(*interval, v);
    held.clear();
  }
  if (!held.empty()) return std::nullopt;
  return all;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f'); });
}

}  // namespace

std::optional<Semver> parse_semver(std::string_view text) {
  Semver v;
  if (!text.empty() && ascii::lower(text.front()) == 'v') {
    v.prefixed = true;
    text.remove_prefix(1);
  }
  for (std::uint64_t* number : {&v.major, &v.minor, &v.patch}) {
    const auto value = take_number(text);
    if (!value) return std::nullopt;
    *number = *value;
    ++v.parts;
    if (text.empty() || text.front() != '.' || v.parts == 3) break;
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() == '-') {
    const std::size_t plus = std::min(text.find('+'), text.size());
    v.prerelease = text.substr(1, plus - 1);
    if (!is_identifiers(v.prerelease)) return std::nullopt;
    text.remove_prefix(plus);
  }
  if (!text.empty() && text.front() == '+') {
    v.build = text.substr(1);
    if (!is_identifiers(v.build)) return std::nullopt;
    text = {};
  }
  if (!text.empty()) return std::nullopt;
  return v;
}

std::strong_ordering compare(const Semver& a, const Semver& b) {
  if (const auto order = a.major <=> b.major; order != 0) return order;
  if (const auto order = a.minor <=> b.minor; order != 0) return order;
  if (const auto order = a.patch <=> b.patch; order != 0) return order;
  return compare_prerelease(a.prerelease, b.prerelease);
}

bool in_series(const Semver& v, const Semver& series) {
  if (v.major != series.major) return false;
  if (series.parts >= 2 && v.minor != series.minor) return false;
  return series.parts < 3 || (v.patch == series.patch && v.prerelease == series.prerelease);
}

std::optional<bool> satisfies(const Semver& v, std::string_view range) {
  bool any = false;
  while (true) {
    const std::size_t bar = range.find("||");
    const auto one = satisfies_all(v, ascii::trim(range.substr(0, bar)));
    if (!one) return std::nullopt;
    any = any || *one;
    if (bar == std::string_view::npos) return any;
    range.remove_prefix(bar + 2);
  }
}

RefKind ref_kind(std::string_view ref) {
  if (ref.empty()) return RefKind::none;
  if (has_template(ref)) return RefKind::unknown;
  if (is_hex(ref) && (ref.size() == 40 || ref.size() == 64)) return RefKind::commit;
  if (const auto v = parse_semver(ref)) {
    const bool plain = !is_hex(ref) || ref.size() < 7;
    if (v->parts == 3 || !v->prerelease.empty()) return RefKind::version_tag;
    if (v->parts == 2) return RefKind::minor_tag;
    if (plain) return RefKind::major_tag;
  }
  const bool digit = std::any_of(ref.begin(), ref.end(), ascii::is_digit);
  if (is_hex(ref) && ref.size() >= 7 && digit) return RefKind::short_commit;
  return RefKind::branch;
}

}  // namespace plumbline::facts
