#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/limits.h"
#include "analyzer/driver/block_store.h"

namespace plumbline::driver {

/// What became of one unit of work.
struct WorkResult {
  enum class State : std::uint8_t { done, crashed, timed_out, out_of_memory, not_started, refused };
  State state = State::refused;
  std::string_view block;  ///< of `done`; aligned for any type
};

/// By index, with the memory that the blocks lie in.
struct WorkResults {
  std::vector<WorkResult> items;
  std::vector<BlockStore> stores;
  std::vector<std::string> own_blocks;  ///< of work that was done here
};

/// Makes the block of item `index`. Runs in a worker process, or here.
using Work = std::function<std::string(std::uint32_t index)>;

struct WorkerOptions {
  std::uint32_t workers = 1;
  Limits limits;
  double deadline_seconds = 0;  ///< of the whole; 0: none
};

/// Runs `work` for 0 … count-1 in forked processes with limits on memory, CPU and stack. The caller must have no other
/// thread yet. What kills or stops one item is that item's result alone: the worker is replaced, the others go on.
/// `weights` (bytes) spread items evenly. Results are by index, whatever the number of workers.
WorkResults run_forked(const Work& work, std::span<const std::uint32_t> weights, const WorkerOptions& options);

/// The same here, without protection: tests and few small files.
WorkResults run_in_process(const Work& work, std::uint32_t count);

}  // namespace plumbline::driver
