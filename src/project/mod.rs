//! Where Go code lives: modules and workspaces, packages and the files of them that a platform builds, language versions, imports, and the
//! walk over folders.
//!
//! It answers as the go command would, from files alone: no toolchain, no network, no environment (that comes in as [`Settings`]), all
//! reading through a [`Disk`]. It reads only the heads of Go files; what declarations mean is no affair of this layer.

mod cache;
pub mod constraint;
mod cycle;
pub mod disk;
pub mod generated;
pub mod gomod;
mod graph;
pub mod header;
pub mod module;
pub mod package;
pub mod platform;
pub mod projects;
pub mod recent;
pub mod resolve;
pub mod semver;
pub mod settings;
mod vendor;
pub mod version;
pub mod walk;
pub mod workspace;

pub use disk::{Disk, Overlay, Real};
pub use header::Header;
pub use module::{Language, Module, Origin};
pub use package::{GoFile, Package, Role, Unit};
pub use platform::Platform;
pub use projects::{PackageDir, Projects};
pub use resolve::{Missing, Resolved};
pub use settings::Settings;
pub use version::Version;
pub use walk::{Walk, walk};
pub use workspace::{Build, BuildId};
