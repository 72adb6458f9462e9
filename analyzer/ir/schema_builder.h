#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "analyzer/ir/schema.h"

/// From a member's C++ type to what the field table says of it. Included by the schema_<area>.cpp files only.
namespace plumbline::ir {

/// Closed vocabularies; the order gives their ids.
using VocabularyTypes =
    std::tuple<Role, Provider, PipelineKind, TriggerKind, PermissionLevel, RefKind, Inside, Place, ImageRole, Keyword,
               Platform, ContainerKind, ProbeKind, NeedKind, VariableSource, Reference, Confidence, ScriptKind,
               PageKind, ComponentKind, MentionKind, DecisionTag, SuppressionScope, Code, Severity, source::FileKind>;

template <class Enum, std::size_t I = 0>
constexpr std::uint8_t vocabulary_id() {
  if constexpr (std::is_same_v<Enum, std::tuple_element_t<I, VocabularyTypes>>) {
    return static_cast<std::uint8_t>(I);
  } else {
    return vocabulary_id<Enum, I + 1>();
  }
}

template <class Enum>
inline constexpr WordList word_list{Vocabulary<Enum>::title, Vocabulary<Enum>::words};

/// What a field of C++ type T is to CEL (`type`), how it is read (`load`), moved and checked.
template <class T>
struct Traits;

template <class T>
struct PlainTraits {
  static constexpr bool has_places = false;  ///< nothing in it is an index
  static void rebase(T&, const Bases&) {}
  static bool verify(const T&, const Bounds&) { return true; }
};

template <>
struct Traits<bool> : PlainTraits<bool> {
  static constexpr bool has_places = true;  // a byte that is neither 0 nor 1 must not be read as a bool
  static constexpr Type type = Type(TypeKind::boolean);
  static Value load(const RepoIr&, const Entity&, bool value) { return Value::of(value); }
  static bool verify(const bool& value, const Bounds&) { return *reinterpret_cast<const unsigned char*>(&value) <= 1; }
};

template <>
struct Traits<std::int64_t> : PlainTraits<std::int64_t> {
  static constexpr Type type = Type(TypeKind::integer);
  static Value load(const RepoIr&, const Entity&, std::int64_t value) { return Value::of(value); }
};

template <class Enum>
requires std::is_enum_v<Enum>
struct Traits<Enum> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type::word(&word_list<Enum>, vocabulary_id<Enum>());
  static Value load(const RepoIr&, const Entity&, Enum value) {
    return Value::word(name(value), static_cast<std::size_t>(value));
  }
  static void rebase(Enum&, const Bases&) {}
  static bool verify(const Enum& value, const Bounds&) {
    return static_cast<std::size_t>(value) < Vocabulary<Enum>::words.size();
  }
};

template <class Enum>
struct Traits<EnumSet<Enum>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type::word_set(&word_list<Enum>, vocabulary_id<Enum>());
  static Value load(const RepoIr&, const Entity&, EnumSet<Enum> value) {
    return Value::words(value.bits(), vocabulary_id<Enum>());
  }
  static void rebase(EnumSet<Enum>&, const Bases&) {}
  static bool verify(const EnumSet<Enum>& value, const Bounds&) {
    constexpr std::size_t words = Vocabulary<Enum>::words.size();
    static_assert(words <= 64);
    return words == 64 || (value.bits() >> words) == 0;
  }
};

template <>
struct Traits<Str> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type(TypeKind::string);
  static Value load(const RepoIr& repo, const Entity&, Str value) { return Value::of(repo.text(value)); }
  static void rebase(Str& value, const Bases& bases) { value = bases.moved(value); }
  static bool verify(const Str& value, const Bounds& bounds) { return bounds.holds(value); }
};

/// Only places, nothing that CEL sees.
template <>
struct Traits<Span> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type(TypeKind::dynamic);
  static Value load(const RepoIr&, const Entity&, Span) { return Value::absent(); }
  static void rebase(Span&, const Bases&) {}
  static bool verify(const Span& value, const Bounds& bounds) { return bounds.holds(value); }
};

template <class E>
struct Traits<Ref<E>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type::of_entity(kind_of<E>).or_absent();
  static Value load(const RepoIr&, const Entity& entity, Ref<E> value) {
    if (value.is_unknown()) return Value::unknown({{entity.file.index}, {}});
    return value.has_value() ? Value::entity(kind_of<E>, value.index) : Value::absent();
  }
  static void rebase(Ref<E>& value, const Bases& bases) { value = bases.moved(value); }
  static bool verify(const Ref<E>& value, const Bounds& bounds) { return bounds.holds(value); }
};

template <>
struct Traits<Ref<DataNode>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type(TypeKind::node).or_absent();
  static Value load(const RepoIr&, const Entity& entity, Ref<DataNode> value) {
    if (value.is_unknown()) return Value::unknown({{entity.file.index}, {}});
    return value.has_value() ? Value::node(value.index) : Value::absent();
  }
  static void rebase(Ref<DataNode>& value, const Bases& bases) { value = bases.moved(value); }
  static bool verify(const Ref<DataNode>& value, const Bounds& bounds) { return bounds.holds(value); }
};

template <class E>
inline constexpr Type element_type = Type::of_entity(kind_of<E>);
template <>
inline constexpr Type element_type<DataNode> = Type(TypeKind::node);
inline constexpr Type string_type = Type(TypeKind::string);

