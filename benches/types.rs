//! How fast types are: declarations loaded a second, and calls typed a second, over packages of GOROOT/src.
//!
//! Run with `cargo bench --bench types`. Everything is read into memory first, so that no disk is measured. Without a Go
//! on PATH there is nothing to measure on, and that is said.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gomend::project::{Overlay, Projects, Settings};
use gomend::semantics::{FileTypes, World};
use gomend::syntax::Outline;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Large and small packages with all kinds of declarations; what they import comes from the embedded index.
const PACKAGES: [&str; 8] =
    ["bufio", "encoding/json", "go/ast", "go/types", "net/http", "slices", "strconv", "text/template"];

/// The packages as those of a module of their own, and each of their files.
struct Corpus {
    disk: Overlay,
    files: Vec<(PathBuf, String)>,
}

impl Corpus {
    fn read() -> Option<Corpus> {
        let output = Command::new("go").args(["env", "GOROOT"]).output().ok()?;
        let goroot = String::from_utf8(output.stdout).ok()?;
        let mut disk = Overlay::empty().with("/m/go.mod", "module example.com/m\n\ngo 1.26\n");
        let mut files = Vec::new();
        for package in PACKAGES {
            let folder = Path::new(goroot.trim()).join("src").join(package);
            for entry in std::fs::read_dir(folder).ok()?.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if !name.ends_with(".go") || name.ends_with("_test.go") {
                    continue;
                }
                let text = std::fs::read_to_string(entry.path()).ok()?;
                let path = Path::new("/m").join(package).join(name);
                disk = disk.with(&path, text.as_str());
                files.push((path, text));
            }
        }
        Some(Corpus { disk, files })
    }

    /// A world that has loaded nothing yet.
    fn world(&self) -> World {
        World::new(Arc::new(Projects::new(Arc::new(self.disk.clone()), Settings::new("/m"))))
    }
}

fn types(criterion: &mut Criterion) {
    let Some(corpus) = Corpus::read() else {
        println!("nothing is measured: the packages of GOROOT/src aren't here (is `go` on PATH?)");
        return;
    };
    let mut group = criterion.benchmark_group("types");
    group.sample_size(20);

    let declarations = corpus.files.iter().map(|(_, text)| Outline::of(text).decls.len() as u64).sum();
    group.throughput(Throughput::Elements(declarations));
    group.bench_function("declarations loaded", |bencher| {
        bencher.iter(|| {
            let world = corpus.world();
            for (path, _) in &corpus.files {
                let _ = black_box(world.package_of(path));
            }
        });
    });

    // Declarations are shared by the files of a run, and the types of a body are found out once.
    let world = corpus.world();
    let calls_of = |path: &Path| FileTypes::open(&world, path).map_or(0, |types| types.calls().len());
    let calls = corpus.files.iter().map(|(path, _)| calls_of(path) as u64).sum();
    group.throughput(Throughput::Elements(calls));
    group.bench_function("calls typed", |bencher| {
        bencher.iter(|| {
            for (path, _) in &corpus.files {
                black_box(calls_of(path));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, types);
criterion_main!(benches);
