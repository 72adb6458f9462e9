#include <cstdio>
#include <memory>
#include <string>

#include "sarif/write.h"
#include "sarif_sample.h"

// Writes the sample to the file named on the command line.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::string json = plumbline::sarif::write(plumbline::sarif::sample_run());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(arguments[1], "wb"), &std::fclose);
  return file && std::fwrite(json.data(), 1, json.size(), file.get()) == json.size() ? 0 : 1;
}
