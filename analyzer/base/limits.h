#pragma once

#include <cstdint>

namespace plumbline {

/// Every limit of the program with its default. Those that form a verdict are counted, so that they are the same on
/// every machine; CPU, memory and deadline are backstops. Reaching one is reported and makes the run incomplete.
/// A repository's own files cannot raise them.
struct Limits {
  // Bytes.
  std::uint32_t text_file = 1U << 20U;   ///< programs, shell, Dockerfiles
  std::uint32_t data_file = 10U << 20U;  ///< YAML and JSON
  std::uint32_t line = 64U << 10U;       ///< of a program
  std::uint32_t shell_snippet = 64U << 10U;
  std::uint32_t heredoc_word = 128;
  std::uint32_t path = 4096;
  std::uint32_t quoted_text = 200;  ///< code points of repository text in one quote

  // Counts.
  std::uint32_t files = 200'000;
  std::uint32_t directory_depth = 256;
  std::uint32_t ignore_steps = 500'000'000;  ///< of matching ignore patterns, in the whole run
  std::uint32_t yaml_depth = 100;
  std::uint32_t bracket_depth = 500;        ///< programs and JSON
  std::uint32_t tree_nodes = 1'000'000;     ///< a file
  std::uint32_t alias_expansion = 100'000;  ///< nodes a document
  std::uint32_t dockerfile_instructions = 10'000;
  std::uint32_t heredocs = 64;    ///< an instruction or command
  std::uint32_t link_depth = 20;  ///< includes, calls, extends
  std::uint32_t findings_per_rule = 10'000;
  std::uint32_t rule_steps = 1'000'000;  ///< of one evaluation
  std::uint32_t cel_depth = 100;

  // Backstops.
  std::uint32_t worker_memory = 512U << 20U;  ///< bytes above what the process had at the fork
  std::uint32_t worker_seconds = 2;           ///< CPU for one file
};

}  // namespace plumbline
