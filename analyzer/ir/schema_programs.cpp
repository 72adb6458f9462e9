#include "analyzer/ir/schema_builder.h"
#include "analyzer/ir/schema_tables.h"

namespace plumbline::ir {

namespace {

constexpr auto call_fields = with_common<Call>(std::to_array<Field>({
    field<Call, &Call::callee>("callee", "Dotted name."),
    field<Call, &Call::module>("module", "Where the name comes from."),
    field<Call, &Call::arguments>("arguments", "A list."),
    field<Call, &Call::conditional>("conditional", "Does it stand under a condition?"),
}));

constexpr auto export_fields = with_common<Export>(std::to_array<Field>({
    field<Export, &Export::name>("name", "`default` or its name."),
    field<Export, &Export::value>("value", "When it is data."),
    field<Export, &Export::is_function>("is_function", "A function?"),
}));

constexpr auto page_fields = with_common<Page>(std::to_array<Field>({
    field<Page, &Page::kind>("kind", "Which."),
    field<Page, &Page::route>("route", "Its address below the site."),
    field<Page, &Page::dynamic_route>("dynamic_route", "Has the address parameters?"),
    field<Page, &Page::generates_metadata>("generates_metadata", "By a function?"),
    field<Page, &Page::title>("title", "Title."),
    field<Page, &Page::description>("description", "Description."),
    field<Page, &Page::canonical>("canonical", "Canonical address."),
    field<Page, &Page::indexed>("indexed", "False: search engines are asked to stay away."),
    field<Page, &Page::metadata>("metadata", "As written."),
}));

constexpr auto site_fields = with_common<Site>(std::to_array<Field>({
    field<Site, &Site::root>("root", "Its folder."),
    field<Site, &Site::base>("base", "Its own address."),
    field<Site, &Site::sitemap>("sitemap", "The file.", FieldStage::link),
    field<Site, &Site::robots>("robots", "The file.", FieldStage::link),
    field<Site, &Site::has_sitemap>("has_sitemap", "Is there one?", FieldStage::link),
    field<Site, &Site::has_robots>("has_robots", "Is there one?", FieldStage::link),
    field<Site, &Site::pages>("pages", "Its pages and layouts.", FieldStage::link),
    field<Site, &Site::exports>("exports", "Of its sitemap, robots and configuration.", FieldStage::link),
    field<Site, &Site::config>("config", "As written."),
}));

constexpr auto monitor_fields = with_common<Monitor>(std::to_array<Field>({
    field<Monitor, &Monitor::provider>("provider", "Product, lower case."),
    field<Monitor, &Monitor::kind>("kind", "sdk, agent, metrics, logs, traces."),
    field<Monitor, &Monitor::options>("options", "As written."),
    field<Monitor, &Monitor::options_open>("options_open", "May there be others?"),
    field<Monitor, &Monitor::development_only>("development_only", "Not in production."),
    field<Monitor, &Monitor::loaded_before>("loaded_before", "Modules that its file loads before it starts."),
}));

}  // namespace

template <>
EntitySchema schema_of<Call>() {
  return {"call", "A call in an analysed program.", call_fields};
}

template <>
EntitySchema schema_of<Export>() {
  return {"export", "What a module exports.", export_fields};
}

template <>
EntitySchema schema_of<Page>() {
  return {"page", "A page or a layout of a web site.", page_fields};
}

template <>
EntitySchema schema_of<Site>() {
  return {"site", "A web site.", site_fields};
}

template <>
EntitySchema schema_of<Monitor>() {
  return {"monitor", "A monitoring set-up.", monitor_fields};
}

}  // namespace plumbline::ir
