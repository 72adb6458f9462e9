# One place for flags. Third-party headers are SYSTEM, so these warnings speak of our code only.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_RELEASE "-O2")

add_library(plumbline_warnings INTERFACE)
target_compile_options(plumbline_warnings INTERFACE
  -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual -Wcast-align
  -Wundef -Wformat=2 -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wimplicit-fallthrough -Wunused
  -Wdouble-promotion -Wmissing-declarations)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(plumbline_warnings INTERFACE
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wsuggest-override)
else()
  target_compile_options(plumbline_warnings INTERFACE
    -Wcomma -Wrange-loop-analysis -Wunreachable-code -Wthread-safety -Wdocumentation)
endif()

add_library(plumbline_hardening INTERFACE)
target_compile_definitions(plumbline_hardening INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(plumbline_hardening INTERFACE -fstack-protector-strong)
target_link_options(plumbline_hardening INTERFACE -Wl,-z,relro,-z,now)
if(PLUMBLINE_FUZZ)
  set(PLUMBLINE_SANITIZE ON)
  target_compile_options(plumbline_hardening INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(PLUMBLINE_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(plumbline_hardening INTERFACE ${sanitizers})
  target_link_options(plumbline_hardening INTERFACE ${sanitizers})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(plumbline_hardening INTERFACE _FORTIFY_SOURCE=2)
  # The compiler's own libraries as well: one binary for any Debian of this age, and a third less to do at its start.
  target_link_options(plumbline_hardening INTERFACE -pie -static-libstdc++ -static-libgcc)
endif()
