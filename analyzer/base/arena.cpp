#include "analyzer/base/arena.h"

#include <algorithm>
#include <cstring>

namespace plumbline {

void* Arena::allocate(std::size_t size, std::size_t alignment) {
  while (current_ < blocks_.size()) {
    const std::size_t start = (offset_ + alignment - 1) / alignment * alignment;
    if (start + size <= blocks_[current_].size) {
      offset_ = start + size;
      used_ += size;
      return blocks_[current_].bytes.get() + start;
    }
    ++current_;
    offset_ = 0;
  }
  const std::size_t wanted = std::max(block_size_, size);
  blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(wanted), wanted});
  offset_ = size;
  used_ += size;
  return blocks_.back().bytes.get();
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* bytes = allocate_array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

void Arena::reset() {
  current_ = 0;
  offset_ = 0;
  used_ = 0;
}

}  // namespace plumbline
