#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/check.h"
#include "analyzer/base/text_arena.h"
#include "analyzer/frontends/frontend.h"
#include "analyzer/ir/repo_ir.h"

/// Files in memory as the IR of a repository, before link: what tests of frontends look at.
namespace plumbline::support {

/// The knowledge of the repository, read from PLUMBLINE_KNOWLEDGE, the folder that the build names.
class KnowledgeFiles {
 public:
  KnowledgeFiles() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(PLUMBLINE_KNOWLEDGE)) paths.push_back(entry.path());
    texts_.reserve(paths.size());
    std::vector<facts::Knowledge::Entry> entries;
    for (const std::filesystem::path& path : paths) {
      std::ifstream file(path, std::ios::binary);
      texts_.push_back(
          {path.stem().string(), {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}});
      entries.emplace_back(texts_.back().first, texts_.back().second);
    }
    knowledge_ = facts::Knowledge(std::move(entries));
  }
  const facts::Knowledge& get() const { return knowledge_; }

 private:
  std::vector<std::pair<std::string, std::string>> texts_;  // does not grow after the views are taken
  facts::Knowledge knowledge_;
};

struct SourceText {
  std::string path;
  std::string text;
  source::FileKind kind{};
};

/// Owns all that the IR refers to.
class IrOf {
 public:
  explicit IrOf(std::vector<SourceText> files, const Limits& limits = {})
      : arena_(1U << 24U), files_(std::move(files)), repo_(arena_) {
    frontends::Context context(knowledge_.get(), limits);
    for (const SourceText& file : files_) {
      const ir::FileIr block = frontends::analyse({file.path, file.text, file.kind}, context);
      ir::BlockLimits block_limits;
      block_limits.file_size = static_cast<std::uint32_t>(file.text.size());
      const Result<ir::VerifiedIr> verified = ir::verify(block.block, block_limits);
      PLUMBLINE_CHECK(verified.has_value(), "a frontend's block is valid");
      const std::optional<Str> text = arena_.add(file.text);
      PLUMBLINE_CHECK(text.has_value(), "tests are small");
      repo_.add({file.path, *text, file.kind}, *verified);
    }
    errors_ = context.knowledge_errors().all().size();
  }
  IrOf(std::string path, std::string text, source::FileKind kind)
      : IrOf(std::vector<SourceText>{{std::move(path), std::move(text), kind}}) {}

  const ir::RepoIr& repo() const { return repo_; }
  ir::RepoIr& repo() { return repo_; }
  std::size_t knowledge_errors() const { return errors_; }

  template <class E>
  const std::vector<E>& rows() const {
    return repo_.rows<E>();
  }
  std::string text(Str s) const { return std::string(repo_.text(s)); }
  std::string text(const ir::Maybe<Str>& s) const {
    return s.is_present() ? text(s.value) : s.is_unknown() ? "(unknown)" : "(absent)";
  }
  /// The source text of a span of an entity's file.
  std::string at(const ir::Entity& entity, Span span) const {
    return std::string(span.of(repo_.file_text(entity.file)));
  }
  std::string head(const ir::Entity& entity) const { return at(entity, entity.head); }
  std::string span(const ir::Entity& entity) const { return at(entity, entity.span); }
  std::string path(const ir::Entity& entity) const { return text(entity.path); }
  std::string joined(ir::List<Str> list) const {
    std::string all;
    for (const Str s : repo_.list(list)) {
      if (!all.empty()) all += ' ';
      all += text(s);
    }
    return all;
  }
  /// Names of a set of a vocabulary's words, joined by blanks.
  template <class Enum>
  static std::string words(ir::EnumSet<Enum> set) {
    std::string all;
    for (std::size_t i = 0; i < ir::Vocabulary<Enum>::words.size(); ++i) {
      if (!set.has(static_cast<Enum>(i))) continue;
      if (!all.empty()) all += ' ';
      all += ir::Vocabulary<Enum>::words[i];
    }
    return all;
  }
  /// The row whose logical path is `path`.
  template <class E>
  const E& find(std::string_view path) const {
    for (const E& row : rows<E>()) {
      if (repo_.text(row.path) == path) return row;
    }
    PLUMBLINE_CHECK(false, "there is a row of that path");
    return rows<E>().front();
  }

 private:
  KnowledgeFiles knowledge_;
  TextArena arena_;
  std::vector<SourceText> files_;
  ir::RepoIr repo_;
  std::size_t errors_ = 0;
};

}  // namespace plumbline::support
