#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace plumbline::cel {

/// A regular expression that is compiled when it is first needed; may then be used by several threads.
class Pattern {
 public:
  explicit Pattern(std::string_view text);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  /// Does it occur in `text`? Empty when the pattern is wrong.
  std::optional<bool> occurs_in(std::string_view text) const;
  /// What is wrong with it; empty when nothing is.
  std::string problem() const;

 private:
  const re2::RE2& compiled() const;

  std::string text_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace plumbline::cel
