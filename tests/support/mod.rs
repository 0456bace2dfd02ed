//! What several test programs share: running one codemod on a text, and the Go toolchain.
#![allow(dead_code)]

use gomend::codemod::{Codemod, Options};
use gomend::config::Config;
use gomend::engine::{Engine, Input, Outcome};
use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::World;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

/// Where the stand-ins for packages that aren't of the standard library lie: a module each, named by its path.
pub fn stubs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stubs")
}

/// A go.mod for cases, with the stand-ins in the folder `stubs`.
pub fn go_mod(stubs: &Path) -> String {
    let mut text = String::from("module example.com/cases\n\ngo 1.26\n");
    for module in modules(&self::stubs()) {
        let folder = stubs.join(&module);
        let major = module.rsplit("/v").next().and_then(|n| n.parse().ok()).unwrap_or(0u32);
        text += &format!("\nrequire {module} v{major}.0.0\n\nreplace {module} => {}\n", folder.display());
    }
    text
}

/// The paths of the modules among the stand-ins.
fn modules(stubs: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(stubs).sort_by_file_name().into_iter().map(Result::unwrap);
    let modules = files.filter(|entry| entry.file_name() == "go.mod").map(|entry| {
        entry.path().parent().unwrap().strip_prefix(stubs).unwrap().to_str().unwrap().to_string()
    });
    modules.collect()
}

/// The seeds of random programs: `usual`, or what the variable `GOMEND_SEEDS` says, such as `5-40`.
pub fn seeds(usual: RangeInclusive<u64>) -> RangeInclusive<u64> {
    let Ok(set) = std::env::var("GOMEND_SEEDS") else { return usual };
    let bounds: Vec<u64> = set.split('-').map(|n| n.parse().expect("GOMEND_SEEDS is like 5-40")).collect();
    bounds[0]..=bounds[bounds.len() - 1]
}

/// Runs `codemod` on `text` as the file `path`, and applies all of its fixes. Its settings stand in a file beside `path` that
/// ends in `.toml` instead of `.go`, when there is one. A file whose name ends in `_test.go` belongs to a package's tests.
pub fn run_on(codemod: &'static Codemod, path: &Path, text: &str) -> Outcome {
    let config = std::fs::read_to_string(path.with_extension("toml")).unwrap_or_default();
    run_with(codemod, path, text, &config)
}

/// As [`run_on`], with the settings of the `gomend.toml` that `config` is.
pub fn run_with(codemod: &'static Codemod, path: &Path, text: &str, config: &str) -> Outcome {
    let config = Config::parse(config).unwrap_or_else(|e| panic!("{}: line {}: {e}", path.display(), e.line));
    // A case is the only file of a module of the newest language version; a build line in it can set an older one.
    let folder = Path::new("/cases");
    let is_test = path.to_str().unwrap().ends_with("_test.go");
    let file = folder.join(if is_test { "case_test.go" } else { "case.go" });
    let mut disk =
        Overlay::empty().with(folder.join("go.mod"), go_mod(Path::new("/stubs"))).with(&file, text);
    for entry in walkdir::WalkDir::new(stubs()).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(stubs()).unwrap();
            disk = disk.with(Path::new("/stubs").join(below), std::fs::read(entry.path()).unwrap());
        }
    }
    let Config { tiers, defer_in_loop, blank_error, .. } = config;
    let engine = Engine {
        codemods: vec![codemod],
        options: Options { only: vec![codemod.name.to_string()], tiers, defer_in_loop, blank_error },
        world: Arc::new(World::new(Arc::new(Projects::new(Arc::new(disk), Settings::new(folder))))),
    };
    let input = Input { path: file, text: text.to_string(), whole: true };
    let outcome = engine.run(&input, &|_| true).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert_eq!(outcome.broken, [], "{} doesn't parse", path.display());
    outcome
}

/// The Go commands on PATH. Tests need them; `tests/with-go` installs them where they are missing.
pub struct Toolchain;

impl Toolchain {
    pub fn find() -> Toolchain {
        let go = Command::new("go").arg("version").output();
        assert!(go.is_ok(), "no `go` on PATH: run the tests by `tests/with-go cargo test`");
        Toolchain
    }

    pub fn run(&self, program: &str, arguments: &[&str], folder: &Path) -> Run {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env("GOFLAGS", "-mod=mod")
            .env("GOWORK", "off")
            .env("GOTOOLCHAIN", "local")
            .output()
            .unwrap_or_else(|e| panic!("{program}: {e}"));
        Run { what: format!("{program} {}", arguments.join(" ")), output }
    }
}

pub struct Run {
    what: String,
    pub output: Output,
}

impl Run {
    #[track_caller]
    pub fn expect_success(self) -> String {
        assert!(
            self.output.status.success(),
            "{} failed:\n{}{}",
            self.what,
            String::from_utf8_lossy(&self.output.stdout),
            String::from_utf8_lossy(&self.output.stderr)
        );
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    #[track_caller]
    pub fn expect_silence(self) {
        let what = self.what.clone();
        assert_eq!(self.expect_success(), "", "{what} names files");
    }
}
