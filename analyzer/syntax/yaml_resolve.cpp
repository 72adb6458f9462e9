#include "analyzer/base/ascii.h"
#include "analyzer/syntax/yaml.h"

namespace plumbline::syntax {

namespace {

bool is_one_of(std::string_view text, std::string_view lower, std::string_view title, std::string_view upper) {
  return text == lower || text == title || text == upper;
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && ascii::is_digit(text[count])) ++count;
  return count;
}

bool all_of(std::string_view text, bool (*accepts)(char)) {
  for (const char c : text) {
    if (!accepts(c)) return false;
  }
  return !text.empty();
}

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_hex(char c) {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
DataKind resolve_number(std::string_view text) {
  if (text.size() > 2 && text[0] == '0' && text[1] == 'x') {
    return all_of(text.substr(2), is_hex) ? DataKind::integer : DataKind::string;
  }
  if (text.size() > 2 && text[0] == '0' && text[1] == 'o') {
    return all_of(text.substr(2), is_octal) ? DataKind::integer : DataKind::string;
  }
  if (text[0] == '-' || text[0] == '+') text.remove_prefix(1);
  if (is_one_of(text, ".inf", ".Inf", ".INF")) return DataKind::floating;
  const std::size_t whole = count_digits(text);
  text.remove_prefix(whole);
  if (text.empty()) return whole > 0 ? DataKind::integer : DataKind::string;
  if (text[0] == '.') {
    text.remove_prefix(1);
    const std::size_t fraction = count_digits(text);
    if (whole + fraction == 0) return DataKind::string;
    text.remove_prefix(fraction);
  } else if (whole == 0) {
    return DataKind::string;
  }
  if (!text.empty()) {
    if (ascii::lower(text[0]) != 'e') return DataKind::string;
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    if (!all_of(text, ascii::is_digit)) return DataKind::string;
  }
  return DataKind::floating;
}

}  // namespace

DataKind resolve_plain(std::string_view text) {
  if (text.empty()) return DataKind::null;
  switch (text[0]) {
    case '~':
      return text.size() == 1 ? DataKind::null : DataKind::string;
    case 'n':
    case 'N':
      return is_one_of(text, "null", "Null", "NULL") ? DataKind::null : DataKind::string;
    case 't':
    case 'T':
      return is_one_of(text, "true", "True", "TRUE") ? DataKind::boolean : DataKind::string;
    case 'f':
    case 'F':
      return is_one_of(text, "false", "False", "FALSE") ? DataKind::boolean : DataKind::string;
    case '.':
      if (is_one_of(text, ".nan", ".NaN", ".NAN")) return DataKind::floating;
      return resolve_number(text);
    case '+':
    case '-':
      return resolve_number(text);
    default:
      return ascii::is_digit(text[0]) ? resolve_number(text) : DataKind::string;
  }
}

}  // namespace plumbline::syntax
