default_platform(:ios)
platform :ios do
  before_all { |lane, options| setup }
  desc "x"
  lane :beta do |options|
    increment_build_number
    build_app(scheme: "App", "k" => 1, :old => [1, 2.5, nil], h: { a: true }, **opts)
    sh "echo #{ENV['X']} > f"
    `git log`
    api = ENV["TOKEN"] || "abc"
    upload_to_testflight(skip: true) unless options[:x]
    Spaceship::Portal.login("a", 'b\'c')
    if is_ci then foo(%w[a b], <<~EOS) end
      body
        more
    EOS
  rescue => e
    bar
  end
  error do |lane, ex|
    slack(message: ex.message, success: false)
  end
end
def helper(x) = 1
KEY = "v" "w"
obj.method&.other(1).third { }
puts "a\tb" if x
