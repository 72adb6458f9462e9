#include "analyzer/link/charts.h"

#include <string_view>
#include <unordered_map>

#include "analyzer/link/paths.h"

namespace plumbline::link {

Charts::Charts(const ir::RepoIr& repo) : chart_of_(repo.file_count(), 0) {
  const auto& files = repo.rows<ir::File>();
  std::unordered_map<std::string_view, std::uint32_t> charts;
  for (const ir::File& file : files) {
    if (file.kind == source::FileKind::helm_chart)
      charts.emplace(folder_of(repo.text(file.name)), static_cast<std::uint32_t>(charts.size()) + 1);
  }
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    const bool made = files[i].kind == source::FileKind::helm_template;
    if (!made && files[i].kind != source::FileKind::kubernetes) continue;
    // `chart/templates/…`: the folder above is the chart, with or without its Chart.yaml here.
    std::string_view folder = folder_of(repo.text(files[i].name));
    while (!folder.empty() && name_of(folder) != "templates") folder = folder_of(folder);
    if (folder.empty() && !made) continue;
    const std::string_view root = folder.empty() ? folder_of(repo.text(files[i].name)) : folder_of(folder);
    if (!made && charts.count(root) == 0) continue;
    chart_of_[i] = charts.emplace(root, static_cast<std::uint32_t>(charts.size()) + 1).first->second;
  }
}

}  // namespace plumbline::link
