//! `newsdesk`: see `newsdesk --help`.

fn main() -> std::process::ExitCode {
    newsdesk::cli::main()
}
