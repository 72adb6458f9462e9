#include "analyzer/facts/encoding.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

constexpr std::string_view base62_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

int base64_value(char c) {
  if (ascii::is_upper(c)) return c - 'A';
  if (ascii::is_lower(c)) return c - 'a' + 26;
  if (ascii::is_digit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

int hex_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  const char l = ascii::lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
    table[i] = value;
  }
  return table;
}
constexpr auto crc = crc_table();

struct Classes {
  bool lower = false, upper = false, digit = false, other = false, hex = true;
};

Classes classes_of(std::string_view text) {
  Classes classes;
  for (const char c : text) {
    classes.lower = classes.lower || ascii::is_lower(c);
    classes.upper = classes.upper || ascii::is_upper(c);
    classes.digit = classes.digit || ascii::is_digit(c);
    classes.other = classes.other || !ascii::is_alnum(c);
    classes.hex = classes.hex && hex_value(c) >= 0;
  }
  return classes;
}

/// Longest run of letters that alternates like a word: its share of the text tells names from noise.
std::size_t longest_word(std::string_view text) {
  constexpr std::string_view vowels = "aeiouy";
  std::size_t longest = 0;
  std::size_t begin = 0;
  std::size_t run = 0;  // of consonants or of vowels
  bool vowel_before = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = ascii::lower(text[at]);
    const bool vowel = vowels.find(c) != std::string_view::npos;
    const bool starts =
        !ascii::is_alpha(text[at]) || (at > begin && ascii::is_upper(text[at]) && ascii::is_lower(text[at - 1]));
    run = at > begin && vowel == vowel_before ? run + 1 : 1;
    if (starts || run > 3) {
      begin = ascii::is_alpha(text[at]) ? at : at + 1;
      run = 1;
    }
    vowel_before = vowel;
    if (at + 1 > begin) longest = std::max(longest, at + 1 - begin);
  }
  return longest;
}

/// Names are parts that are a word or a number each; generated text has a part that mixes letters and digits, or a long
/// one.
bool has_mixed_part(std::string_view text) {
  constexpr std::size_t mixed = 4;
  constexpr std::size_t long_part = 16;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && ascii::is_alnum(text[at])) continue;
    const std::string_view part = text.substr(begin, at - begin);
    begin = at + 1;
    const bool digit = std::any_of(part.begin(), part.end(), ascii::is_digit);
    const bool letter = std::any_of(part.begin(), part.end(), ascii::is_alpha);
    if (part.size() >= long_part || (part.size() >= mixed && digit && letter)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  std::size_t size = text.size();
  while (size > 0 && text.size() - size < 2 && text[size - 1] == '=') --size;
  if (size == 0 || size % 4 == 1 || (size != text.size() && text.size() % 4 != 0)) return std::nullopt;
  std::string out;
  out.reserve(size * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, size)) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU);
    }
  }
  return out;
}

std::optional<std::string> decode_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = ~0U;
  for (const char c : bytes) value = crc[(value ^ static_cast<unsigned char>(c)) & 0xffU] ^ (value >> 8U);
  return ~value;
}

std::string base62(std::uint32_t value, std::size_t width) {
  std::string out;
  while (value > 0) {
    out += base62_digits[value % 62];
    value /= 62;
  }
  while (out.size() < width) out += '0';
  std::reverse(out.begin(), out.end());
  return out;
}

double shannon_entropy(std::string_view text) {
  if (text.empty()) return 0;
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  const auto size = static_cast<double>(text.size());
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / size;
    bits -= share * std::log2(share);
  }
  return bits;
}

double relative_entropy(std::string_view text) {
  if (text.size() < 2) return 0;
  const Classes classes = classes_of(text);
  const std::size_t alphabet = classes.hex ? 16
                                           : (classes.lower ? 26U : 0U) + (classes.upper ? 26U : 0U) +
                                                 (classes.digit ? 10U : 0U) + (classes.other ? 2U : 0U);
  const double most = std::log2(static_cast<double>(std::min(text.size(), alphabet)));
  return most > 0 ? shannon_entropy(text) / most : 0;
}

bool looks_random(std::string_view text) {
  constexpr std::size_t shortest = 12;
  constexpr double least_entropy = 0.75;
  if (text.size() < shortest) return false;
  const Classes classes = classes_of(text);
  const int kinds = (classes.lower ? 1 : 0) + (classes.upper ? 1 : 0) + (classes.digit ? 1 : 0);
  if (!classes.digit || kinds < 2) return false;
  // Much of the text in one pronounceable run is a name with a number.
  return relative_entropy(text) >= least_entropy && longest_word(text) * 5 <= text.size() * 2 && has_mixed_part(text);
}

}  // namespace plumbline::facts
