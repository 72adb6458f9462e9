#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace plumbline::cli {

/// Exit statuses of the contract.
enum class Exit : int { clean = 0, findings = 1, incomplete = 2, usage = 3, internal = 4 };

/// What the command line says, as text; what it means is found out by the commands.
struct Options {
  std::string command;
  std::vector<std::string> arguments;

  std::string format;
  std::vector<std::string> outputs;  ///< FMT=FILE
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> extend_select;
  bool preview = false;
  std::string fail_on = "warning";
  bool exit_zero = false;
  std::string show;
  std::string diff;
  bool staged = false;
  std::string files_from;
  bool zero_separated = false;
  std::string stdin_filename;
  std::string root;
  std::string scope = "repo";
  std::string config;
  bool isolated = false;
  std::vector<std::string> rules;
  std::string baseline;
  bool no_baseline = false;
  bool no_ignores = false;
  std::string sarif_suppressed = "omit";
  std::string category;
  std::vector<std::string> exclude;
  bool no_gitignore = false;
  std::uint32_t jobs = 0;
  double deadline = 0;
  bool allow_incomplete = false;
  bool allow_empty = false;
  bool statistics = false;
  bool timings = false;
  int quiet = 0;
  bool verbose = false;
  std::string color = "auto";
  bool no_progress = false;
  // Of single commands.
  bool check_only = false;  ///< log --check
  bool update = false;      ///< rules test --update
  std::string at;           ///< ir --at
  std::string reason;       ///< baseline create --reason
  std::string rule;         ///< baseline create --rule
  bool allow_new = false;   ///< baseline update --allow-new
};

/// Parsed options, or the status with which to end: help was shown, or a mistake told.
std::variant<Options, Exit> parse_options(int argc, char** argv);

}  // namespace plumbline::cli
