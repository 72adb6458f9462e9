#include <doctest/doctest.h>

#include "analyzer/syntax/dockerfile.h"

namespace plumbline::syntax::dockerfile {
namespace {

/// The instruction behind a `FROM a`, and the file it stands in.
struct One {
  explicit One(std::string_view line) : file("FROM a\n" + std::string(line) + "\n"), parsed(parse(file)) {}
  const Instruction& in() const { return parsed.instructions.at(1); }
  std::string error() const {
    return parsed.errors.empty() ? std::string()
                                 : std::string(parsed.errors[0].at.of(file)) + ": " + parsed.errors[0].message;
  }
  std::string file;
  Dockerfile parsed;
};

}  // namespace

TEST_CASE("FROM has an image, a platform and a name, and their variables") {
  const std::string_view file = "FROM --platform=$BUILDPLATFORM reg:5000/x:${TAG:-1.2} AS build\n";
  const Dockerfile parsed = parse(file);
  CHECK(parsed.errors.empty());
  const Instruction& from = parsed.instructions[0];
  REQUIRE(from.image() != nullptr);
  CHECK(from.image()->view() == "reg:5000/x:${TAG:-1.2}");
  REQUIRE(from.image()->variables.size() == 1);
  const Variable& tag = from.image()->variables[0];
  CHECK(tag.name == "TAG");
  CHECK(tag.span.of(file) == "${TAG:-1.2}");
  CHECK(tag.name_span.of(file) == "TAG");
  CHECK(tag.modifier == Modifier::default_value);
  CHECK(tag.colon);
  CHECK(tag.operand == "1.2");
  CHECK(tag.operand_span.of(file) == "1.2");
  CHECK(from.stage_name()->view() == "build");
  CHECK(from.as()->span.of(file) == "AS");
  CHECK(from.flag("platform")->value.variables.at(0).name == "BUILDPLATFORM");
  CHECK(from.flag("platform")->name_span.of(file) == "platform");
}

TEST_CASE("a comment behind a value is an error at its hash") {
  const One env("ENV A=b # NEVER do this");
  REQUIRE(env.parsed.errors.size() == 1);
  CHECK(env.parsed.errors[0].at == Span{15, 16});
  CHECK(env.error() == "#: ENV takes name=value; a comment must stand on a line of its own");
  CHECK(env.in().pairs.size() == 1);
  CHECK(One("EXPOSE 80 # web").error() == "#: a comment must stand on a line of its own");
  CHECK(One("FROM b # base").error() == "#: a comment must stand on a line of its own");
}

TEST_CASE("ENV pairs have keys and values with their places") {
  const One env(R"(ENV A=1 B="two words" C=a\ b D='$x' E=${F:?no}"$G")");
  CHECK(env.error().empty());
  const auto& pairs = env.in().pairs;
  REQUIRE(pairs.size() == 5);
  CHECK(pairs[1].key.view() == "B");
  CHECK(pairs[1].value.view() == "two words");
  CHECK(pairs[1].value.span.of(env.file) == "\"two words\"");
  CHECK(pairs[1].value.quoted);
  CHECK(pairs[2].value.view() == "a b");
  CHECK(pairs[3].value.view() == "$x");
  CHECK(pairs[3].value.variables.empty());
  REQUIRE(pairs[4].value.variables.size() == 2);
  CHECK(pairs[4].value.variables[0].modifier == Modifier::required);
  CHECK(pairs[4].value.variables[1].span.of(env.file) == "$G");
  CHECK(pairs[4].span.of(env.file) == "E=${F:?no}\"$G\"");
}

TEST_CASE("the old form of ENV and LABEL takes the rest of the line") {
  const One env("ENV  PATH   /bin:$PATH \\\n  more");
  CHECK(env.in().legacy);
  REQUIRE(env.in().pairs.size() == 1);
  CHECK(env.in().pairs[0].key.view() == "PATH");
  CHECK(env.in().pairs[0].value.view() == "/bin:$PATH   more");
  CHECK(One("LABEL x").error() == "x: LABEL needs a name and a value");
}

TEST_CASE("ARG takes names with and without a default") {
  const One arg("ARG A B=2 C=");
  REQUIRE(arg.in().pairs.size() == 3);
  CHECK_FALSE(arg.in().pairs[0].has_value);
  CHECK(arg.in().pairs[1].value.view() == "2");
  CHECK(arg.in().pairs[2].has_value);
  CHECK(arg.in().pairs[2].value.view().empty());
}

TEST_CASE("JSON arrays are decoded, and their escapes keep their places") {
  const One cmd("CMD [\"sh\", \"-c\", \"a\\n\\u00e9 \\ud83d\\ude00b\"]");
  CHECK(cmd.in().form == Form::json);
  REQUIRE(cmd.in().words.size() == 3);
  const Word& last = cmd.in().words[2];
  CHECK(last.view() ==
        "a\n\xc3\xa9 \xf0\x9f\x98\x80"
        "b");
  CHECK(last.text.to_source({1, 2}).of(cmd.file) == "\\n");
  CHECK(last.text.to_source({9, 10}).of(cmd.file) == "b");
  CHECK(last.span.of(cmd.file).front() == '"');
}

TEST_CASE("what looks like JSON and is not is told apart") {
  for (const std::string_view line :
       {"CMD ['a', 'b']", "CMD [\"a\" \"b\"]", "CMD [\"a\"] # c", "CMD [ -f x ] && y", "CMD [\"a\""}) {
    CAPTURE(line);
    const One cmd(line);
    CHECK(cmd.in().form == Form::shell);
    CHECK(cmd.in().broken_json);
    CHECK(cmd.error().empty());
  }
  const One numbers("CMD [\"a\", 1, {\"b\": [null]}]");
  CHECK(numbers.error() == "1: an array of arguments holds strings only");
  CHECK_FALSE(One("CMD []").in().broken_json);
}

TEST_CASE("mounts are read into their options") {
  const One run(
      R"(RUN --mount=type=secret,id=npm,target=/root/.npmrc,required --mount=type=cache,"target=/a b" --network=none npm ci)");
  CHECK(run.error().empty());
  REQUIRE(run.in().flags.size() == 3);
  const auto& options = run.in().flags[0].options;
  REQUIRE(options.size() == 4);
  CHECK(options[0].key.view() == "type");
  CHECK(options[0].value.view() == "secret");
  CHECK(options[2].value.span.of(run.file) == "/root/.npmrc");
  CHECK_FALSE(options[3].has_value);
  CHECK(run.in().text.text() == "npm ci");
}

TEST_CASE("flags that the builder refuses are errors") {
  CHECK(One("COPY --form=x a b").error() == "--form: COPY has no such flag; did you mean --from?");
  CHECK(One("COPY --chown a b").error() == "--chown: this flag needs a value");
  CHECK(One("COPY --link=maybe a b").error() == "maybe: this flag is either true or false");
  CHECK(One("COPY --chown=a --chown=b c d").error() == "--chown=b: this flag stands here a second time");
  CHECK(One("COPY --link --exclude=a --exclude=b c d").error().empty());
  CHECK(One("RUN --mount=type=secrets,id=a x").error() ==
        "secrets: there is no such type of mount; did you mean secret?");
  CHECK(One("RUN --mount=typ=bind x").error() == "typ: a mount has no such option; did you mean type?");
  CHECK(One("USER --x y").error() == "--x: USER has no such flag");
}

TEST_CASE("COPY splits at blanks, and a heredoc cannot be its target") {
  const One copy("COPY --from=build /a /b* $D/");
  REQUIRE(copy.in().words.size() == 3);
  CHECK(copy.in().target()->view() == "$D/");
  CHECK(copy.in().flag("from")->value.view() == "build");
  CHECK(One("COPY a").error() == "a: COPY needs at least a source and a target");
  CHECK(One("ADD").error() == "ADD: ADD needs at least a source and a target");
  CHECK(One("COPY a <<E\nE").error() == "<<E: a heredoc cannot be the target");
}

TEST_CASE("HEALTHCHECK has options, a type and a command for the shell or not") {
  const One shell("HEALTHCHECK --interval=30s --timeout=3s \\\n  CMD curl -f localhost || exit 1");
  CHECK(shell.error().empty());
  CHECK(shell.in().type->view() == "CMD");
  CHECK(shell.in().form == Form::shell);
  CHECK(shell.in().text.text() == "curl -f localhost || exit 1");
  CHECK(shell.in().flag("timeout")->value.view() == "3s");
  CHECK(One("HEALTHCHECK cmd [\"a\"]").in().words.size() == 1);
  CHECK(One("HEALTHCHECK NONE").in().healthcheck_none);
  CHECK(One("HEALTHCHECK NONE x").error() == "x: HEALTHCHECK NONE takes no arguments");
  CHECK(One("HEALTHCHECK curl x").error() == "curl: HEALTHCHECK takes either CMD or NONE");
  CHECK(One("HEALTHCHECK CMD").error() == "CMD: HEALTHCHECK CMD needs a command");
}

TEST_CASE("missing arguments and wrong forms are errors") {
  CHECK(One("WORKDIR").error() == "WORKDIR: WORKDIR needs an argument");
  CHECK(One("SHELL bash -c").error() == "bash -c: SHELL takes a JSON array only");
  CHECK(One("FROM x y").error() == "y: FROM takes an image, and `AS` with a name behind it");
  CHECK(One("FROM x AS 1y").error() ==
        "1y: the name of a stage begins with a letter; digits, `-`, `_` and `.` may follow");
  CHECK(One("ENV =x").error() == "=: the name before `=` is missing");
  CHECK(One("ENV A=1 B").error() == "B: ENV takes name=value, and there is no `=` in this word");
  CHECK(One("LABEL a=\"b").error() == "\": the double quote is not closed");
  CHECK(One("WORKDIR /a${b").error() == "${b: the `}` of this substitution is missing");
  CHECK(One("WORKDIR /${a:=b}").error() == ":=: the builder knows no such modifier");
  CHECK(One("RUN echo ${a:=b} \"").error().empty());
}

}  // namespace plumbline::syntax::dockerfile
