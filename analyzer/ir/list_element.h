#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/ir/schema_view.h"
#include "analyzer/ir/value.h"

namespace plumbline::ir {

/// Element `i` of a list, however its elements lie in memory; `i` below the list's size.
inline Value list_element(const IrView& ir, const Value& list, std::size_t i) {
  switch (list.form) {
    case ListForm::values:
      return list.values()[i];
    case ListForm::refs: {
      const std::uint32_t row = static_cast<const std::uint32_t*>(list.items)[i];
      return list.element == Value::node_element ? Value::node(row) : Value::entity(list.element, row);
    }
    case ListForm::strs: {
      const Str text = static_cast<const Str*>(list.items)[i];
      return Value::of(text.empty() ? std::string_view("") : std::string_view(ir.text + text.offset, text.size));
    }
  }
  return Value::null();
}

}  // namespace plumbline::ir
