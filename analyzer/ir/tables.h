#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "analyzer/ir/entities.h"

namespace plumbline::ir {

/// The rows of one entity and the pool that lists of references to it lie in.
template <class E>
struct Table {
  std::vector<E> rows;
  std::vector<Ref<E>> refs;
};

/// The same of an IR that somebody else's bytes hold.
template <class E>
struct TableView {
  std::span<const E> rows;
  std::span<const Ref<E>> refs;
};

/// One `T<E>` for every entity type.
template <template <class> class T>
class TableOfEach {
 public:
  template <class E>
  T<E>& table() {
    return std::get<T<E>>(tables_);
  }
  template <class E>
  const T<E>& table() const {
    return std::get<T<E>>(tables_);
  }
  /// Calls `visit(T<E>&)` for every entity type, in the order of `EntityTypes`.
  template <class Visit>
  void for_each(Visit&& visit) {
    std::apply([&](auto&... table) { (visit(table), ...); }, tables_);
  }
  template <class Visit>
  void for_each(Visit&& visit) const {
    std::apply([&](const auto&... table) { (visit(table), ...); }, tables_);
  }

 private:
  template <class Types>
  struct OfTypes;
  template <class... E>
  struct OfTypes<std::tuple<E...>> {
    using type = std::tuple<T<E>...>;
  };
  typename OfTypes<EntityTypes>::type tables_;
};

/// Storage of an IR, of one file or of the repository.
class Tables : public TableOfEach<Table> {
 public:
  template <class E>
  E& operator[](Ref<E> ref) {
    return table<E>().rows[ref.index];
  }
  template <class E>
  const E& operator[](Ref<E> ref) const {
    return table<E>().rows[ref.index];
  }
  template <class E>
  std::span<const Ref<E>> list(List<Ref<E>> list) const {
    return std::span(table<E>().refs).subspan(list.first, list.count);
  }
  std::span<const Str> list(List<Str> list) const { return std::span(strs).subspan(list.first, list.count); }

  template <class E>
  Ref<E> add(const E& row) {
    table<E>().rows.push_back(row);
    return {static_cast<std::uint32_t>(table<E>().rows.size() - 1)};
  }
  template <class E>
  List<Ref<E>> add_list(std::span<const Ref<E>> elements, bool incomplete = false) {
    auto& pool = table<E>().refs;
    List<Ref<E>> result;
    result.first = static_cast<std::uint32_t>(pool.size());
    result.count = static_cast<std::uint32_t>(elements.size()) & 0x7fffffffU;
    result.incomplete = incomplete ? 1 : 0;
    pool.insert(pool.end(), elements.begin(), elements.end());
    return result;
  }
  template <class E>
  List<Ref<E>> add_list(const std::vector<Ref<E>>& elements, bool incomplete = false) {
    return add_list(std::span<const Ref<E>>(elements), incomplete);
  }
  List<Str> add_list(std::span<const Str> elements, bool incomplete = false) {
    List<Str> result;
    result.first = static_cast<std::uint32_t>(strs.size());
    result.count = static_cast<std::uint32_t>(elements.size()) & 0x7fffffffU;
    result.incomplete = incomplete ? 1 : 0;
    strs.insert(strs.end(), elements.begin(), elements.end());
    return result;
  }

  std::vector<Str> strs;  ///< pool of lists of strings
};

class TablesView : public TableOfEach<TableView> {
 public:
  std::span<const Str> strs;
};

}  // namespace plumbline::ir
