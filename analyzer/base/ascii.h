#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Characters and words without a locale.
namespace plumbline::ascii {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_alpha(char c) {
  return is_lower(c) || is_upper(c);
}
constexpr bool is_alnum(char c) {
  return is_alpha(c) || is_digit(c);
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_space(char c) {
  return is_blank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
constexpr bool is_name(char c) {
  return is_alnum(c) || c == '_';
}  ///< of an identifier, not its start
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char upper(char c) {
  return is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c;
}

/// A set of bytes. To search a text for one of several characters, quicker than `find_first_of`.
class Set {
 public:
  constexpr explicit Set(std::string_view members) {
    for (const char c : members) has_[static_cast<unsigned char>(c)] = true;
  }
  constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }
  /// Index of the first member from `at` on, or the size of `text`.
  constexpr std::size_t find(std::string_view text, std::size_t at = 0) const {
    while (at < text.size() && !has(text[at])) ++at;
    return at;
  }
  /// Index of the first byte from `at` on that is no member, or the size of `text`.
  constexpr std::size_t find_other(std::string_view text, std::size_t at = 0) const {
    while (at < text.size() && has(text[at])) ++at;
    return at;
  }

 private:
  bool has_[256] = {};
};
inline constexpr Set line_ends("\r\n");

std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);
std::string_view trim(std::string_view text);
/// `trim`, of blanks and line ends, at the end only.
std::string_view trim_end(std::string_view text);
/// Fields between `separator`s, empty ones kept; an empty text is one empty field.
std::vector<std::string_view> split(std::string_view text, char separator);
/// The whole of `text` as a decimal number, with a sign if `text` has one.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<double> parse_double(std::string_view text);

/// Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `name`, near enough to be meant (a third of its length); empty if none.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace plumbline::ascii
