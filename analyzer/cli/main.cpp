#include <clocale>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include <malloc.h>
#include <unistd.h>

#include "analyzer/cli/commands.h"
#include "analyzer/cli/options.h"

namespace {

using plumbline::cli::Exit;
using Command = Exit (*)(const plumbline::cli::Options&);

constexpr std::pair<std::string_view, Command> commands[] = {
    {"check", &plumbline::cli::run_check},   {"gates", &plumbline::cli::run_gates},
    {"log", &plumbline::cli::run_log},       {"explain", &plumbline::cli::run_explain},
    {"rules", &plumbline::cli::run_rules},   {"files", &plumbline::cli::run_files},
    {"ir", &plumbline::cli::run_ir},         {"query", &plumbline::cli::run_query},
    {"schema", &plumbline::cli::run_schema}, {"baseline", &plumbline::cli::run_baseline},
    {"config", &plumbline::cli::run_config}, {"init", &plumbline::cli::run_init},
};

[[noreturn]] void no_memory() {
  constexpr std::string_view message =
      "plumbline: not enough memory: give it more (ulimit -v, the container's limit), or less to read (--exclude, "
      "--jobs 1)\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
  _exit(static_cast<int>(Exit::internal));
}

// Before the initialisation of what is static, which takes memory as well.
[[gnu::constructor(101)]] void tell_no_memory() {
  std::set_new_handler(no_memory);
}

/// What one file's trees took is taken again by the next one's: giving it back to the kernel in between, as glibc does,
/// costs a tenth of a run in page faults.
void keep_freed_memory() {
  constexpr int most = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, most);
  mallopt(M_TRIM_THRESHOLD, most);
  mallopt(M_TOP_PAD, 1 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  std::signal(SIGPIPE, SIG_IGN);  // a closed output is an error that is told, not a death
  try {
    const auto parsed = plumbline::cli::parse_options(argc, argv);
    if (const Exit* status = std::get_if<Exit>(&parsed)) return static_cast<int>(*status);
    const auto& options = std::get<plumbline::cli::Options>(parsed);
    for (const auto& [name, command] : commands) {
      if (name == options.command) return static_cast<int>(command(options));
    }
    return static_cast<int>(Exit::usage);
  } catch (const std::exception& exception) {
    std::fputs("plumbline: internal error: ", stderr);
    std::fputs(exception.what(), stderr);
    std::fputs("\n", stderr);
    return static_cast<int>(Exit::internal);
  }
}
