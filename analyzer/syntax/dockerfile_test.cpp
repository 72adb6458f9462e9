#include "analyzer/syntax/dockerfile.h"

#include <doctest/doctest.h>

namespace plumbline::syntax::dockerfile {
namespace {

std::vector<std::string> messages(const Dockerfile& parsed, std::string_view file) {
  std::vector<std::string> all;
  for (const SyntaxError& error : parsed.errors) all.push_back(std::string(error.at.of(file)) + ": " + error.message);
  return all;
}

}  // namespace

TEST_CASE("directives stand above everything else and set the escape character") {
  const std::string_view file =
      "\xEF\xBB\xBF# syntax=docker/dockerfile:1.7 more\n#escape = `\nFROM a\nRUN dir c:\\ `\n  x\n";
  const Dockerfile parsed = parse(file);
  CHECK(parsed.errors.empty());
  REQUIRE(parsed.directives.size() == 2);
  CHECK(parsed.directives[0].name == "syntax");
  CHECK(parsed.directives[0].value == "docker/dockerfile:1.7");
  CHECK(parsed.directives[0].value_span.of(file) == "docker/dockerfile:1.7");
  CHECK(parsed.escape == '`');
  REQUIRE(parsed.instructions.size() == 2);
  CHECK(parsed.instructions[1].text.text() == "dir c:\\   x");
}

TEST_CASE("an unknown directive ends the zone") {
  const Dockerfile parsed = parse("# note=1\n# escape=`\nFROM a\n");
  CHECK(parsed.directives.empty());
  CHECK(parsed.escape == '\\');
  CHECK(parsed.comments.size() == 2);
}

TEST_CASE("a repeated directive and a strange escape are errors at their place") {
  const std::string_view file = "# escape=x\n# escape=`\nFROM a\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.errors.size() == 2);
  CHECK(parsed.errors[0].at.of(file) == "x");
  CHECK(parsed.errors[1].at.of(file) == "escape");
  CHECK(parsed.instructions.size() == 1);
}

TEST_CASE("a script line lets the syntax be named below it, not the escape") {
  const Dockerfile parsed = parse("#!/usr/bin/env docker\n# syntax=x/y\n# escape=`\nFROM a\n");
  REQUIRE(parsed.directives.size() == 1);
  CHECK(parsed.directives[0].value == "x/y");
  CHECK(parsed.escape == '\\');
}

TEST_CASE("continuation lines are joined and every byte keeps its place") {
  const std::string_view file =
      "FROM a\nRUN apt-get update && \\\n  # why\n\n    apt-get install -y \\  \n    curl\nUSER app\n";
  const Dockerfile parsed = parse(file);
  CHECK(parsed.errors.empty());
  REQUIRE(parsed.instructions.size() == 3);
  const Instruction& run = parsed.instructions[1];
  CHECK(run.form == Form::shell);
  CHECK(run.text.text() == "apt-get update &&     apt-get install -y     curl");
  const auto at = static_cast<std::uint32_t>(run.text.text().find("curl"));
  CHECK(run.text.to_source({at, at + 4}).of(file) == "curl");
  REQUIRE(run.blank_lines.size() == 1);
  REQUIRE(parsed.comments.size() == 1);
  CHECK(parsed.comments[0].span.of(file) == "# why");
  CHECK(run.line_span.of(file) == "RUN apt-get update && \\");
  CHECK(run.span.of(file).substr(run.span.size() - 4) == "curl");
  CHECK(parsed.instructions[2].comment_count == 0);
}

TEST_CASE("an escape behind an escape does not continue, not even the third") {
  CHECK(parse("FROM a\nRUN x \\\\\nUSER y\n").instructions.size() == 3);
  CHECK(parse("FROM a\nRUN x \\\\\\\nUSER y\n").instructions.size() == 3);
  CHECK(parse("FROM a\nRUN x \\\nUSER y\n").instructions.size() == 2);
}

TEST_CASE("a continuation at the end of the file is accepted") {
  const Dockerfile parsed = parse("FROM a\nRUN x \\");
  CHECK(parsed.errors.empty());
  CHECK(parsed.instructions[1].text.text() == "x");
}

TEST_CASE("comments attach to the next instruction until a bare hash") {
  const std::string_view file = "# old\n#\n# the base\n  # and more\n\nFROM a\n# last\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.instructions.size() == 1);
  const Instruction& from = parsed.instructions[0];
  REQUIRE(from.comment_count == 2);
  CHECK(parsed.comments[from.first_comment].span.of(file) == "# the base");
  CHECK(parsed.comments[from.first_comment + 1].span.of(file) == "# and more");
  CHECK(parsed.comments.size() == 5);
}

TEST_CASE("a comment that ends in a backslash does not continue") {
  CHECK(parse("# a \\\nFROM a\n").instructions.size() == 1);
}

TEST_CASE("heredocs give their bodies in order, with their places") {
  const std::string_view file =
      "FROM a\nCOPY <<one <<-\"two\" /dst/\nfirst $X\none\n\t\tsecond\n\ttwo\nRUN <<EOF bash\nset -e\nEOF\n";
  const Dockerfile parsed = parse(file);
  CHECK(messages(parsed, file).empty());
  REQUIRE(parsed.instructions.size() == 3);
  const Instruction& copy = parsed.instructions[1];
  REQUIRE(copy.heredocs.size() == 2);
  CHECK(copy.heredocs[0].name == "one");
  CHECK(copy.heredocs[0].expand);
  CHECK(copy.heredocs[0].body.text() == "first $X\n");
  CHECK(copy.heredocs[1].name_span.of(file) == "\"two\"");
  CHECK_FALSE(copy.heredocs[1].expand);
  CHECK(copy.heredocs[1].strip_tabs);
  CHECK(copy.heredocs[1].body.text() == "second\n");
  CHECK(copy.heredocs[1].body.to_source({0, 6}).of(file) == "second");
  CHECK(copy.target()->view() == "/dst/");
  CHECK(copy.span.of(file).substr(copy.span.size() - 4) == "\ttwo");
  CHECK(script(parsed.instructions[2]).text() == "<<EOF bash\nset -e\nEOF");
}

TEST_CASE("a heredoc alone is a script") {
  const std::string_view file = "FROM a\nRUN <<-'EOF'\n\t#!/bin/sh\n\techo hi\n\tEOF\n";
  const Dockerfile parsed = parse(file);
  CHECK(messages(parsed, file).empty());
  const source::MappedText text = script(parsed.instructions[1]);
  CHECK(text.text() == "#!/bin/sh\necho hi\n");
  CHECK(text.to_source({10, 14}).of(file) == "echo");
}

TEST_CASE("what only looks like a heredoc is none") {
  for (const std::string_view line : {"RUN cat <<<x", "RUN echo '<<x'", "RUN cat<<x", "RUN echo it's <<x", "USER <<x",
                                      "RUN [\"sh\", \"<<x\"]", "RUN echo <<"}) {
    CAPTURE(line);
    const Dockerfile parsed = parse("FROM a\n" + std::string(line) + "\nUSER b\n");
    REQUIRE(parsed.instructions.size() == 3);
    CHECK(parsed.instructions[1].heredocs.empty());
  }
}

TEST_CASE("a heredoc without its end is one error at its announcement") {
  const std::string_view file = "FROM a\nRUN cat << EOF >f\nx\n EOF\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.errors.size() == 1);
  CHECK(parsed.errors[0].at.of(file) == "<< EOF");
  CHECK(parsed.instructions[1].heredocs[0].body.text() == "x\n EOF\n");
}

TEST_CASE("ONBUILD wraps one instruction, its heredocs included") {
  const std::string_view file =
      "FROM a\nONBUILD RUN --mount=type=cache,target=/c <<EOF\nx\nEOF\nONBUILD ONBUILD RUN x\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.nested.size() == 1);
  CHECK(parsed.nested[parsed.instructions[1].nested].keyword == Keyword::run);
  CHECK(parsed.nested[0].keyword_span.of(file) == "RUN");
  CHECK(parsed.nested[0].heredocs.size() == 1);
  CHECK(parsed.nested[0].flags.size() == 1);
  REQUIRE(parsed.errors.size() == 1);
  CHECK(parsed.errors[0].message == "ONBUILD cannot stand behind ONBUILD");
}

TEST_CASE("an unknown instruction names the nearest one, once for a broken command, and the rest is read") {
  const std::string_view file = "FROM a\nRUNN x\n  && y\n  && z\nCOPPY a b\nUSER app\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.errors.size() == 1);
  CHECK(parsed.errors[0].at.of(file) == "RUNN");
  CHECK(parsed.errors[0].message == "there is no such instruction; did you mean RUN?");
  CHECK(parsed.instructions.back().keyword == Keyword::user);
}

TEST_CASE("what stands before the first FROM is told once") {
  const std::string_view file = "ARG X=1\nRUN a\nUSER b\nFROM c\n";
  const Dockerfile parsed = parse(file);
  REQUIRE(parsed.errors.size() == 1);
  CHECK(parsed.errors[0].at.of(file) == "RUN");
}

TEST_CASE("keywords are read in any case, with CRLF and without a last line end") {
  const std::string_view file = "from a as B\r\nrun x \\\r\n  y\r\nCmD [\"z\"]";
  const Dockerfile parsed = parse(file);
  CHECK(messages(parsed, file).empty());
  REQUIRE(parsed.instructions.size() == 3);
  CHECK(parsed.instructions[0].stage_name()->view() == "B");
  CHECK(parsed.instructions[1].text.text() == "x   y");
  CHECK(parsed.instructions[2].form == Form::json);
}

}  // namespace plumbline::syntax::dockerfile
