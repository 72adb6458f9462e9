# Two precompiled headers: of the rooms, and of their tests, which are not optimised. Sources include what they use as
# if there were none, and every build with g++ proves it: there they are off, since g++ 12 warns falsely of bounds inside
# standard headers when those are precompiled. A build behind ccache has no use for them.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache")
  set(precompile ON)
else()
  set(precompile OFF)
endif()
option(PLUMBLINE_PRECOMPILE "Precompile the headers that nearly every source includes" ${precompile})

# Tests spend their time in the rooms they call; code of their own is many assertions that run once.
add_library(plumbline_test_options INTERFACE)
target_compile_options(plumbline_test_options INTERFACE -O0 -U_FORTIFY_SOURCE)   # fortifying needs an optimiser
target_compile_definitions(plumbline_test_options INTERFACE DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
target_link_libraries(plumbline_test_options INTERFACE plumbline_warnings plumbline_hardening lib_fmt)

# doctest's own code and main(), once for all.
if(PLUMBLINE_TESTS)
  add_library(plumbline_test_main STATIC "${PROJECT_SOURCE_DIR}/tests/support/doctest_main.cpp")
  target_link_libraries(plumbline_test_main PUBLIC plumbline_test_options doctest::doctest)
endif()

if(PLUMBLINE_PRECOMPILE)
  set(common <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
             <unordered_map> <utility> <vector> <fmt/format.h> <tl/expected.hpp>)
  file(WRITE "${PROJECT_BINARY_DIR}/generated/precompiled.cpp" "")
  add_library(plumbline_precompiled OBJECT "${PROJECT_BINARY_DIR}/generated/precompiled.cpp")
  target_link_libraries(plumbline_precompiled PRIVATE plumbline_warnings plumbline_hardening lib_fmt lib_expected)
  target_precompile_headers(plumbline_precompiled PRIVATE ${common})
  if(PLUMBLINE_TESTS)
    add_library(plumbline_precompiled_tests OBJECT "${PROJECT_BINARY_DIR}/generated/precompiled.cpp")
    target_link_libraries(plumbline_precompiled_tests PRIVATE plumbline_test_options doctest::doctest lib_expected)
    target_compile_options(plumbline_precompiled_tests PRIVATE -fPIE)   # as the executables that use it
    target_precompile_headers(plumbline_precompiled_tests PRIVATE ${common} <doctest/doctest.h>)
  endif()
endif()

# plumbline_precompile(<target> <plumbline_precompiled or …_tests>)
function(plumbline_precompile target headers)
  if(PLUMBLINE_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${headers})
  endif()
endfunction()
