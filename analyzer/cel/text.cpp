#include "analyzer/cel/text.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "analyzer/base/utf8.h"
#include "analyzer/cel/civil.h"

namespace plumbline::cel {

std::string print_real(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  std::array<char, 1200> digits;  // the smallest number has 1,074 behind its point
  const auto [end, problem] =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  return problem == std::errc() ? std::string(digits.data(), end) : fmt::format("{}", value);
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Char c = decode_utf8(text, i);
    if (!c.valid) {
      out += "\xef\xbf\xbd";
      i += 1;
      continue;
    }
    static constexpr std::string_view special = "\a\b\f\n\r\t\v\\\"";
    static constexpr std::string_view letters = "abfnrtv\\\"";
    const std::size_t found = c.size == 1 ? special.find(text[i]) : std::string_view::npos;
    if (found != std::string_view::npos) {
      out += '\\';
      out += letters[found];
    } else {
      out += text.substr(i, c.size);
    }
    i += c.size;
  }
  return out + "\"";
}

std::string print_literal(const ir::Value& value) {
  switch (value.tag) {
    case ir::Tag::boolean:
      return value.boolean ? "true" : "false";
    case ir::Tag::integer:
      return fmt::format("{}", value.integer);
    case ir::Tag::unsigned_integer:
      return fmt::format("{}u", value.unsigned_integer);
    case ir::Tag::real: {
      if (std::isinf(value.real)) return value.real < 0 ? "-1e999" : "1e999";
      std::string text = fmt::format("{}", value.real);
      if (text.find_first_of(".e") == std::string::npos) text += ".0";
      return text;
    }
    case ir::Tag::string:
      return quote(value.view());
    case ir::Tag::bytes: {
      std::string out = "b\"";
      for (const char c : value.view()) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\') {
          out += fmt::format("\\x{:02x}", byte);
        } else {
          out += c;
        }
      }
      return out + "\"";
    }
    default:
      return "null";
  }
}

std::string print_timestamp(const ir::Value& value) {
  const CivilTime t = civil_from_seconds(value.integer);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute, t.second);
  if (value.size != 0) {
    std::string digits = fmt::format("{:09}", value.size);
    while (digits.ends_with('0')) digits.pop_back();
    text += "." + digits;
  }
  return text + "Z";
}

std::string print_duration(const ir::Value& value) {
  const bool negative = value.integer < 0;
  std::int64_t seconds = value.integer;
  std::uint32_t nanoseconds = value.size;
  if (negative && nanoseconds != 0) {
    ++seconds;
    nanoseconds = 1'000'000'000 - nanoseconds;
  }
  std::string text = fmt::format("{}{}", negative && seconds == 0 ? "-" : "", seconds);
  if (nanoseconds != 0) {
    std::string digits = fmt::format("{:09}", nanoseconds);
    while (digits.ends_with('0')) digits.pop_back();
    text += "." + digits;
  }
  return text + "s";
}

}  // namespace plumbline::cel
