#include "analyzer/syntax/ruby_program.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "analyzer/syntax/data_verify.h"

using namespace plumbline;
using namespace plumbline::syntax;
using namespace plumbline::syntax::ruby;

namespace {

std::vector<std::string> methods(const Program& program) {
  std::vector<std::string> out;
  for (const Call& call : program.calls) out.emplace_back(program.method(call));
  return out;
}

const Call& call_of(const Program& program, std::string_view method) {
  for (const Call& call : program.calls)
    if (program.method(call) == method) return call;
  FAIL("no such call: " << method);
  return program.calls.front();
}

std::string string_at(const Program& program, NodeRef node) {
  return std::string(string_value(program, node).text.text());
}

}  // namespace

TEST_CASE("a Fastfile's calls are listed with the blocks they stand in") {
  const std::string file = R"(default_platform(:ios)
platform :ios do
  lane :beta do |options|
    setup_ci
    build_app(scheme: "App") unless options[:skip]
    begin
      upload
    rescue => e
      slack(message: e.message)
    end
  end
end
)";
  const Program program = read_program_file(file);
  CHECK(program.parsed.errors.empty());
  CHECK(methods(program) == std::vector<std::string>{"default_platform", "platform", "lane", "setup_ci", "build_app",
                                                     "upload", "slack", "message"});
  const Call& lane = call_of(program, "lane");
  CHECK(string_at(program, program.positional(lane, 0)) == "beta");
  CHECK(program.block_parameters(lane) == std::vector<std::string_view>{"options"});
  CHECK(program.calls[lane.parent].head.of(file) == "platform :ios do");
  const Call& build = call_of(program, "build_app");
  CHECK(program.calls[build.parent].node == lane.node);
  CHECK(build.is(Inside::condition));
  CHECK(string_at(program, program.keyword(build, "scheme")) == "App");
  CHECK(call_of(program, "upload").is(Inside::rescued));
  CHECK_FALSE(call_of(program, "upload").is(Inside::rescue));
  CHECK(call_of(program, "slack").is(Inside::rescue));
  CHECK_FALSE(call_of(program, "setup_ci").is(Inside::rescued));
}

TEST_CASE("strings are decoded, with their map to the file") {
  const std::string file =
      "a 'it\\'s'\nb \"x\\ty\\u0041\"\nc \"v#{w}z\"\nd :sym\ne \"p\" \"q\"\nf %q(r)\n`ls \\\n -l`\n";
  const Program program = read_program_file(file);
  const auto value = [&](std::string_view method) {
    return string_value(program, program.positional(call_of(program, method), 0));
  };
  CHECK(value("a").text.text() == "it's");
  CHECK(value("b").text.text() == "x\tyA");
  CHECK(value("b").text.to_source({3, 4}).of(file) == "\\u0041");
  CHECK(value("c").text.text() == "v#{w}z");
  CHECK_FALSE(value("c").literal);
  CHECK(value("d").text.text() == "sym");
  CHECK(value("e").text.text() == "pq");
  CHECK(value("f").text.text() == "r");
  CHECK(value("`").text.text() == "ls  -l");
}

TEST_CASE("heredocs are found, and a squiggly one loses its indent") {
  const std::string file = "run(<<~A, <<-'B')\n    one\n      two #{x}\n  A\n  raw\n  B\nnext_call 1\n";
  const Program program = read_program_file(file);
  const Call& call = call_of(program, "run");
  const StringValue first = string_value(program, program.positional(call, 0));
  CHECK(first.text.text() == "one\n  two #{x}\n");
  CHECK_FALSE(first.literal);
  CHECK(first.text.to_source({0, 3}).of(file) == "one");
  CHECK(string_at(program, program.positional(call, 1)) == "  raw\n");
  CHECK(call_of(program, "next_call").argument_count == 1);
}

TEST_CASE("hashes and arrays become data") {
  const std::string file =
      "act(\n  name: 'n', :old => [1, 2.5, nil], \"k\" => { a: true, **rest }, w: %w[x y], e: ENV[\"E\"], s: "
      "\"#{a}\",\n"
      "  t: <<~T\n    body\n  T\n)\n";
  const Program program = read_program_file(file);
  const Data data = keywords_data(program, call_of(program, "act"));
  CHECK(find_broken_promise(data, file) == "");
  const DataView map(data, file, 0);
  CHECK(map["name"].text() == "n");
  REQUIRE(map["old"].elements().size() == 3);
  CHECK(map["old"].elements()[0].integer() == 1);
  CHECK(map["old"].elements()[2].kind() == DataKind::null);
  CHECK(map["k"]["a"].boolean() == true);
  CHECK(map["k"].node().has(DataNode::partial));
  CHECK(map["w"].elements()[1].text() == "y");
  CHECK(map["e"].text() == "ENV[\"E\"]");
  CHECK(map["e"].node().has(DataNode::opaque));
  CHECK(map["s"].node().has(DataNode::opaque));
  CHECK(map["t"].text() == "body\n");
  CHECK(map["k"]["a"].key_span().of(file) == "a");
}

TEST_CASE("assignments, definitions and comments are listed") {
  const std::string file = "# note\nKEY = \"v\"\nENV['A'] = 'b'\ndef helper(x)\n  deploy x\nend\n";
  const Program program = read_program_file(file);
  REQUIRE(program.assignments.size() == 2);
  CHECK(program.parsed.text_of(program.assignments[1].target) == "ENV['A']");
  REQUIRE(program.definitions.size() == 1);
  CHECK(call_of(program, "deploy").definition == 0);
  REQUIRE(program.comments.size() == 1);
  CHECK(program.comments[0].span.of(file) == "# note");
}

TEST_CASE("a heredoc word without its closing quote is a limit, not an abort") {
  std::string file = "x = <<~\"BASH\n";
  while (file.size() < 4000) file += "  some text that becomes part of the word\n";
  const Program program = read_program_file(file);
  CHECK((!program.parsed.errors.empty() || !program.parsed.limits.empty()));
  const Program longer =
      read_program_file("x = <<~" + std::string(300, 'A') + "\n  y\n" + std::string(300, 'A') + "\n");
  CHECK_FALSE(longer.parsed.limits.empty());
}

TEST_CASE("a heredoc word of 256 bytes and more is parsed right when the limit allows it") {
  Limits limits;
  limits.heredoc_word = 2000;
  for (const std::size_t size : {255U, 256U, 300U, 900U}) {
    CAPTURE(size);
    const std::string word(size, 'A');
    const std::string file = "run <<~" + word + "\n  y\n" + word + "\nafter 1\n";
    const Program program = read_program_file(file, limits);
    CHECK(program.parsed.errors.empty());
    CHECK(string_at(program, program.positional(call_of(program, "run"), 0)) == "y\n");
    CHECK(call_of(program, "after").argument_count == 1);
  }
  // Longer than the library's state: never a clean tree that lacks the call behind it.
  const std::string word(1100, 'A');
  const Program program = read_program_file("run <<~" + word + "\n  y\n" + word + "\nafter 1\n", limits);
  CHECK((!program.parsed.errors.empty() || call_of(program, "after").argument_count == 1));
}
