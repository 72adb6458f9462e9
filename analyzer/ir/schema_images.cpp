#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto image_fields = with_common<Image>(std::to_array<Field>({
    field<Image, &Image::text>("text", "As written."),
    field<Image, &Image::registry>("registry", "Host; empty for the default one."),
    field<Image, &Image::repository>("repository", "Path in the registry."),
    field<Image, &Image::tag>("tag", "Empty when there is none."),
    field<Image, &Image::digest>("digest", "Empty when there is none."),
    field<Image, &Image::literal>("literal", "Is all of it known?"),
    field<Image, &Image::tag_is_literal>("tag_is_literal", "Is the tag known?"),
    field<Image, &Image::family>("family", "Last word of the repository."),
    field<Image, &Image::role>("role", "What the image is for here."),
    field<Image, &Image::job>("job", "The job that uses it."),
    field<Image, &Image::step>("step", "The step that uses it."),
    field<Image, &Image::container>("container", "The container that runs it.", FieldStage::link),
    field<Image, &Image::built_by>("built_by", "Build files that make it.", FieldStage::link),
}));

constexpr auto build_fields = with_common<Build>(std::to_array<Field>({
    field<Build, &Build::stages>("stages", "In source order."),
    field<Build, &Build::instructions>("instructions", "All of them."),
    field<Build, &Build::arguments>("arguments", "Before the first stage."),
    field<Build, &Build::final_stage>("final_stage", "The last one."),
    field<Build, &Build::ignore_file>("ignore_file", "What its context leaves out.", FieldStage::link),
    field<Build, &Build::has_ignore_file>("has_ignore_file", "Is there one?", FieldStage::link),
    field<Build, &Build::tags>("tags", "What it is built as.", FieldStage::link),
    field<Build, &Build::tags_open>("tags_open", "Are there tags that cannot be known here?", FieldStage::link),
    field<Build, &Build::built_by>("built_by", "Commands that build it.", FieldStage::link),
    field<Build, &Build::beside>("beside", "Files of packages and environments in its folder and below.",
                                 FieldStage::link),
    field<Build, &Build::run_by>(
        "run_by", "Containers that run it: by the tag that it is built as, or by its folder's name.", FieldStage::link),
}));

constexpr auto stage_fields = with_common<Stage>(std::to_array<Field>({
    field<Stage, &Stage::name>("name", "Empty when it has none."),
    field<Stage, &Stage::index>("index", "From 0."),
    field<Stage, &Stage::final>("final", "Is it the last one?"),
    field<Stage, &Stage::base>("base", "The image it starts from."),
    field<Stage, &Stage::base_stage>("base_stage", "The stage it starts from."),
    field<Stage, &Stage::instructions>("instructions", "In source order."),
    field<Stage, &Stage::variables>("variables", "ENV and ARG."),
    field<Stage, &Stage::ports>("ports", "EXPOSE."),
    field<Stage, &Stage::user>("user", "Who its processes run as, earlier stages included."),
    field<Stage, &Stage::runs_as_root>("runs_as_root", "Do they run as root?"),
    field<Stage, &Stage::workdir>("workdir", "Absolute or as written."),
    field<Stage, &Stage::platform>("platform", "As written."),
    field<Stage, &Stage::healthcheck>("healthcheck", "The instruction that counts."),
    field<Stage, &Stage::cmd>("cmd", "The instruction that counts."),
    field<Stage, &Stage::entrypoint>("entrypoint", "The instruction that counts."),
    field<Stage, &Stage::used>("used", "Is it the last one, or needed by it?"),
    field<Stage, &Stage::pipefail>("pipefail", "Does its shell fail with any part of a pipeline?"),
    always<Stage, &Stage::build>("build", "Where it stands."),
}));

constexpr auto instruction_fields = with_common<Instruction>(std::to_array<Field>({
    field<Instruction, &Instruction::keyword>("keyword", "Which."),
    field<Instruction, &Instruction::name>("name", "As written."),
    field<Instruction, &Instruction::text>("text", "Its arguments, continued lines joined."),
    field<Instruction, &Instruction::words>("words", "Its arguments, unquoted."),
    field<Instruction, &Instruction::flags>("flags", "As written."),
    field<Instruction, &Instruction::from>("from", "Value of --from."),
    field<Instruction, &Instruction::sources>("sources", "Of COPY and ADD."),
    field<Instruction, &Instruction::destination>("destination", "Of COPY and ADD."),
    field<Instruction, &Instruction::mounts>("mounts", "Of RUN."),
    field<Instruction, &Instruction::commands>("commands", "Of its shell text."),
    field<Instruction, &Instruction::variables>("variables", "That it sets."),
    field<Instruction, &Instruction::refers_to>("refers_to", "Variables that its words expand."),
    field<Instruction, &Instruction::exec_form>("exec_form", "Written as a list?"),
    field<Instruction, &Instruction::broken_exec_form>("broken_exec_form", "Begins like a list and is none."),
    field<Instruction, &Instruction::heredoc>("heredoc", "Has a here-document."),
    field<Instruction, &Instruction::on_build>("on_build", "Runs in builds from this image."),
    field<Instruction, &Instruction::stage>("stage", "Where it stands."),
}));

constexpr auto mount_fields = with_common<Mount>(std::to_array<Field>({
    field<Mount, &Mount::type>("type", "bind, cache, secret, volume …"),
    field<Mount, &Mount::source>("source", "From where."),
    field<Mount, &Mount::target>("target", "To where."),
    field<Mount, &Mount::id>("id", "Its id."),
    field<Mount, &Mount::read_only>("read_only", "Cannot be written."),
    field<Mount, &Mount::node>("node", "Its definition."),
}));

constexpr auto port_fields = with_common<Port>(std::to_array<Field>({
    field<Port, &Port::name>("name", "Its name."),
    field<Port, &Port::number>("number", "As seen from outside."),
    field<Port, &Port::target>("target", "As seen from inside."),
    field<Port, &Port::target_name>("target_name", "The same by name."),
    field<Port, &Port::protocol>("protocol", "Lower case; empty for the default."),
    field<Port, &Port::address>("address", "That it is bound to; empty for all of the machine's."),
    field<Port, &Port::conflict>("conflict", "Another that takes the same place of the same machine.",
                                 FieldStage::link),
}));

}  // namespace

template <>
EntitySchema schema_of<Image>() {
  return {"image", "A reference to a container image.", image_fields};
}

template <>
EntitySchema schema_of<Build>() {
  return {"build", "A file that an image is built from.", build_fields};
}

template <>
EntitySchema schema_of<Stage>() {
  return {"stage", "One stage of a build.", stage_fields};
}

template <>
EntitySchema schema_of<Instruction>() {
  return {"instruction", "One instruction of a build.", instruction_fields};
}

template <>
EntitySchema schema_of<Mount>() {
  return {"mount", "Something mounted into a build step or a container.", mount_fields};
}

template <>
EntitySchema schema_of<Port>() {
  return {"port", "A port number with its names.", port_fields};
}

}  // namespace plumbline::ir
