#include "analyzer/syntax/shell_commands.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace plumbline;
using namespace plumbline::syntax::shell;

namespace {

/// A script with its own text, so that spans can be shown.
struct Read {
  explicit Read(std::string_view text, const Options& options = {})
      : source(text), script(read_file(source, options)) {}
  std::string at(Span span) const { return std::string(span.of(source)); }
  std::vector<std::string> heads() const {
    std::vector<std::string> out;
    for (const Command& command : script.commands) out.push_back(at(command.head));
    return out;
  }
  std::vector<std::string> words(std::size_t command) const {
    std::vector<std::string> out;
    for (const Word& word : script.words_of(script.commands[command])) out.emplace_back(script.text(word));
    return out;
  }
  const Command& operator[](std::size_t i) const { return script.commands.at(i); }

  std::string source;
  Script script;
};

using Strings = std::vector<std::string>;
constexpr Options strict{.initial = {.errexit = true}, .original = {}, .status_matters = true};

}  // namespace

TEST_CASE("words are what the program gets") {
  const Read read(R"(cmd 'a b' "c\"d" e\ f x"y"z $'t\tn' "" --k="v w")");
  CHECK(read.words(0) == Strings{"cmd", "a b", "c\"d", "e f", "xyz", "t\tn", "", "--k=v w"});
  for (const Word& word : read.script.words) CHECK(word.literal);
}

TEST_CASE("words with expansions stay as written and name their variables") {
  const Read read("curl -H \"Auth: $TOKEN\" ${URL:-http://x} $(get) '$no'");
  CHECK(read.words(0) == Strings{"curl", "-H", "\"Auth: $TOKEN\"", "${URL:-http://x}", "$(get)", "$no"});
  const auto words = read.script.words_of(read[0]);
  REQUIRE(words[2].use_count == 1);
  CHECK(read.script.text(read.script.uses_of(words[2])[0].name) == "TOKEN");
  CHECK(read.at(read.script.uses_of(words[2])[0].span) == "$TOKEN");
  CHECK(read.script.uses_of(words[2])[0].quoted);
  CHECK(read.script.text(read.script.uses_of(words[3])[0].name) == "URL");
  CHECK(read.script.uses_of(words[3])[0].guarded);
  CHECK_FALSE(read.script.uses_of(words[3])[0].quoted);
  CHECK(words[4].substitutes);
  CHECK(words[5].literal);
  CHECK(read.heads()[1] == "get");
  CHECK(read[1].inside.has(Inside::command_substitution));
  CHECK(read[1].owner == 0);
  CHECK(read[1].ignored == Ignored::substitution);
}

TEST_CASE("the head ends with the command's first line, the span with its last argument") {
  const Read read("docker run \\\n  --rm \\\n  app > log\n");
  CHECK(read.heads() == Strings{"docker run"});
  CHECK(read.at(read[0].span) == "docker run \\\n  --rm \\\n  app");
  CHECK(read.words(0) == Strings{"docker", "run", "--rm", "app"});
}

TEST_CASE("pipelines, lists and what joins them") {
  const Read read("a | b |& c && d || e; f & g\n");
  CHECK(read.heads() == Strings{"a", "b", "c", "d", "e", "f", "g"});
  const std::vector<Connector> expected{Connector::none,  Connector::pipe,      Connector::pipe_both, Connector::and_if,
                                        Connector::or_if, Connector::semicolon, Connector::ampersand};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(read[i].connector == expected[i]);
  }
  CHECK(read[0].pipeline == read[2].pipeline);
  CHECK(read[2].pipeline != read[3].pipeline);
  CHECK(read[2].pipeline_index == 2);
  CHECK(read[0].pipeline_size == 3);
  CHECK(read[5].background);
  CHECK_FALSE(read[6].background);
}

TEST_CASE("a long pipeline does not swallow the redirected command on the next line") {
  const Read read("a | b | c\nd > f\n");
  CHECK(read.heads() == Strings{"a", "b", "c", "d"});
  CHECK(read[3].connector == Connector::newline);
  CHECK(read[3].pipeline != read[2].pipeline);
  CHECK(read[2].redirection_count == 0);
  CHECK(read[2].pipeline_size == 3);
  REQUIRE(read[3].redirection_count == 1);
  CHECK(read.script.text(read.script.redirections_of(read[3])[0].target) == "f");
}

