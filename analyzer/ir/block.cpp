#include "analyzer/ir/block.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "analyzer/base/check.h"
#include "analyzer/ir/file_ir.h"
#include "analyzer/ir/schema.h"

namespace plumbline::ir {

namespace {

constexpr std::uint32_t block_magic = 0x504c4952;  // "PLIR"

struct Header {
  std::uint32_t magic = block_magic;
  std::uint32_t file_size = 0;
  std::uint32_t strs = 0;
  std::uint32_t masks = 0;
  std::uint32_t pool = 0;
  std::uint32_t rows[entity_type_count] = {};
  std::uint32_t refs[entity_type_count] = {};
};
static_assert(std::is_trivially_copyable_v<Header>);

constexpr std::size_t aligned(std::size_t size) {
  return (size + block_alignment - 1) / block_alignment * block_alignment;
}

template <class T>
void append(std::string& out, std::span<const T> values) {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= block_alignment);
  if (values.empty()) return;
  out.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  out.resize(aligned(out.size()));
}

/// The next `count` values, in place; false when the block is too short.
template <class T>
bool take(std::string_view& bytes, std::size_t count, std::span<const T>& into) {
  if (bytes.size() / sizeof(T) < count) return false;
  // Written from an array of the same type, at the same alignment.
  if (count > 0) into = {reinterpret_cast<const T*>(bytes.data()), count};  // NOLINT(*-reinterpret-cast)
  bytes.remove_prefix(std::min(aligned(count * sizeof(T)), bytes.size()));
  return true;
}

Diagnostic broken(std::string_view why) {
  Diagnostic diagnostic;
  diagnostic.code = Code::not_analysed;
  diagnostic.message = Text("the worker's answer is not valid: ").ours(why);
  return diagnostic;
}

bool valid(const DataNode& node, const Bounds& bounds, std::uint32_t index, std::uint32_t rows) {
  const auto is_node = [&](std::uint32_t other) { return other == DataNode::none || other < rows; };
  // A parent comes before its children and a subtree ends inside the table: walks make progress.
  return node.kind <= syntax::DataKind::alias && node.style <= syntax::ScalarStyle::folded &&
         node.subtree_end > index && node.subtree_end <= rows && is_node(node.target) &&
         (node.parent == DataNode::none || node.parent < index) && bounds.holds(node.span) &&
         bounds.holds(node.key_span) && bounds.holds(node.key) && bounds.holds(node.text);
}

template <class E>
bool valid_table(const TableView<E>& table, const Bounds& bounds) {
  const auto rows = static_cast<std::uint32_t>(table.rows.size());
  for (const Ref<E> ref : table.refs) {
    if (ref.index >= rows) return false;
  }
  if constexpr (std::is_same_v<E, DataNode>) {
    for (std::uint32_t i = 0; i < rows; ++i) {
      if (!valid(table.rows[i], bounds, i, rows)) return false;
    }
  } else {
    const std::span<const Field> fields = fields_of(kind_of<E>);
    for (const E& row : table.rows) {
      if (row.file.index != 0 || !bounds.holds(row.span) || !bounds.holds(row.head) || !bounds.holds(row.path)) {
        return false;
      }
      for (const Field& field : fields) {
        if (field.verify != nullptr && !field.verify(&row, bounds)) return false;
      }
    }
  }
  return true;
}

}  // namespace

std::string write_block(const Tables& tables, std::string_view pool, std::span<const Span> masks,
                        std::uint32_t file_size) {
  Header header;
  header.file_size = file_size;
  header.strs = static_cast<std::uint32_t>(tables.strs.size());
  header.masks = static_cast<std::uint32_t>(masks.size());
  header.pool = static_cast<std::uint32_t>(pool.size());
  std::size_t bytes =
      aligned(sizeof(Header)) + pool.size() + aligned(tables.strs.size() * sizeof(Str)) + aligned(masks.size_bytes());
  std::size_t kind = 0;
  tables.for_each([&]<class E>(const Table<E>& table) {
    header.rows[kind] = static_cast<std::uint32_t>(table.rows.size());
    header.refs[kind] = static_cast<std::uint32_t>(table.refs.size());
    bytes += aligned(table.rows.size() * sizeof(E)) + aligned(table.refs.size() * sizeof(Ref<E>));
    ++kind;
  });
  std::string out;
  out.reserve(bytes);
  append(out, std::span<const Header>(&header, 1));
  tables.for_each([&]<class E>(const Table<E>& table) {
    append(out, std::span<const E>(table.rows));
    append(out, std::span<const Ref<E>>(table.refs));
  });
  append(out, std::span<const Str>(tables.strs));
  append(out, masks);
  out += pool;
  return out;
}

void BlockCounts::add(std::string_view block) {
  Header header;
  if (block.size() < sizeof(Header)) return;
  std::memcpy(&header, block.data(), sizeof(Header));
  // A header that says more than the block holds lies: it gets no room.
  std::uint64_t bytes = std::uint64_t{header.strs} * sizeof(Str);
  std::size_t kind = 0;
  TablesView().for_each([&]<class E>(const TableView<E>&) {
    bytes += std::uint64_t{header.rows[kind]} * sizeof(E) + std::uint64_t{header.refs[kind]} * sizeof(Ref<E>);
    ++kind;
  });
  if (bytes > block.size()) return;
  for (kind = 0; kind < entity_type_count; ++kind) {
    rows[kind] += header.rows[kind];
    refs[kind] += header.refs[kind];
  }
  strs += header.strs;
}

Result<VerifiedIr> verify(std::string_view block, const BlockLimits& limits) {
  PLUMBLINE_CHECK(reinterpret_cast<std::uintptr_t>(block.data()) % block_alignment == 0, "a block is aligned");
  std::string_view bytes = block;
  Header header;
  if (bytes.size() < aligned(sizeof(Header))) return tl::unexpected(broken("too short"));
  std::memcpy(&header, bytes.data(), sizeof(Header));
  bytes.remove_prefix(aligned(sizeof(Header)));
  if (header.magic != block_magic || header.file_size != limits.file_size) return tl::unexpected(broken("header"));

  VerifiedIr result;
  result.file_size = header.file_size;
  bool complete = true;
  std::uint64_t rows = 0;
  std::size_t kind = 0;
  result.tables.for_each([&]<class E>(TableView<E>& table) {
    rows += header.rows[kind];
    complete = complete && rows <= limits.rows && take(bytes, header.rows[kind], table.rows) &&
               take(bytes, header.refs[kind], table.refs);
    ++kind;
  });
  complete = complete && take(bytes, header.strs, result.tables.strs) && take(bytes, header.masks, result.masks);
  if (!complete || bytes.size() != header.pool) return tl::unexpected(broken("sizes"));
  result.pool = bytes;

  Bounds bounds(result.tables, header.file_size, header.pool);
  bool sound = result.tables.table<File>().rows.size() == 1 && result.tables.table<Repo>().rows.empty();
  for (const Str s : result.tables.strs) sound = sound && bounds.holds(s);
  for (const Span mask : result.masks) sound = sound && bounds.holds(mask);
  result.tables.for_each([&](const auto& table) { sound = sound && valid_table(table, bounds); });
  if (!sound) return tl::unexpected(broken("an index or a word is out of bounds"));
  return result;
}

}  // namespace plumbline::ir
