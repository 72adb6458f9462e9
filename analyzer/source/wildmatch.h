#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace plumbline::source {

/// A compiled pattern of git's wildmatch: `*` and `?` do not match '/', `**` between slashes or at an end does, `[…]`
/// with ranges and POSIX classes, `\` escapes. Time is the product of the two lengths and the number of parts at worst.
class Wildmatch {
 public:
  Wildmatch() = default;
  explicit Wildmatch(std::string_view pattern);

  bool matches(std::string_view text) const;
  /// Bytes that a text must have at least.
  std::size_t least_size() const { return least_size_; }

 private:
  enum class Op : std::uint8_t {
    byte,
    any,            ///< one byte, not '/'
    set,            ///< one byte of a class, not '/'
    star,           ///< any bytes but '/'
    everything,     ///< `**` at the end
    directories,    ///< `**/`: nothing, or anything up to and with a '/'
    anything_upto,  ///< `**` whose following '/' is escaped: anything, the slash comes next
    never,          ///< git refuses what stands here (an unfinished or unknown class, a lone backslash)
  };
  struct Token {
    Op op = Op::byte;
    char byte = 0;
    std::uint32_t set = 0;
  };
  class Compiler;

  bool one(const Token& token, char byte) const;

  std::vector<Token> tokens_;
  std::vector<std::bitset<256>> sets_;
  std::size_t least_size_ = 0;
};

}  // namespace plumbline::source
