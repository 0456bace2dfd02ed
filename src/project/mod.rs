//! Where Go code lives: modules and workspaces, packages and the files of them that a platform builds, language versions, imports, and the
//! walk over folders.
//!
//! It answers as the go command would, from files alone: no toolchain, no network, no environment (that comes in as [`Settings`]), all
//! reading through a [`Disk`]. It reads only the heads of Go files; what declarations mean is no affair of this layer.

pub mod constraint;
pub mod disk;
pub mod generated;
pub mod gomod;
pub mod header;
pub mod platform;
pub mod semver;
pub mod settings;
pub mod version;

pub use disk::{Disk, Overlay, Real};
pub use header::Header;
pub use platform::Platform;
pub use settings::Settings;
pub use version::Version;
