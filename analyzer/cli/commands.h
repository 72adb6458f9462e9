#pragma once

#include "analyzer/cli/options.h"

/// One function a command of the contract, each in commands/<name>.cpp.
namespace plumbline::cli {

Exit run_check(const Options& options);
Exit run_gates(const Options& options);
Exit run_log(const Options& options);
Exit run_explain(const Options& options);
Exit run_rules(const Options& options);
Exit run_files(const Options& options);
Exit run_ir(const Options& options);
Exit run_query(const Options& options);
Exit run_schema(const Options& options);
Exit run_baseline(const Options& options);
Exit run_config(const Options& options);
Exit run_init(const Options& options);

}  // namespace plumbline::cli
