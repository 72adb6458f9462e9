// Found before the library's own header of this name. fmt 9 leaves the heart of format_to() to be compiled in every
// source that calls it, some 90 kB of code and most of such a source's compile time; it is in fmt_static.cpp, once.
#pragma once
#include_next <fmt/format.h>

FMT_BEGIN_NAMESPACE
namespace detail {
extern template FMT_API void vformat_to(buffer<char>&, string_view, basic_format_args<FMT_BUFFER_CONTEXT(char)>,
                                        locale_ref);
}  // namespace detail
FMT_END_NAMESPACE