TEST_CASE("failures that change nothing are told with their reason") {
  struct Case {
    std::string_view text;
    Ignored ignored;  // of the first command
    Options options;
  };
  const std::vector<Case> cases{
      {"a || true", Ignored::or_true, strict},
      {"a || :", Ignored::or_true, strict},
      {"a || echo failed", Ignored::or_true, strict},
      {"a && b || true", Ignored::or_true, strict},
      {"a || { echo x; exit 1; }", Ignored::no, strict},
      {"a || { echo x; }", Ignored::or_true, strict},
      {"a || exit 0", Ignored::or_true, strict},
      {"a || exit 1", Ignored::no, strict},
      {"a || b", Ignored::or_handled, strict},
      {"(a) || true", Ignored::or_true, strict},
      {"if a; then b; fi", Ignored::condition, strict},
      {"until a; do b; done", Ignored::condition, strict},
      {"! a", Ignored::negated, strict},
      {"a | tee log", Ignored::pipeline, strict},
      {"set -o pipefail\na | tee log", Ignored::no, strict},
      {"a &", Ignored::background, strict},
      {"a; b", Ignored::no, strict},
      {"a; b", Ignored::unchecked, {}},
      {"a; true", Ignored::unchecked, {}},
      {"set +e\na\nb", Ignored::no, strict},
      {"a\nif [ $? -ne 0 ]; then exit 1; fi", Ignored::no, {}},
      {"a && b", Ignored::no, strict},
      {"a && b; c", Ignored::unchecked, strict},
      {"for x in 1 2; do a; done", Ignored::no, strict},
      {"for x in 1 2; do a; done", Ignored::unchecked, {}},
      {"f() { a; }; f || true", Ignored::no, strict},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const Read read(one.text, one.options);
    std::size_t first = 0;
    while (read.script.program(read[first]) == "set") ++first;
    const bool set_plus = one.text.starts_with("set +e");
    CHECK(read[first].ignored == (set_plus ? Ignored::unchecked : one.ignored));
  }
}

TEST_CASE("options follow set, and a subshell's end with it") {
  const Read read("a\nset -euo pipefail\nb\n(set +e; c)\nd\nset -x\ne\n");
  CHECK(read[0].state == State{});
  CHECK(read[2].state == State{.errexit = true, .pipefail = true, .xtrace = false, .nounset = true});
  CHECK_FALSE(read[4].state.errexit);
  CHECK(read[5].state.errexit);
  CHECK(read[7].state.xtrace);
  CHECK(read.script.final_state.xtrace);
  CHECK(Read("#!/bin/bash -ex\na\n")[0].state ==
        State{.errexit = true, .pipefail = false, .xtrace = true, .nounset = false});
}

TEST_CASE("where commands stand") {
  const Read read(
      "f() { in_f; }\nif c1; then t; elif c2; then e; else x; fi\nwhile w; do b; done\ncase $1 in a) i ;; esac\n{ g; "
      "}\n");
  const auto inside = [&](std::string_view head, Inside where) {
    for (std::size_t i = 0; i < read.script.commands.size(); ++i)
      if (read.heads()[i] == head) return read[i].inside.has(where);
    return false;
  };
  CHECK(inside("in_f", Inside::function));
  CHECK(inside("c1", Inside::if_condition));
  CHECK(inside("t", Inside::if_body));
  CHECK(inside("c2", Inside::if_condition));
  CHECK(inside("e", Inside::else_body));
  CHECK(inside("x", Inside::else_body));
  CHECK(inside("w", Inside::loop_condition));
  CHECK(inside("b", Inside::loop_body));
  CHECK(inside("i", Inside::case_item));
  CHECK(inside("g", Inside::group));
  REQUIRE(read.script.functions.size() == 1);
  CHECK(read.script.text(read.script.functions[0].name) == "f");
  CHECK(read.script.functions[0].command_count == 1);
}

