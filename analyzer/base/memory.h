#pragma once

namespace plumbline {

/// For memory that is not taken with `new` (address space, C libraries): does what `new` does without memory. The
/// process's new handler is called, which ends the process as its kind of process ends; without one it throws
/// `std::bad_alloc`.
[[noreturn]] void out_of_memory();

}  // namespace plumbline
