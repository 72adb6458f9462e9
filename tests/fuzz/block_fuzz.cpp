// A worker's answer that somebody has changed: it is refused, or every index, place and word in it is inside its
// bounds, so that joining, linking and printing it reads nothing that is not there. Input: the first byte chooses a
// file; then five bytes each: where (three, from the start), how and with what (two).

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ir/json.h"
#include "analyzer/link/link.h"
#include "tests/support/ir_of.h"

using namespace plumbline;

namespace {

struct Sample {
  std::string path;
  std::string text;
  source::FileKind kind{};
  std::string block;
};

std::vector<Sample> samples() {
  std::vector<Sample> all{
      {"Dockerfile",
       "FROM node:20 AS a\nARG X=1\nRUN npm ci && ./x.sh\nFROM a\nCOPY --from=a / /\nUSER 1\nEXPOSE 80\n",
       source::FileKind::dockerfile,
       {}},
      {".github/workflows/w.yml",
       "on: {push: {branches: [main]}}\npermissions: {contents: read}\nenv: {TOKEN: '${{ secrets.A }}'}\njobs:\n"
       "  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - run: kubectl apply -f k | tee b\n"
       "  b: {needs: a, if: 'always()', uses: './.github/workflows/w.yml'}\n",
       source::FileKind::github_workflow,
       {}},
      {"k.yaml",
       "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2, template: {metadata: {labels: "
       "{a: b}}, spec: {containers: [{name: c, image: 'd:1', ports: [{containerPort: 1}], env: [{name: E, value: f}]"
       "}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {a: b}, ports: [{port: 1}]}\n",
       source::FileKind::kubernetes,
       {}},
      {"fastlane/Fastfile",
       "lane :a do\n  sh 'x'\n  b(c: 1)\nend\nlane :b do |o|\n  upload_to_testflight\nend\n",
       source::FileKind::fastfile,
       {}}};
  const support::KnowledgeFiles knowledge;
  frontends::Context context(knowledge.get(), Limits());
  for (Sample& sample : all) sample.block = frontends::analyse({sample.path, sample.text, sample.kind}, context).block;
  return all;
}

void change(std::string& block, const std::uint8_t* how) {
  const std::size_t at = (how[0] | std::size_t{how[1]} << 8U | std::size_t{how[2]} << 16U) % block.size();
  const std::uint8_t value = how[4];
  const auto put = [&](std::uint32_t word) {
    const std::size_t aligned = at / 4 * 4;
    if (aligned + 4 <= block.size()) std::memcpy(block.data() + aligned, &word, 4);
  };
  switch (how[3] % 8) {
    case 0:
      block[at] = static_cast<char>(value);
      break;
    case 1:
      put(value);
      break;
    case 2:
      put(~std::uint32_t{value});
      break;
    case 3:
      put(std::uint32_t{value} << 24U);
      break;
    case 4:
      block.resize(at + 1);
      break;
    case 5:
      block.insert(at, value, '\0');
      break;
    case 6:
      block.erase(at, value);
      break;
    default:
      block[at] = static_cast<char>(block[at] ^ (1 << (value % 8)));
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Sample> all = samples();
  const Sample& sample = all[size == 0 ? 0 : data[0] % all.size()];
  ir::FileIr changed{sample.block};
  for (std::size_t i = 1; i + 5 <= size && !changed.block.empty(); i += 5) change(changed.block, data + i);
  ir::BlockCounts room;
  room.add(changed.block);
  PLUMBLINE_CHECK(room.strs * sizeof(Str) <= changed.block.size(), "a block gets no more room than it has bytes");
  const auto verified = ir::verify(changed.block, {static_cast<std::uint32_t>(sample.text.size())});
  PLUMBLINE_CHECK(verified.has_value() || changed.block != sample.block, "a block as it was made is valid");
  if (!verified) return 0;
  TextArena arena(1U << 22U);
  const std::optional<Str> text = arena.add(sample.text);
  ir::RepoIr repo(arena);
  repo.reserve(room, 1);
  repo.add({sample.path, *text, sample.kind}, *verified);
  link::link(repo, {}, Limits());
  PLUMBLINE_CHECK(ir::to_json(repo, std::nullopt).size() > 2, "everything in it can be printed");
  return 0;
}
