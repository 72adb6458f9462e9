#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace plumbline::facts {

/// What glob syntaxes compile to: matched in time pattern × text, whatever the pattern.
class GlobAutomaton {
 public:
  using Bytes = std::bitset<256>;
  enum class Repeat : std::uint8_t { once, optional, some, any };

  void add(const Bytes& bytes, Repeat repeat = Repeat::once) { tokens_.push_back({bytes, repeat, Kind::bytes}); }
  void add(char c) { add(one(c)); }
  /// Any number of whole folders: nothing, or anything that ends with `/`.
  void add_folders() {
    tokens_.push_back({{}, Repeat::once, Kind::enter_folders});
    tokens_.push_back({{}, Repeat::once, Kind::folders});
  }
  /// Changes the last piece, if it is one of bytes that stands once.
  bool repeat_last(Repeat repeat);
  bool matches(std::string_view text) const;

  static Bytes one(char c);
  static Bytes all();
  static Bytes not_slash();

 private:
  enum class Kind : std::uint8_t { bytes, enter_folders, folders };
  struct Piece {
    Bytes bytes;
    Repeat repeat;
    Kind kind;
  };
  void close(std::vector<char>& states) const;

  std::vector<Piece> tokens_;
};

}  // namespace plumbline::facts