template <class E>
struct Traits<List<Ref<E>>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type::list(&element_type<E>);
  static Value load(const RepoIr& repo, const Entity&, List<Ref<E>> value) {
    const auto refs = repo.list(value);
    static_assert(sizeof(Ref<E>) == sizeof(std::uint32_t));
    if constexpr (std::is_same_v<E, DataNode>) return Value::nodes(refs.data(), refs.size(), value.incomplete != 0);
    return Value::entities(refs.data(), refs.size(), kind_of<E>, value.incomplete != 0);
  }
  static void rebase(List<Ref<E>>& value, const Bases& bases) { value = bases.moved(value); }
  static bool verify(const List<Ref<E>>& value, const Bounds& bounds) { return bounds.holds(value); }
};

template <>
struct Traits<List<Str>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Type::list(&string_type);
  static Value load(const RepoIr& repo, const Entity&, List<Str> value) {
    const auto strs = repo.list(value);
    return Value::strings(strs.data(), strs.size(), value.incomplete != 0);
  }
  static void rebase(List<Str>& value, const Bases& bases) { value = bases.moved(value); }
  static bool verify(const List<Str>& value, const Bounds& bounds) { return bounds.holds(value); }
};

template <class T>
struct Traits<Maybe<T>> {
  static constexpr bool has_places = true;
  static constexpr Type type = Traits<T>::type.or_absent();
  static Value load(const RepoIr& repo, const Entity& entity, const Maybe<T>& value) {
    switch (value.presence) {
      case Presence::present:
        return Traits<T>::load(repo, entity, value.value);
      case Presence::unknown:
        return Value::unknown({{entity.file.index}, value.cause});
      case Presence::absent:
        break;
    }
    return Value::absent();
  }
  static void rebase(Maybe<T>& value, const Bases& bases) { Traits<T>::rebase(value.value, bases); }
  static bool verify(const Maybe<T>& value, const Bounds& bounds) {
    return value.presence <= Presence::unknown && bounds.holds(value.cause) && Traits<T>::verify(value.value, bounds);
  }
};

template <class>
struct MemberType;
template <class E, class T>
struct MemberType<T E::*> {
  using type = T;
};

/// The field `M` of entity `E`. An empty name hides it from CEL: it is only moved and checked.
template <class E, auto M>
constexpr Field field(std::string_view name, std::string_view doc, FieldStage stage = FieldStage::file) {
  using T = typename MemberType<decltype(M)>::type;
  Field field;
  field.name = name;
  field.doc = doc;
  field.type = Traits<T>::type;
  field.stage = stage;
  field.load = [](const RepoIr& repo, const void* row) {
    const E& entity = *static_cast<const E*>(row);
    return Traits<T>::load(repo, entity, entity.*M);
  };
  if constexpr (Traits<T>::has_places) {
    field.rebase = [](void* row, const Bases& bases) { Traits<T>::rebase(static_cast<E*>(row)->*M, bases); };
    field.verify = [](const void* row, const Bounds& bounds) {
      return Traits<T>::verify(static_cast<const E*>(row)->*M, bounds);
    };
  }
  return field;
}

/// A reference that every row has: it needs no guard.
template <class E, auto M>
constexpr Field always(std::string_view name, std::string_view doc) {
  Field result = field<E, M>(name, doc);
  result.type.maybe_absent = false;
  result.verify = [](const void* row, const Bounds& bounds) {
    const auto& ref = static_cast<const E*>(row)->*M;
    return ref.has_value() && bounds.holds(ref);
  };
  return result;
}

template <class E, auto M>
constexpr Field hidden() {
  return field<E, M>("", "");
}

/// A function of the entity: nothing is stored.
template <class E, Value (*F)(const RepoIr&, const E&)>
constexpr Field computed(std::string_view name, std::string_view doc, Type type) {
  Field field;
  field.name = name;
  field.doc = doc;
  field.type = type;
  field.stage = FieldStage::computed;
  field.load = [](const RepoIr& repo, const void* row) { return F(repo, *static_cast<const E*>(row)); };
  return field;
}

template <class E>
Value load_file(const RepoIr&, const E& entity) {
  return Value::entity(kind_of<File>, entity.file.index);
}
template <class E>
Value load_path(const RepoIr& repo, const E& entity) {
  return Value::of(repo.text(entity.path));
}
template <class E>
Value load_head(const RepoIr& repo, const E& entity) {
  return Value::of(entity.head.of(repo.file_text(entity.file)));
}

/// What every entity has, behind its own fields. Their places are moved and checked apart (repo_ir.cpp, block.cpp).
template <class E>
constexpr std::array<Field, 3> common_fields() {
  return {computed<E, &load_file<E>>("file", "The file that it stands in.", Type::of_entity(kind_of<File>)),
          computed<E, &load_path<E>>("path", "Its place in the file, by names: `jobs.deploy.steps[3]`.",
                                     Type(TypeKind::string)),
          computed<E, &load_head<E>>("head", "The text that a caret points at.", Type(TypeKind::string))};
}

template <class E, std::size_t N>
constexpr std::array<Field, N + 3> with_common(const std::array<Field, N>& own) {
  std::array<Field, N + 3> all{};
  for (std::size_t i = 0; i < N; ++i) all[i] = own[i];
  const auto common = common_fields<E>();
  for (std::size_t i = 0; i < 3; ++i) all[N + i] = common[i];
  return all;
}

}  // namespace plumbline::ir
