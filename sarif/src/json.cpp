#include "sarif/src/json.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "sarif/src/utf8.h"

namespace plumbline::sarif {

namespace {

// Marks that reorder what is shown (CVE-2021-42574), what has no width, line separators, tag characters, and the byte
// order mark.
bool is_deceptive(char32_t value) {
  return (value >= 0x200b && value <= 0x200f) || (value >= 0x2028 && value <= 0x202e) ||
         (value >= 0x2060 && value <= 0x2069) || (value >= 0xe0000 && value <= 0xe007f) || value == 0x061c ||
         value == 0xfeff;
}

void append_escaped(std::string& out, char32_t value) {
  if (value > 0xffff) {
    append_escaped(out, 0xd800 + ((value - 0x10000) >> 10U));
    value = 0xdc00 + ((value - 0x10000) & 0x3ffU);
  }
  fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(value));
}

void append_character(std::string& out, std::string_view bytes, const Decoded& c) {
  if (c.value == '"' || c.value == '\\') {
    out += '\\';
    out += static_cast<char>(c.value);
  } else if (c.value == '\n') {
    out += "\\n";
  } else if (c.value == '\r') {
    out += "\\r";
  } else if (c.value == '\t') {
    out += "\\t";
  } else if (is_control(c.value) || is_deceptive(c.value)) {
    append_escaped(out, c.value);
  } else if (!c.valid) {
    out += "\xef\xbf\xbd";
  } else {
    out += bytes;
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const Decoded c = decode(text, at);
    append_character(out, text.substr(at, c.size), c);
    at += c.size;
  }
  out += '"';
}

void JsonWriter::new_line() {
  if (!indented_) return;
  out_ += '\n';
  out_.append(2 * has_items_.size(), ' ');
}

void JsonWriter::before_value() {
  if (std::exchange(after_key_, false)) return;
  if (has_items_.empty()) return;
  if (has_items_.back()) out_ += ',';
  has_items_.back() = true;
  new_line();
}

void JsonWriter::open(char bracket) {
  before_value();
  out_ += bracket;
  has_items_.push_back(false);
}

void JsonWriter::close(char bracket) {
  const bool had_items = has_items_.back();
  has_items_.pop_back();
  if (had_items) new_line();
  out_ += bracket;
}

void JsonWriter::key(std::string_view name) {
  before_value();
  append_json_string(out_, name);
  out_ += indented_ ? ": " : ":";
  after_key_ = true;
}

void JsonWriter::string(std::string_view value) {
  before_value();
  append_json_string(out_, value);
}

void JsonWriter::number(std::int64_t value) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::member(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void JsonWriter::member(std::string_view name, std::int64_t value) {
  key(name);
  number(value);
}

void JsonWriter::flag(std::string_view name, bool value) {
  key(name);
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::optional_member(std::string_view name, std::string_view value) {
  if (!value.empty()) member(name, value);
}

void JsonWriter::begin_object(std::string_view name) {
  key(name);
  begin_object();
}

void JsonWriter::begin_array(std::string_view name) {
  key(name);
  begin_array();
}

void JsonWriter::strings(std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  begin_array(name);
  for (const std::string& value : values) string(value);
  end_array();
}

std::string JsonWriter::take() {
  if (indented_) out_ += '\n';
  return std::move(out_);
}

}  // namespace plumbline::sarif
