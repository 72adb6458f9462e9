// Prints the files that our walk of a folder finds, each ended by NUL: what is compared with git.   walk_paths ROOT

#include <cstdio>

#include "analyzer/source/disk.h"
#include "analyzer/source/git_directory.h"
#include "analyzer/source/walk.h"

int main(int count, char** arguments) {
  using namespace plumbline;
  using namespace plumbline::source;
  if (count != 2) return 2;
  const FileResult<DiskFileSystem> files = DiskFileSystem::open(arguments[1]);
  if (!files) return 2;
  Diagnostics diagnostics;
  const GitDirectory git = read_git_directory(*files, diagnostics);
  WalkOptions options;
  options.info_exclude = git.info_exclude;
  options.index = git.index ? &*git.index : nullptr;
  const Walk walked = walk(*files, options, Limits());
  for (const WalkedFile& file : walked.files) {
    std::fwrite(file.path.data(), 1, file.path.size(), stdout);
    std::fputc('\0', stdout);
  }
  return 0;
}
