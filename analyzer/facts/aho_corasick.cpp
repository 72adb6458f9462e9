#include "analyzer/facts/aho_corasick.h"

#include <algorithm>

#include "analyzer/base/ascii.h"

namespace plumbline::facts {
namespace {

constexpr std::uint32_t no_state = ~0U;

/// The automaton before it is renumbered: one row of `width` successors a state.
struct Trie {
  std::uint32_t width = 1;
  std::vector<std::uint32_t> next;
  std::vector<std::vector<std::uint32_t>> outputs;

  std::uint32_t add_state() {
    next.resize(next.size() + width, no_state);
    outputs.emplace_back();
    return static_cast<std::uint32_t>(outputs.size() - 1);
  }
  std::uint32_t& at(std::uint32_t state, std::uint32_t byte_class) { return next[state * width + byte_class]; }
};

/// Completes the successors breadth first: a missing one is that of the longest proper suffix.
void complete(Trie& trie) {
  std::vector<std::uint32_t> fail(trie.outputs.size(), 0);
  std::vector<std::uint32_t> queue{0};
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const std::uint32_t state = queue[head];
    for (std::uint32_t c = 0; c < trie.width; ++c) {
      const std::uint32_t fallback = state == 0 ? 0 : trie.at(fail[state], c);
      std::uint32_t& successor = trie.at(state, c);
      if (successor == no_state) {
        successor = fallback;
        continue;
      }
      fail[successor] = fallback;
      const std::vector<std::uint32_t>& inherited = trie.outputs[fallback];
      trie.outputs[successor].insert(trie.outputs[successor].end(), inherited.begin(), inherited.end());
      queue.push_back(successor);
    }
  }
}

}  // namespace

AhoCorasick::AhoCorasick(std::span<const std::string_view> literals) : classes_(256, 0) {
  for (const std::string_view literal : literals) {
    for (const char c : literal) {
      std::uint8_t& byte_class = classes_[static_cast<unsigned char>(ascii::lower(c))];
      if (byte_class == 0) byte_class = static_cast<std::uint8_t>(width_++);
    }
  }
  for (char c = 'A'; c <= 'Z'; ++c)
    classes_[static_cast<unsigned char>(c)] = classes_[static_cast<unsigned char>(ascii::lower(c))];
  Trie trie;
  trie.width = width_;
  trie.add_state();
  for (std::uint32_t i = 0; i < literals.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : literals[i]) {
      const std::uint32_t byte_class = classes_[static_cast<unsigned char>(c)];
      if (trie.at(state, byte_class) == no_state) {
        const std::uint32_t added = trie.add_state();
        trie.at(state, byte_class) = added;
      }
      state = trie.at(state, byte_class);
    }
    if (state != 0) trie.outputs[state].push_back(i);
  }
  complete(trie);
  // States with output last: the search tells them by one comparison. The root has none and stays first.
  const auto count = static_cast<std::uint32_t>(trie.outputs.size());
  std::vector<std::uint32_t> order(count);
  for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
  const auto accepting = std::stable_partition(order.begin(), order.end(),
                                               [&](std::uint32_t state) { return trie.outputs[state].empty(); });
  first_accepting_ = static_cast<std::uint32_t>(accepting - order.begin()) * width_;
  std::vector<std::uint32_t> number(count);
  for (std::uint32_t i = 0; i < count; ++i) number[order[i]] = i * width_;
  next_.reserve(trie.next.size());
  for (const std::uint32_t state : order)
    for (std::uint32_t c = 0; c < width_; ++c) next_.push_back(number[trie.at(state, c)]);
  output_starts_.push_back(0);
  for (auto state = accepting; state != order.end(); ++state) {
    outputs_.insert(outputs_.end(), trie.outputs[*state].begin(), trie.outputs[*state].end());
    output_starts_.push_back(static_cast<std::uint32_t>(outputs_.size()));
  }
}

}  // namespace plumbline::facts
