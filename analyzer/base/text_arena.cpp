#include "analyzer/base/text_arena.h"

#include <cstring>
#include <utility>

#include <sys/mman.h>

#include "analyzer/base/check.h"

namespace plumbline {

TextArena::TextArena(std::uint64_t capacity) : capacity_(capacity) {
  PLUMBLINE_CHECK(capacity <= std::uint64_t{0xffffffff}, "offsets are 32 bits");
  // NORESERVE: pages cost nothing until written; the kernel hands out zeroed ones.
  void* address = mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  PLUMBLINE_CHECK(address != MAP_FAILED, "address space for the text arena");
  base_ = static_cast<char*>(address);
}

TextArena::~TextArena() {
  if (base_ != nullptr) munmap(base_, capacity_);
}

TextArena::TextArena(TextArena&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

std::optional<Str> TextArena::add(std::string_view text) {
  if (text.size() > capacity_ - size_) return std::nullopt;
  if (!text.empty()) std::memcpy(base_ + size_, text.data(), text.size());
  return commit(static_cast<std::uint32_t>(text.size()));
}

char* TextArena::prepare(std::uint32_t size) {
  return size > capacity_ - size_ ? nullptr : base_ + size_;
}

Str TextArena::commit(std::uint32_t used) {
  const Str text{size_, used};
  size_ += used;
  return text;
}

}  // namespace plumbline
