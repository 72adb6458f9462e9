// Runs a fuzz target over files, without libFuzzer: its corpus as a test, and any input by hand.
//   <target>_replay FILE|FOLDER…     a folder that does not exist is an empty corpus

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/core.h>

// libFuzzer's entry point, whose name is given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> inputs(const std::filesystem::path& place) {
  std::vector<std::filesystem::path> found;
  if (std::filesystem::is_regular_file(place)) return {place};
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(place, error))
    if (entry.is_regular_file()) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

void run(const std::string& bytes) {
  // A buffer of exactly the input's size, so that a read behind it is seen by sanitizers.
  const std::vector<std::uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t ran = 0;
  run({});
  for (int i = 1; i < count; ++i) {
    for (const std::filesystem::path& path : inputs(arguments[i])) {
      std::ifstream file(path, std::ios::binary);
      if (!file) {
        fmt::print("cannot read {}\n", path.string());
        return 1;
      }
      run({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
      ++ran;
    }
  }
  fmt::print("{} inputs\n", ran);
  return 0;
}
