#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline::sarif {

/// A JSON string literal, quotes included. Controls, line separators, bidirectional marks and byte order marks are
/// written as escapes, so that no reader of the bytes (terminal, editor, diff) acts on them; what is not UTF-8 becomes
/// U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Writes JSON in the order of the calls. Names and values alternate inside objects; the caller balances begin and end.
class JsonWriter {
 public:
  explicit JsonWriter(bool indented) : indented_(indented) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void string(std::string_view value);
  void number(std::int64_t value);

  void member(std::string_view name, std::string_view value);
  void member(std::string_view name, std::int64_t value);
  void flag(std::string_view name, bool value);
  /// Nothing for an empty value.
  void optional_member(std::string_view name, std::string_view value);
  void begin_object(std::string_view name);
  void begin_array(std::string_view name);

  /// An array of strings, or nothing for none.
  void strings(std::string_view name, const std::vector<std::string>& values);

  std::string take();

 private:
  void open(char bracket);
  void close(char bracket);
  void before_value();
  void new_line();

  std::string out_;
  std::vector<bool> has_items_;  ///< One for each open bracket.
  bool after_key_ = false;
  bool indented_;
};

}  // namespace plumbline::sarif
