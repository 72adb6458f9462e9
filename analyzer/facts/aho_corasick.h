#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace plumbline::facts {

/// Many literals searched at once, ASCII case ignored. Immutable after construction: usable from every thread.
class AhoCorasick {
 public:
  struct Hit {
    std::uint32_t pattern = 0;  ///< index of the literal
    std::uint32_t end = 0;      ///< byte behind it
  };

  explicit AhoCorasick(std::span<const std::string_view> literals);

  /// Calls `found(pattern, end)` for every occurrence of every literal, by growing end.
  template <class Found>
  void search(std::string_view text, Found&& found) const {
    // Every byte of every file passes here: plain pointers, no bounds that are checked again.
    const std::uint32_t* next = next_.data();
    const std::uint8_t* classes = classes_.data();
    const char* bytes = text.data();
    std::uint32_t state = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      state = next[state + classes[static_cast<unsigned char>(bytes[i])]];
      if (state >= first_accepting_) {
        const std::uint32_t output = (state - first_accepting_) / width_;
        for (std::uint32_t k = output_starts_[output]; k < output_starts_[output + 1]; ++k)
          found(outputs_[k], static_cast<std::uint32_t>(i + 1));
      }
    }
  }

  std::size_t states() const { return width_ == 0 ? 0 : next_.size() / width_; }

 private:
  std::uint32_t width_ = 1;            // byte classes
  std::uint32_t first_accepting_ = 0;  // states are renumbered so that those with output come last
  std::vector<std::uint8_t> classes_;  // byte → class
  std::vector<std::uint32_t> next_;    // state (premultiplied by width) + class → state
  std::vector<std::uint32_t> output_starts_;
  std::vector<std::uint32_t> outputs_;
};

}  // namespace plumbline::facts
