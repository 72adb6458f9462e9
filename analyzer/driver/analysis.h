#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text_arena.h"
#include "analyzer/facts/knowledge.h"
#include "analyzer/ir/repo_ir.h"
#include "analyzer/judge/report.h"
#include "analyzer/link/link.h"
#include "analyzer/source/classify.h"
#include "analyzer/source/walk.h"

/// From a file system to a linked repository.
namespace plumbline::driver {

struct AnalysisOptions {
  std::uint32_t workers = 1;
  bool fork = true;             ///< false: everything in this process (tests, examples of rules)
  bool small_runs_here = true;  ///< a few small files are parsed in this process, forks or not
  double deadline_seconds = 0;
  Limits limits;
  bool use_gitignore = true;
  bool digests = true;               ///< off where no output shows them: hashing is a good part of a run
  std::vector<std::string> exclude;  ///< globs of the configuration and the command line
  std::vector<std::string> only;     ///< --scope files: nothing else is read
  const source::GitIndex* index = nullptr;
  std::string info_exclude;
  link::ConfiguredContext context;
  std::string log_path;  ///< what this program writes is not counted
};

/// What became of one entry of the walk, for `plumbline files`.
struct FileRecord {
  std::string path;
  source::FileKind kind{};
  source::Support support{};
  std::string reason;
  std::uint32_t size = 0;
};

/// A repository that was read, parsed and linked. Owns everything that reports point into.
struct Analysis {
  TextArena arena;
  std::vector<source::SourceFile> files;  ///< by FileId; secrets masked
  std::unique_ptr<ir::RepoIr> repo;
  std::vector<FileRecord> records;  ///< by path, those that were left out included
  std::vector<judge::NotAnalysed> not_analysed;
  std::uint32_t looked_at = 0;
  std::uint32_t analysed = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> file_digests;  ///< by FileId: SHA-256 of the bytes as read; empty when not asked for
  std::string files_digest;               ///< of every path and content, masked
};

std::unique_ptr<Analysis> analyse(const source::FileSystem& files, const facts::Knowledge& knowledge,
                                  const AnalysisOptions& options);

}  // namespace plumbline::driver
