#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/ir/tables.h"

namespace plumbline::ir {

/// One file's IR as one relocatable block: what a worker sends, what is verified, what link joins. Owns its bytes.
struct FileIr {
  std::string block;
};

/// Of every part of a block, counted from its begin.
inline constexpr std::size_t block_alignment = 8;

/// What a block must fit: the bytes of the file that it speaks of.
struct BlockLimits {
  std::uint32_t file_size = 0;
  std::uint32_t rows = 8'000'000;  ///< of all tables together
};

/// A block taken apart: views into it, so it must outlive this. Every index, span, string and word of a vocabulary in
/// it is inside its bounds.
struct VerifiedIr {
  TablesView tables;
  std::string_view pool;
  std::span<const Span> masks;  ///< bytes of the file that nobody may see
  std::uint32_t file_size = 0;
};

/// The only way to read a block: a worker that hostile input has taken over can send anything. `block` begins at an
/// address that any row may have (`block_alignment`) and does not change any more.
Result<VerifiedIr> verify(std::string_view block, const BlockLimits& limits);

/// How much many blocks hold together, as their headers say: room to reserve, not to be relied on.
struct BlockCounts {
  std::uint64_t rows[entity_type_count] = {};
  std::uint64_t refs[entity_type_count] = {};
  std::uint64_t strs = 0;

  void add(std::string_view block);
};

/// Collects one file's entities. Strings that lie in the file's own bytes are kept as places, others go to the pool.
class FileIrBuilder {
 public:
  /// `text` is the file's and must outlive the builder. Makes the File row.
  FileIrBuilder(std::string_view path, std::string_view text, source::FileKind kind);

  FileIrBuilder(const FileIrBuilder&) = delete;
  FileIrBuilder& operator=(const FileIrBuilder&) = delete;

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
  /// Places in the pool by what stands there.
  struct PoolText {
    using is_transparent = void;
    const std::string* pool;
    std::size_t file_size;

    std::string_view of(std::string_view text) const { return text; }
    std::string_view of(Str s) const { return std::string_view(*pool).substr(s.offset - file_size, s.size); }
    template <class T>
    std::size_t operator()(const T& text) const {
      return std::hash<std::string_view>()(of(text));
    }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return of(a) == of(b);
    }
  };
  std::unordered_set<Str, PoolText, PoolText> interned_{16, {&pool_, text_.size()}, {&pool_, text_.size()}};
  std::vector<Ref<Problem>> problems_;
  std::vector<Span> masks_;
  std::vector<std::string> masked_values_;
};

}  // namespace plumbline::ir
