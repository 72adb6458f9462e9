#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace plumbline {

/// Bump allocator for results that live until `reset`. Blocks are kept across resets, so a warm arena allocates
/// nothing. Only for trivially destructible values. One thread.
class Arena {
 public:
  explicit Arena(std::size_t block_size = std::size_t{64} * 1024) : block_size_(block_size) {}

  void* allocate(std::size_t size, std::size_t alignment);
  template <class T>
  T* allocate_array(std::size_t count) {
    return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
  }
  std::string_view copy(std::string_view text);
  void reset();
  /// Bytes handed out since the last reset.
  std::size_t used() const { return used_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  std::size_t block_size_;
  std::vector<Block> blocks_;
  std::size_t current_ = 0;  // block being filled
  std::size_t offset_ = 0;   // in that block
  std::size_t used_ = 0;
};

}  // namespace plumbline
