#include "analyzer/base/text_arena.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <sys/mman.h>
#include <sys/resource.h>

#include "analyzer/base/check.h"
#include "analyzer/base/memory.h"

namespace plumbline {

namespace {

/// Where the address space of a process is limited, other things need most of it.
std::uint64_t bearable(std::uint64_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  return std::min<std::uint64_t>(wanted, limit.rlim_cur / 4);
}

}  // namespace

TextArena::TextArena(std::uint64_t capacity) : capacity_(bearable(capacity)) {
  PLUMBLINE_CHECK(capacity <= std::uint64_t{0xffffffff}, "offsets are 32 bits");
  constexpr std::uint64_t least = 1U << 20U;
  while (true) {
    // NORESERVE: pages cost nothing until written; the kernel hands out zeroed ones.
    void* address =
        mmap(nullptr, capacity_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (address != MAP_FAILED) {
      madvise(address, capacity_, MADV_HUGEPAGE);  // where there are such: a five-hundredth of the page faults
      base_ = static_cast<char*>(address);
      return;
    }
    if (capacity_ <= least) out_of_memory();
    capacity_ /= 2;
  }
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
