//! Examples in temporary folders, with a module proxy made of files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A temporary folder of files.
pub struct Example {
    folder: tempfile::TempDir,
}

impl Example {
    pub fn new(files: &[(&str, &str)]) -> Example {
        let example = Example { folder: tempfile::tempdir().expect("a temporary folder") };
        for (path, text) in files {
            example.write(path, text);
        }
        example
    }

    pub fn path(&self, below: &str) -> PathBuf {
        // The go command names folders by their real paths.
        let root = self.folder.path().canonicalize().expect("the folder exists");
        if below.is_empty() { root } else { root.join(below) }
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        std::fs::write(path, bytes).expect("a new file");
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a file")
    }

    /// An environment in which nothing outside of the example counts.
    pub fn env(&self) -> Vec<(&'static str, OsString)> {
        let proxy = format!("file://{}", self.path("proxy").display());
        vec![
            ("GOPATH", self.path("gopath").into()),
            ("GOMODCACHE", self.path("cache").into()),
            ("GOENV", "off".into()),
            ("GOFLAGS", "".into()),
            ("GOPROXY", proxy.into()),
            ("GOSUMDB", "off".into()),
            ("GONOSUMDB", "*".into()),
            ("GO111MODULE", "on".into()),
            ("CGO_ENABLED", "0".into()),
            ("GOOS", "linux".into()),
            ("GOARCH", "amd64".into()),
        ]
    }

    pub fn go(&self, below: &str, args: &[&str]) {
        let output = Command::new("go")
            .args(args)
            .current_dir(self.path(below))
            .envs(self.env())
            .env("GOFLAGS", "-modcacherw -mod=mod")
            .env("GOTOOLCHAIN", "local")
            .output()
            .expect("the go command is on PATH");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Puts a module version on the example's proxy; `path` is escaped.
    pub fn publish(&self, path: &str, version: &str, go_mod: &str, archive: &[u8]) {
        let base = Path::new("proxy").join(path).join("@v");
        let file = |extension: &str| base.join(format!("{version}.{extension}")).display().to_string();
        self.write(&file("mod"), go_mod);
        self.write(&file("info"), format!("{{\"Version\":\"{version}\"}}"));
        self.write(&file("zip"), archive);
        self.write(&base.join("list").display().to_string(), "");
    }
}

/// A zip archive that stores its files as they are, each below the prefix (PKWARE's APPNOTE, 4.3).
pub fn zip(prefix: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in files {
        let name = format!("{prefix}/{name}");
        let offset = archive.len() as u32;
        let (size, name_length) = (text.len() as u32, name.len() as u16);
        let mut common = Vec::new();
        // Version, flags, method, time and date of day zero.
        [20u16, 0, 0, 0, 0x21].iter().for_each(|field| common.extend(field.to_le_bytes()));
        [crc32(text.as_bytes()), size, size].iter().for_each(|field| common.extend(field.to_le_bytes()));
        [name_length, 0].iter().for_each(|field| common.extend(field.to_le_bytes()));

        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());

        directory.extend(b"PK\x01\x02");
        directory.extend(20u16.to_le_bytes());
        directory.extend(&common);
        // No comment, disk 0, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, count) = (archive.len() as u32, directory.len() as u32, files.len() as u16);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    [count, count].iter().for_each(|field| archive.extend(field.to_le_bytes()));
    [size, start].iter().for_each(|field| archive.extend(field.to_le_bytes()));
    archive.extend([0; 2]);
    archive
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
