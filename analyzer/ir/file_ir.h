#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/ir/tables.h"

namespace plumbline::ir {

/// One file's IR as one relocatable block: what a worker sends, what is verified, what link joins. Owns its bytes.
struct FileIr {
  std::string block;
};

/// What a block must fit: the bytes of the file that it speaks of.
struct BlockLimits {
  std::uint32_t file_size = 0;
  std::uint32_t rows = 8'000'000;  ///< of all tables together
};

/// A block taken apart. Every index, span, string and word of a vocabulary in it is inside its bounds.
struct VerifiedIr {
  Tables tables;
  std::string_view pool;    ///< of the block: the block must outlive it
  std::vector<Span> masks;  ///< bytes of the file that nobody may see
  std::uint32_t file_size = 0;
};

/// The only way to read a block: a worker that hostile input has taken over can send anything.
Result<VerifiedIr> verify(const FileIr& ir, const BlockLimits& limits);

/// Collects one file's entities. Strings that lie in the file's own bytes are kept as places, others go to the pool.
class FileIrBuilder {
 public:
  /// `text` is the file's and must outlive the builder. Makes the File row.
  FileIrBuilder(std::string_view path, std::string_view text, source::FileKind kind);

  std::string_view file_text() const { return text_; }
  static constexpr Ref<File> file() { return {0}; }
  Tables& tables() { return tables_; }
  const Tables& tables() const { return tables_; }
  template <class E>
  E& operator[](Ref<E> ref) {
    return tables_[ref];
  }

  /// Same text, same place in the pool.
  Str str(std::string_view text);
  List<Str> strs(std::span<const std::string_view> texts, bool incomplete = false);
  List<Str> strs(const std::vector<std::string>& texts, bool incomplete = false);
  std::string_view text(Str s) const;

  /// Adds a row; its `file` is set.
  template <class E>
  Ref<E> add(E row) {
    if constexpr (std::is_base_of_v<Entity, E>) row.file = file();
    return tables_.add(row);
  }
  template <class E>
  List<Ref<E>> list(const std::vector<Ref<E>>& elements, bool incomplete = false) {
    return tables_.add_list(elements, incomplete);
  }

  /// Takes over a parsed document's nodes: node i of `data` becomes node `result + i`. Call at most once for a Data.
  std::uint32_t add_data(const syntax::Data& data);

  void problem(Code code, Severity severity, Span at, const Text& message);
  /// The bytes at `span` of the file are replaced before anybody sees them. With `everywhere` so is the same text
  /// wherever else it stands in the file or in the pool; `text` is the decoded value where that differs from the bytes.
  void mask(Span span, std::string_view text, bool everywhere);

  FileIr finish();

 private:
  void mask_pool();

  std::string_view text_;
  Tables tables_;
  std::string pool_;
  std::unordered_map<std::string, Str> interned_;
  std::vector<Ref<Problem>> problems_;
  std::vector<Span> masks_;
  std::vector<std::string> masked_values_;
};

}  // namespace plumbline::ir
