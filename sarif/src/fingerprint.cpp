#include "sarif/fingerprint.h"

#include <array>
#include <cstddef>
#include <deque>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <sha2.h>

#include "sarif/src/utf8.h"

namespace plumbline::sarif {

namespace {

constexpr std::size_t window_size = 100;
constexpr std::uint64_t base = 37;

constexpr std::uint64_t power_of_base(std::size_t exponent) {
  std::uint64_t value = 1;
  for (; exponent > 0; --exponent) value *= base;
  return value;
}

/// A polynomial hash over the last 100 units, and the line starts whose 100 units are not complete yet.
class LineHasher {
 public:
  void unit(std::uint32_t value) {
    if (value == ' ' || value == '\t' || (after_carriage_return_ && value == '\n')) {
      after_carriage_return_ = false;
      return;
    }
    after_carriage_return_ = value == '\r';
    if (after_carriage_return_) value = '\n';
    if (at_line_start_) pending_.push_back(units_);
    at_line_start_ = value == '\n';
    push(value);
  }

  std::vector<LineHash> finish() {
    constexpr std::uint32_t end_of_file = 0xffff;
    unit(end_of_file);
    while (!pending_.empty()) push(0);
    return std::move(hashes_);
  }

 private:
  void push(std::uint64_t value) {
    std::uint64_t& slot = window_[units_ % window_size];
    hash_ = hash_ * base + value - power_of_base(window_size) * slot;
    slot = value;
    ++units_;
    if (!pending_.empty() && units_ - pending_.front() == window_size) {
      pending_.pop_front();
      hashes_.push_back({hash_, ++occurrences_[hash_]});
    }
  }

  std::array<std::uint64_t, window_size> window_{};
  std::uint64_t hash_ = 0;
  std::size_t units_ = 0;
  std::deque<std::size_t> pending_;  ///< Number of each line's first unit; at most one a unit of the window.
  bool at_line_start_ = true;
  bool after_carriage_return_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> occurrences_;
  std::vector<LineHash> hashes_;
};

std::string without_nul(std::string_view part) {
  std::string out;
  for (const char c : part) {
    if (c == '\0') {
      out += "\xef\xbf\xbd";
    } else {
      out += c;
    }
  }
  return out;
}

template <class Parts>
std::string fingerprint_of(const Parts& parts) {
  std::string joined;
  bool first = true;
  for (const auto& part : parts) {
    if (!first) joined += '\0';
    first = false;
    joined += without_nul(part);
  }
  return sha256(joined).substr(0, 32);
}

}  // namespace

std::string to_string(const LineHash& hash) {
  return fmt::format("{:x}:{}", hash.hash, hash.occurrence);
}

std::vector<LineHash> line_hashes(std::string_view file) {
  LineHasher hasher;
  for (std::size_t at = 0; at < file.size();) {
    const Decoded c = decode(file, at);
    at += c.size;
    if (utf16_units(c.value) == 1) {
      hasher.unit(c.value);
    } else {
      hasher.unit(0xd800U + ((c.value - 0x10000U) >> 10U));
      hasher.unit(0xdc00U + (c.value & 0x3ffU));
    }
  }
  return hasher.finish();
}

std::string fingerprint(std::initializer_list<std::string_view> parts) {
  return fingerprint_of(parts);
}
std::string fingerprint(const std::vector<std::string>& parts) {
  return fingerprint_of(parts);
}

std::string sha256(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256Final(digest.data(), &context);
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

}  // namespace plumbline::sarif
