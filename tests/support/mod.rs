//! What several test programs share: running one codemod on a text, and the Go toolchain.
#![allow(dead_code)]

use gomend::codemod::{Codemod, Options};
use gomend::engine::{Engine, Input, Outcome};
use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::World;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

/// Runs `codemod` on `text` as the file `path`, and applies all of its fixes.
pub fn run_on(codemod: &'static Codemod, path: &Path, text: &str) -> Outcome {
    run_with(codemod, path, text, Options::default())
}

/// As [`run_on`], with `options` set.
pub fn run_with(codemod: &'static Codemod, path: &Path, text: &str, options: Options) -> Outcome {
    // A case is the only file of a module of the newest language version; a build line in it can set an older one.
    let folder = Path::new("/cases");
    let file = folder.join("case.go");
    let module = "module example.com/cases\n\ngo 1.26\n";
    let disk = Overlay::empty().with(folder.join("go.mod"), module).with(&file, text);
    let engine = Engine {
        codemods: vec![codemod],
        options: Options { only: vec![codemod.name.to_string()], ..options },
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
