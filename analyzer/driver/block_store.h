#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plumbline::driver {

/// Memory that one worker fills with blocks and its parent reads once the worker has ended: nothing passes through the
/// kernel. Made before the fork. Address space is reserved at once, memory only as it is filled.
class BlockStore {
 public:
  /// Of `bytes`, or of less where the system does not give so much; none when it gives next to nothing.
  static std::optional<BlockStore> make(std::uint64_t bytes);
  BlockStore(BlockStore&& other) noexcept;
  BlockStore& operator=(BlockStore&& other) noexcept;
  ~BlockStore();

  /// The worker's side: false when there is no room.
  bool append(std::uint32_t index, std::string_view block);

  /// The parent's side, while the worker runs: grows with every block.
  std::uint64_t filled() const;
  struct Entry {
    std::uint32_t index = 0;
    std::string_view block;  ///< aligned for any type; valid as long as the store
  };
  /// The parent's side, once the worker has ended: the blocks in turn. Nothing in the memory is believed: what does not
  /// fit into it ends the walk.
  std::optional<Entry> next();
  /// Gives back the memory before `block` when there is much of it: who asks has read the blocks that stand there.
  /// Nothing happens for a block of another store.
  void forget_before(std::string_view block);
  /// Bytes that the walk has not reached: the worker wrote what is no block.
  bool has_rest() const { return at_ < filled(); }

 private:
  BlockStore(char* memory, std::uint64_t size) : memory_(memory), size_(size) {}

  char* memory_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;         ///< of the walk
  std::uint64_t forgotten_ = 0;  ///< bytes of the memory, whole pages
};

}  // namespace plumbline::driver
