# A room is one folder and one static library. What it may include is exactly what it links: every room's headers are
# reached through a directory of its own (build/rooms/<room>/…), so an include of a room that is not in the link list
# does not compile. Headers are included by their path from the root: "analyzer/base/text.h".
#
#   plumbline_room(<name> <folder from the root> SOURCES … KNOWS <rooms> LIBRARIES <third-party>
#                  [PUBLIC_INCLUDE <folder>])
# With PUBLIC_INCLUDE the others reach only the headers of that folder, by their path in it; the room itself sees both.
function(plumbline_room name folder)
  cmake_parse_arguments(arg "" "PUBLIC_INCLUDE" "SOURCES;KNOWS;LIBRARIES" ${ARGN})
  set(view "${PROJECT_BINARY_DIR}/rooms/${name}")
  get_filename_component(parent "${folder}" DIRECTORY)
  file(MAKE_DIRECTORY "${view}/${parent}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${folder}" "${view}/${folder}" SYMBOLIC)
  add_library(plumbline_${name} STATIC ${arg_SOURCES})
  if(arg_PUBLIC_INCLUDE)
    target_include_directories(plumbline_${name} PUBLIC "${PROJECT_SOURCE_DIR}/${arg_PUBLIC_INCLUDE}" PRIVATE "${view}")
  else()
    target_include_directories(plumbline_${name} PUBLIC "${view}")
  endif()
  target_link_libraries(plumbline_${name} PUBLIC plumbline_hardening ${arg_LIBRARIES} PRIVATE plumbline_warnings)
  foreach(room IN LISTS arg_KNOWS)
    target_link_libraries(plumbline_${name} PUBLIC plumbline_${room})
  endforeach()
  plumbline_precompile(plumbline_${name} plumbline_precompiled)
endfunction()

# Unit tests of one room: the x_test.cpp files beside x.cpp, one binary, one ctest entry.
function(plumbline_test name)
  if(NOT PLUMBLINE_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;KNOWS" ${ARGN})
  if(NOT arg_SOURCES)
    return()
  endif()
  add_executable(${name}_test ${arg_SOURCES})
  target_link_libraries(${name}_test PRIVATE plumbline_test_main plumbline_${name})
  plumbline_precompile(${name}_test plumbline_precompiled_tests)
  target_include_directories(${name}_test PRIVATE "${PROJECT_BINARY_DIR}/rooms/${name}" "${PROJECT_SOURCE_DIR}/tests")
  foreach(room IN LISTS arg_KNOWS)
    target_link_libraries(${name}_test PRIVATE plumbline_${room})
  endforeach()
  add_test(NAME unit.${name} COMMAND ${name}_test)
endfunction()

# A fuzz target: a libFuzzer binary, which takes files of its corpus as arguments as well.
#   plumbline_fuzz(<name> KNOWS <rooms>): tests/fuzz/<name>_fuzz.cpp, corpus tests/fuzz/corpus/<name>/
function(plumbline_fuzz name)
  cmake_parse_arguments(arg "" "" "KNOWS" ${ARGN})
  set(view "${PROJECT_BINARY_DIR}/rooms/test_support")   # for "tests/support/…"
  file(MAKE_DIRECTORY "${view}/tests")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/tests/support" "${view}/tests/support" SYMBOLIC)
  add_executable(${name}_fuzz "${PROJECT_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cpp")
  target_include_directories(${name}_fuzz PRIVATE "${view}")
  target_link_libraries(${name}_fuzz PRIVATE plumbline_warnings plumbline_hardening lib_fmt)
  foreach(room IN LISTS arg_KNOWS)
    target_link_libraries(${name}_fuzz PRIVATE plumbline_${room})
  endforeach()
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
endfunction()