TEST_CASE("assignments and declarations are entries of their own") {
  const Read read("A=1\nB='x y' cmd\nexport C=$(v) D\nlocal e=1\nF+=z\n");
  REQUIRE(read.script.assignments.size() == 6);
  const auto& all = read.script.assignments;
  CHECK(all[0].kind == Assignment::Kind::plain);
  CHECK(read.at(all[0].span) == "A=1");
  CHECK(all[1].kind == Assignment::Kind::environment);
  CHECK(read.script.text(all[1].value) == "x y");
  CHECK(all[2].kind == Assignment::Kind::exported);
  CHECK_FALSE(all[2].value.literal);
  CHECK_FALSE(all[3].has_value);
  CHECK(all[4].kind == Assignment::Kind::local);
  CHECK(all[5].append);
  CHECK(read.script.text(all[5].name) == "F");
  CHECK(read.script.assignments_of(read[0]).size() == 1);
  CHECK(read.words(1) == Strings{"export", "C=$(v)", "D"});
}

TEST_CASE("scripts given to a shell are read where they stand") {
  const Read read("sudo bash -ec 'one; two \"$X\"'\nssh h <<EOF\n  three \\$HOME\nEOF\neval \"four\"\n");
  CHECK(read.heads() == Strings{"sudo bash -ec 'one; two \"$X\"'", "one", "two \"$X\"", "ssh h", "three \\$HOME",
                                "eval \"four\"", "four"});
  CHECK(read[0].wrapper_count == 1);
  CHECK(read[1].inside.has(Inside::nested_shell));
  CHECK(read[1].owner == 0);
  CHECK(read[1].state.errexit);
  CHECK(read[4].inside.has(Inside::heredoc_shell));
  CHECK(read[4].inside.has(Inside::remote));
  CHECK(read.words(4) == Strings{"three", "$HOME"});
  CHECK(read[6].depth == 1);
}

TEST_CASE("wrappers are counted") {
  const Read read("sudo -u app env A=b timeout -k 5 10 make test\nenv\nnohup ./run &\n");
  CHECK(read.script.program(read[0]) == "make");
  CHECK(read.script.program(read[1]) == "env");
  CHECK(read.script.program(read[2]) == "./run");
}

TEST_CASE("heredocs belong to their command, and what follows their word is read") {
  const Read read("cat <<-'EOF' | kubectl apply -f - && echo ok\n\t  a: $x\n\tEOF\nb\n");
  CHECK(read.heads() == Strings{"cat", "kubectl apply -f -", "echo ok", "b"});
  const auto redirections = read.script.redirections_of(read[0]);
  REQUIRE(redirections.size() == 1);
  CHECK(redirections[0].kind == RedirectionKind::heredoc_dash);
  CHECK_FALSE(redirections[0].expands);
  REQUIRE(redirections[0].body != Redirection::none);
  const auto& body = read.script.bodies[redirections[0].body];
  CHECK(body.text() == "  a: $x\n");
  CHECK(read.at(body.to_source({2, 3})) == "a");
  CHECK(read[1].pipeline == read[0].pipeline);
}

TEST_CASE("masked stretches are shown as they were and are not literal") {
  const std::string original = "deploy ${{ inputs.x }} --now";
  const std::string masked = "deploy xxxxxxxxxxxxxxx --now";
  const auto text =
      source::MappedText::verbatim(original, {0, static_cast<std::uint32_t>(original.size())}).with_text(masked);
  const Script script = read_commands(text, {.initial = {}, .original = original, .status_matters = true});
  REQUIRE(script.commands.size() == 1);
  const auto words = script.words_of(script.commands[0]);
  REQUIRE(words.size() == 3);
  CHECK(script.text(words[1]) == "${{ inputs.x }}");
  CHECK(words[1].masked);
  CHECK_FALSE(words[1].literal);
  CHECK(words[2].literal);
  CHECK(script.text(script.commands[0].text) == original);
}

TEST_CASE("text that stands elsewhere in the file keeps its places") {
  const std::string file = "run: |\n    a \\\n    b c\n";
  source::MappedText::Builder builder;
  builder.verbatim("a \\\n", 11).verbatim("b c\n", 19);
  const Script script = read_commands(std::move(builder).build());
  REQUIRE(script.words.size() == 3);
  CHECK(script.words[2].span.of(file) == "c");
  CHECK(script.commands[0].span.of(file) == "a \\\n    b c");
}
