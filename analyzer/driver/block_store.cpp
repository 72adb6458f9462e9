#include "analyzer/driver/block_store.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <functional>
#include <new>
#include <utility>

#include <sys/mman.h>

namespace plumbline::driver {

namespace {

constexpr std::uint64_t alignment = alignof(std::max_align_t);
constexpr std::uint64_t least_size = std::uint64_t{1} << 20U;

constexpr std::uint64_t aligned(std::uint64_t size) {
  return (size + alignment - 1) / alignment * alignment;
}

/// At the begin of the memory.
struct Head {
  std::atomic<std::uint64_t> filled{0};  ///< bytes of frames behind the head
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
constexpr std::uint64_t head_size = aligned(sizeof(Head));

/// Before each block.
struct Frame {
  std::uint32_t index = 0;
  std::uint32_t unused = 0;
  std::uint64_t size = 0;
};
static_assert(sizeof(Frame) % alignment == 0);

Head& head_of(char* memory) {
  return *std::launder(reinterpret_cast<Head*>(memory));
}

}  // namespace

std::optional<BlockStore> BlockStore::make(std::uint64_t bytes) {
  for (std::uint64_t size = std::max(aligned(bytes), least_size); size >= least_size; size = aligned(size / 2)) {
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) continue;
    new (memory) Head();
    return BlockStore(static_cast<char*>(memory), size);
  }
  return std::nullopt;
}

BlockStore::BlockStore(BlockStore&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      size_(other.size_),
      at_(other.at_),
      forgotten_(other.forgotten_) {}

BlockStore& BlockStore::operator=(BlockStore&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(size_, other.size_);
  std::swap(at_, other.at_);
  std::swap(forgotten_, other.forgotten_);
  return *this;
}

BlockStore::~BlockStore() {
  if (memory_ != nullptr) munmap(memory_, size_);
}

bool BlockStore::append(std::uint32_t index, std::string_view block) {
  Head& head = head_of(memory_);
  const std::uint64_t begin = head.filled.load(std::memory_order_relaxed);
  const std::uint64_t room = size_ - head_size - begin;
  if (block.size() > room || sizeof(Frame) + aligned(block.size()) > room) return false;
  const Frame frame{index, 0, block.size()};
  char* to = memory_ + head_size + begin;
  std::memcpy(to, &frame, sizeof frame);
  std::memcpy(to + sizeof frame, block.data(), block.size());
  head.filled.store(begin + sizeof frame + aligned(block.size()), std::memory_order_release);
  return true;
}

std::uint64_t BlockStore::filled() const {
  return std::min(head_of(memory_).filled.load(std::memory_order_acquire), size_ - head_size);
}

std::optional<BlockStore::Entry> BlockStore::next() {
  const std::uint64_t end = filled();
  if (end < at_ || end - at_ < sizeof(Frame)) return std::nullopt;
  Frame frame;
  const char* from = memory_ + head_size + at_;
  std::memcpy(&frame, from, sizeof frame);
  const std::uint64_t rest = end - at_ - sizeof frame;
  if (frame.size > rest || aligned(frame.size) > rest) return std::nullopt;
  at_ += sizeof frame + aligned(frame.size);
  return Entry{frame.index, {from + sizeof frame, frame.size}};
}

void BlockStore::forget_before(std::string_view block) {
  constexpr std::uint64_t step = std::uint64_t{1} << 20U;  // a multiple of every page size
  const std::less<const char*> before;
  if (before(block.data(), memory_ + forgotten_ + step) || !before(block.data(), memory_ + size_)) return;
  const std::uint64_t until = static_cast<std::uint64_t>(block.data() - memory_) / step * step;
  // The first pages hold the head, which is not needed any more either.
  madvise(memory_ + forgotten_, until - forgotten_, MADV_REMOVE);
  forgotten_ = until;
}

}  // namespace plumbline::driver
