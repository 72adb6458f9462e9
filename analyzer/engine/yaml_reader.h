#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"

namespace YAML {
class Node;
}

namespace plumbline::engine {

/// Reads YAML of our own (rule files, gates, configuration) strictly: unknown keys, wrong types and words outside their
/// vocabulary become diagnostics with file, line, column and the nearest valid spelling. The one place, with
/// yaml_reader.cpp, that knows yaml-cpp.
class YamlReader {
 public:
  /// `origin` is the file's name in messages.
  YamlReader(std::string origin, Diagnostics& diagnostics) : origin_(std::move(origin)), diagnostics_(diagnostics) {}

  /// A value with its key, for messages. Absent when the file does not have it.
  class Value {
   public:
    Value() = default;
    explicit operator bool() const { return node_ != nullptr; }
    LineColumn at() const;  ///< of the value's first character; a block scalar's first line

   private:
    friend class YamlReader;
    std::shared_ptr<YAML::Node> node_;
    std::string name_;
  };

  /// Null after a syntax error, which has been told.
  Value parse(std::string_view text);

  /// The value of a key of a map. Tells nothing.
  Value get(const Value& map, std::string_view key) const;
  /// Tells of keys that are not in `known`, of a value that is no map, and of a missing one of `required`.
  bool expect_map(const Value& value, const std::vector<std::string_view>& known,
                  const std::vector<std::string_view>& required = {});
  std::optional<std::string> text(const Value& value);
  std::optional<bool> boolean(const Value& value);
  std::optional<double> number(const Value& value);
  std::optional<std::int64_t> integer(const Value& value);
  /// A list, or one scalar that stands for a list of one.
  std::vector<Value> list(const Value& value);
  std::vector<std::string> texts(const Value& value);
  std::vector<std::pair<std::string, Value>> entries(const Value& map);
  /// Index of the value's word in `words`; told when it is none of them.
  std::optional<std::size_t> word(const Value& value, const std::vector<std::string_view>& words);
  void error(const Value& value, std::string message);
  void error(LineColumn at, std::string message);
  const std::string& origin() const { return origin_; }

 private:
  Value child(const YAML::Node& node, std::string name) const;

  std::string origin_;
  Diagnostics& diagnostics_;
};

}  // namespace plumbline::engine
