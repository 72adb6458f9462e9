#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/base/text_arena.h"
#include "analyzer/ir/file_ir.h"
#include "analyzer/source/source_file.h"

namespace plumbline::ir {

/// One file that the run read: its bytes lie in the run's TextArena.
struct LoadedFile {
  std::string path;
  Str text;
  source::FileKind kind{};
};

/// The repository's IR: all files' tables, joined in path order, with what link adds. After link it is only read, from
/// any thread. Row 0 of the Repo table is the repository.
class RepoIr {
 public:
  /// The arena owns all text; it must outlive the IR.
  explicit RepoIr(TextArena& arena);

  /// Makes room for what the blocks of all files hold.
  void reserve(const BlockCounts& counts, std::size_t files);
  /// Joins one file's verified tables: rows are copied, references and strings rebased. Files come in path order; a
  /// file without IR (not analysed) is added with `analysed` = false.
  Ref<File> add(const LoadedFile& file, const VerifiedIr& ir);
  Ref<File> add_not_analysed(const LoadedFile& file);

  const Tables& tables() const { return tables_; }
  Tables& tables() { return tables_; }  ///< link only
  template <class E>
  const std::vector<E>& rows() const {
    return tables_.table<E>().rows;
  }
  template <class E>
  const E& operator[](Ref<E> ref) const {
    return tables_[ref];
  }
  template <class E>
  E& edit(Ref<E> ref) {
    return tables_[ref];
  }
  template <class T>
  auto list(List<T> list) const {
    return tables_.list(list);
  }
  const Repo& repo() const { return rows<Repo>().front(); }
  Repo& edit_repo() { return tables_.table<Repo>().rows.front(); }

  std::string_view text(Str s) const { return arena_->get(s); }
  /// Link only: text that no file holds.
  Str add_text(std::string_view text);
  TextArena& arena() { return *arena_; }
  const char* arena_base() const { return arena_->base(); }

  std::size_t file_count() const { return rows<File>().size(); }
  std::string_view file_text(Ref<File> file) const { return text(file_texts_[file.index]); }
  /// The file that a node belongs to.
  Ref<File> file_of_node(Ref<DataNode> node) const;
  std::span<const std::uint32_t> first_nodes() const { return node_begins_; }
  Location location(const Entity& entity) const { return {{entity.file.index}, entity.head}; }

 private:
  TextArena* arena_;
  Tables tables_;
  std::vector<Str> file_texts_;             // by file
  std::vector<std::uint32_t> node_begins_;  // first node of each file
};

}  // namespace plumbline::ir
