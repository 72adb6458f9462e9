#pragma once

#include <bit>
#include <cstdint>
#include <initializer_list>

#include "analyzer/base/ids.h"
#include "analyzer/base/location.h"

/// The types that an entity may be made of. All are trivially copyable and hold no pointer, so a row can be written to
/// a pipe, a file or another table as it is.
namespace plumbline::ir {

/// A set of values of a closed vocabulary of at most 64 words.
template <class Enum>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<Enum> values) {
    for (const Enum value : values) add(value);
  }
  static constexpr EnumSet from_bits(std::uint64_t bits) {
    EnumSet set;
    set.bits_ = bits;
    return set;
  }
  constexpr void add(Enum value) { bits_ |= bit(value); }
  constexpr void add(EnumSet other) { bits_ |= other.bits_; }
  constexpr void remove(Enum value) { bits_ &= ~bit(value); }
  constexpr bool has(Enum value) const { return (bits_ & bit(value)) != 0; }
  constexpr bool has_any(EnumSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return std::popcount(bits_); }
  constexpr std::uint64_t bits() const { return bits_; }
  friend constexpr bool operator==(EnumSet, EnumSet) = default;

 private:
  static constexpr std::uint64_t bit(Enum value) { return std::uint64_t{1} << static_cast<unsigned>(value); }
  std::uint64_t bits_ = 0;
};

/// Elements lie together in a pool of the element's table. *Incomplete*: there may be more that cannot be seen here
/// (an include elsewhere, a template), so that "none of them" is unknown, not true.
template <class T>
struct List {
  std::uint32_t first = 0;
  std::uint32_t count : 31 = 0;
  std::uint32_t incomplete : 1 = 0;

  constexpr bool empty() const { return count == 0; }
};

enum class Presence : std::uint8_t {
  absent,  ///< the file does not say it
  present,
  unknown,  ///< the file says something that cannot be known here
};

/// A value, or none, or one that cannot be known here; then `cause` is what stands in its place in the entity's file.
template <class T>
struct Maybe {
  T value{};
  Span cause;
  Presence presence = Presence::absent;

  constexpr Maybe() = default;
  constexpr Maybe(T known) : value(known), presence(Presence::present) {}  // NOLINT(google-explicit-constructor)
  static constexpr Maybe unknown(Span because) {
    Maybe result;
    result.cause = because;
    result.presence = Presence::unknown;
    return result;
  }
  constexpr bool is_present() const { return presence == Presence::present; }
  constexpr bool is_absent() const { return presence == Presence::absent; }
  constexpr bool is_unknown() const { return presence == Presence::unknown; }
  constexpr T value_or(T otherwise) const { return is_present() ? value : otherwise; }
};

}  // namespace plumbline::ir
