//! What the standard library does with what it is given: the documented contract of its functions and methods, interfaces'
//! among them.
//!
//! A package is in the tables when all of its functions, or methods, that take more than plain data were read; those that
//! keep something are named. Of anything else it says Unknown.

use crate::semantics::{Callee, FileTypes, std_index};

/// What becomes of an argument, or of a method's receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Used while the call lasts, and not to be had from the result.
    Used,
    /// Used while the call lasts; the result may hold it.
    Result,
    /// The receiver may hold it from then on, and so may the result.
    Receiver,
    /// Kept by something that outlives the call.
    Kept,
    Unknown,
}

/// What of a call is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    Receiver,
    /// By its number, from 0.
    At(usize),
}

/// Packages whose functions keep nothing but in their results, with those that do.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("archive/tar", &[]),
    ("archive/zip", &["RegisterCompressor", "RegisterDecompressor"]),
    ("bufio", &[]),
    ("bytes", &[]),
    ("cmp", &[]),
    ("compress/bzip2", &[]),
    ("compress/flate", &[]),
    ("compress/gzip", &[]),
    ("compress/lzw", &[]),
    ("compress/zlib", &[]),
    ("container/list", &[]),
    ("context", &["AfterFunc"]),
    ("crypto", &["RegisterHash"]),
    ("crypto/aes", &[]),
    ("crypto/cipher", &[]),
    ("crypto/ecdsa", &[]),
    ("crypto/ed25519", &[]),
    ("crypto/hmac", &[]),
    ("crypto/md5", &[]),
    ("crypto/rand", &[]),
    ("crypto/rsa", &[]),
    ("crypto/sha1", &[]),
    ("crypto/sha256", &[]),
    ("crypto/sha512", &[]),
    ("crypto/tls", &[]),
    ("crypto/x509", &["SetFallbackRoots"]),
    ("database/sql", &["Register"]),
    ("debug/buildinfo", &[]),
    ("debug/elf", &[]),
    ("debug/macho", &[]),
    ("debug/pe", &[]),
    ("debug/plan9obj", &[]),
    ("encoding/ascii85", &[]),
    ("encoding/asn1", &[]),
    ("encoding/base32", &[]),
    ("encoding/base64", &[]),
    ("encoding/binary", &[]),
    ("encoding/csv", &[]),
    ("encoding/gob", &["Register", "RegisterName"]),
    ("encoding/hex", &[]),
    ("encoding/json", &[]),
    ("encoding/pem", &[]),
    ("encoding/xml", &[]),
    // `As` stores an error.
    ("errors", &[]),
    ("fmt", &[]),
    ("hash/adler32", &[]),
    ("hash/crc32", &[]),
    ("hash/crc64", &[]),
    ("hash/fnv", &[]),
    ("html", &[]),
    ("html/template", &[]),
    ("image", &["RegisterFormat"]),
    ("image/gif", &[]),
    ("image/jpeg", &[]),
    ("image/png", &[]),
    ("io", &[]),
    ("io/fs", &[]),
    ("io/ioutil", &[]),
    ("iter", &[]),
    ("log", &["SetOutput"]),
    ("log/slog", &["SetDefault"]),
    ("maps", &[]),
    ("mime", &[]),
    ("mime/multipart", &[]),
    ("mime/quotedprintable", &[]),
    ("net", &[]),
    ("net/http", &["Handle", "HandleFunc"]),
    ("net/http/httptest", &[]),
    ("net/http/httptrace", &[]),
    ("net/http/httputil", &[]),
    ("net/mail", &[]),
    ("net/smtp", &[]),
    ("net/textproto", &[]),
    ("net/url", &[]),
    // The folder that is worked in and the environment are everyone's.
    ("os", &["Chdir", "Setenv"]),
    ("os/exec", &[]),
    ("os/signal", &["Notify"]),
    ("path", &[]),
    ("path/filepath", &[]),
    ("regexp", &[]),
    ("runtime", &["AddCleanup", "SetFinalizer"]),
    ("slices", &[]),
    ("sort", &[]),
    ("strconv", &[]),
    ("strings", &[]),
    ("sync", &[]),
    ("testing/fstest", &[]),
    ("testing/iotest", &[]),
    ("text/tabwriter", &[]),
    ("text/template", &[]),
    ("time", &["AfterFunc"]),
    ("unicode/utf16", &[]),
    ("unicode/utf8", &[]),
];

/// Functions of which nothing is to be had from the result but plain data, whatever its type.
const USING_FUNCTIONS: &[(&str, &[&str])] = &[
    ("bytes", &["Clone", "Join", "Repeat", "Replace", "ReplaceAll"]),
    ("encoding/json", &["Marshal", "MarshalIndent"]),
    ("io", &["Copy", "CopyBuffer", "CopyN", "ReadAll", "ReadAtLeast", "ReadFull", "WriteString"]),
    ("io/ioutil", &["ReadAll", "ReadFile", "WriteFile"]),
    ("os", &["Lstat", "MkdirAll", "ReadFile", "Remove", "RemoveAll", "Stat", "WriteFile"]),
];

/// Packages whose methods keep what they are given in their receiver at most.
const METHODS: &[&str] = &[
    "archive/tar",
    "archive/zip",
    "bufio",
    "bytes",
    "compress/bzip2",
    "compress/flate",
    "compress/gzip",
    "compress/lzw",
    "compress/zlib",
    "container/list",
    "container/ring",
    "context",
    "crypto",
    "crypto/cipher",
    "crypto/ecdsa",
    "crypto/ed25519",
    "crypto/rsa",
    "crypto/tls",
    "crypto/x509",
    "database/sql",
    "debug/elf",
    "debug/macho",
    "debug/pe",
    "debug/plan9obj",
    "embed",
    "encoding",
    "encoding/csv",
    "encoding/gob",
    "encoding/json",
    "encoding/xml",
    "error",
    "expvar",
    "flag",
    "fmt",
    "go.opentelemetry.io/otel/trace",
    "go/token",
    "hash",
    "html/template",
    "image",
    "io",
    "io/fs",
    "log",
    "log/slog",
    "math/big",
    "mime/multipart",
    "mime/quotedprintable",
    "net",
    "net/http",
    "net/http/httptest",
    "net/http/httputil",
    "net/mail",
    "net/netip",
    "net/textproto",
    "net/url",
    "os",
    "os/exec",
    "reflect",
    "regexp",
    "sort",
    "strings",
    "sync",
    "sync/atomic",
    "testing",
    "text/scanner",
    "text/tabwriter",
    "text/template",
    "time",
];

/// Methods that keep it elsewhere: their receiver is shared by all, or goes on by itself.
const KEEPING_METHODS: &[(&str, &str, &[&str])] = &[
    ("net/http", "Server", &["RegisterOnShutdown"]),
    ("sync", "WaitGroup", &["Go"]),
    ("testing", "", &["Cleanup", "Chdir", "Setenv"]),
];

/// Functions and methods that begin something which goes on by itself, with what it was given or without, or that put it
/// into another argument.
const UNFOLLOWED: &[(&str, &[&str])] = &[
    ("encoding/asn1", &["Unmarshal", "UnmarshalWithParams"]),
    ("maps", &["Copy", "Insert"]),
    ("slices", &["Insert", "Replace"]),
    // Locks are taken by the number of a file, and end when it's closed.
    ("os", &["Fd", "StartProcess", "Symlink", "SyscallConn"]),
    ("net", &["SyscallConn"]),
    ("os/exec", &["Start"]),
];

/// Functions of the kernel that are over when they return: what they're given, a name or a number, is known to nobody by then.
/// Others may put a file where it is waited for, lock it, send it or mount it, and its end is seen there.
const KERNEL: &str = "Access Chmod Chown Close CloseOnExec Creat Faccessat Fallocate Fchmod Fchmodat Fchown Fchownat Fdatasync \
    Fgetxattr Flistxattr Fsetxattr Fstat Fstatat Fstatfs Fsync Ftruncate Futimes Getdents Getpeername Getsockname \
    Getxattr Lchown Lgetxattr Listxattr Lseek Lstat Mkdir Mkdirat Pread Preadv Pwrite Pwritev Read ReadDirent Readlink \
    Readlinkat Readv Rmdir Seek SetNonblock Setxattr Stat Statfs Statx Syncfs Truncate Unlink Unlinkat Utimes \
    UtimesNano UtimesNanoAt Write Writev";

/// Methods that use what they are given while they last, whoever has them.
const USING_METHODS: &[(&str, &[&str])] = &[
    ("archive/tar", &["WriteHeader"]),
    ("archive/zip", &["Copy"]),
    ("bufio", &["WriteTo"]),
    ("bytes", &["ReadFrom", "WriteTo"]),
    ("context", &["Value"]),
    ("database/sql", &["Scan"]),
    ("encoding/gob", &["Decode", "Encode"]),
    ("encoding/json", &["Decode", "Encode"]),
    ("encoding/xml", &["Decode", "DecodeElement", "Encode", "EncodeElement"]),
    ("hash", &["Write"]),
    ("html/template", &["Execute", "ExecuteTemplate"]),
    ("io", &["ReadFrom", "WriteTo", "Write"]),
    ("log", &["Print", "Printf", "Println", "Panic", "Panicf", "Panicln", "Fatal", "Fatalf", "Fatalln"]),
    (
        "log/slog",
        &[
            "Debug",
            "DebugContext",
            "Error",
            "ErrorContext",
            "Info",
            "InfoContext",
            "Log",
            "Warn",
            "WarnContext",
        ],
    ),
    (
        "net",
        &[
            "ReadFrom",
            "ReadMsgIP",
            "ReadMsgUDP",
            "ReadMsgUDPAddrPort",
            "ReadMsgUnix",
            "WriteMsgIP",
            "WriteMsgUDP",
            "WriteMsgUDPAddrPort",
            "WriteMsgUnix",
            "WriteTo",
        ],
    ),
    ("net/http", &["ServeHTTP", "Write"]),
    ("os", &["ReadFrom", "Signal", "WriteTo"]),
    ("strings", &["WriteString", "WriteTo"]),
    ("text/template", &["Execute", "ExecuteTemplate"]),
];

/// Methods whose results may hold what they are given, and whose receiver doesn't.
const RESULT_METHODS: &[(&str, &[&str])] = &[
    (
        "database/sql",
        &[
            "Exec",
            "ExecContext",
            "Query",
            "QueryContext",
            "QueryRow",
            "QueryRowContext",
            "Stmt",
            "StmtContext",
        ],
    ),
    ("net/http", &["Clone", "Do", "Post", "RoundTrip", "WithContext"]),
    ("sync", &["Do"]),
];

/// Whether the tables are about a callee: it's of the standard library, and not of the code that is looked at.
pub fn is_known(types: &FileTypes, callee: &Callee) -> bool {
    match callee {
        Callee::Function { package, .. } => {
            is_standard(package, types.package().path()) || CONTRACTS.contains(&&**package)
        }
        // The predeclared `error` is in no package.
        Callee::Method { package, .. } => {
            package.is_empty()
                || is_standard(package, types.package().path())
                || CONTRACTS.contains(&&**package)
        }
        _ => false,
    }
}

/// Packages of other modules whose contract is as well known.
const CONTRACTS: &[&str] =
    &["go.opentelemetry.io/otel/trace", "golang.org/x/sys/unix", "golang.org/x/sys/windows"];

/// Whether an import path is one of the standard library, and not of the code that is looked at.
pub fn is_standard(path: &str, own: &str) -> bool {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_string();
    std_index::has(path) && first(path) != first(own)
}

pub fn of_function(package: &str, name: &str) -> Effect {
    if names(UNFOLLOWED, package, name) {
        return Effect::Unknown;
    }
    if names(USING_FUNCTIONS, package, name) || is_kernel(package) && words(KERNEL, name) {
        return Effect::Used;
    }
    if is_kernel(package) {
        let opens = ["Accept", "Open", "Socket"].iter().any(|word| name.starts_with(word));
        return if opens { Effect::Result } else { Effect::Unknown };
    }
    match FUNCTIONS.iter().find(|(path, _)| *path == package) {
        Some((_, keeping)) if keeping.contains(&name) => Effect::Kept,
        Some(_) => Effect::Result,
        None => Effect::Unknown,
    }
}

pub fn of_method(package: &str, receiver: &str, name: &str, argument: Argument) -> Effect {
    if names(UNFOLLOWED, package, name) {
        return Effect::Unknown;
    }
    let is_it = |type_: &str| type_.is_empty() || type_ == receiver;
    if KEEPING_METHODS
        .iter()
        .any(|(path, type_, all)| *path == package && is_it(type_) && all.contains(&name))
    {
        return Effect::Kept;
    }
    let is_stream =
        matches!(name, "Read" | "ReadAt" | "Write" | "WriteAt" | "WriteString") && METHODS.contains(&package);
    if package.is_empty() || package == "testing" || is_stream || names(USING_METHODS, package, name) {
        return if argument == Argument::Receiver { Effect::Result } else { Effect::Used };
    }
    if argument == Argument::Receiver || names(RESULT_METHODS, package, name) {
        return if METHODS.contains(&package) { Effect::Result } else { Effect::Unknown };
    }
    if METHODS.contains(&package) { Effect::Receiver } else { Effect::Unknown }
}

/// Whether a function of the standard library gives nothing of what it's given but what it has read of it: all do but those
/// that hand values on.
pub fn reads(types: &FileTypes, callee: &Callee) -> bool {
    const HANDING_ON: &[&str] = &[
        "container/heap",
        "container/list",
        "container/ring",
        "context",
        "iter",
        "maps",
        "reflect",
        "slices",
        "sync",
        "sync/atomic",
    ];
    match callee {
        Callee::Function { package, .. } | Callee::Method { package, interface: false, .. } => {
            is_known(types, callee) && !HANDING_ON.contains(&&**package)
        }
        _ => false,
    }
}

/// Whether a call puts what it's given into a container, which keeps it.
pub fn is_put(callee: &Callee) -> bool {
    const NAMES: &str =
        "CompareAndSwap InsertAfter InsertBefore LoadOrStore Push PushBack PushFront Store Swap";
    let (Callee::Function { package, name } | Callee::Method { package, name, .. }) = callee else {
        return false;
    };
    words(NAMES, name) && matches!(&**package, "sync" | "sync/atomic" | "container/heap" | "container/list")
}

/// Whether the argument of that number goes into a file, where others read it.
pub fn is_written(callee: &Callee, index: usize) -> bool {
    matches!(callee, Callee::Function { package, name } if **package == *"os" && **name == *"WriteFile" && index == 1)
}

/// Whether a callee uses names and numbers for nothing but to find what they stand for, or to tell people.
pub fn takes_names(callee: &Callee) -> bool {
    const FUNCTIONS: &[&str] = &[
        "errors",
        "io/fs",
        "io/ioutil",
        "log",
        "net/http",
        "net/http/httptest",
        "net/url",
        "os",
        "os/exec",
        "path",
        "path/filepath",
        "strconv",
        "strings",
    ];
    const METHODS: &[&str] = &["", "log", "net/http", "net/url", "os", "os/exec", "testing"];
    match callee {
        Callee::Function { package, name } if **package == *"fmt" => {
            ["Errorf", "Sprint"].iter().any(|word| name.starts_with(word))
        }
        Callee::Function { package, .. } => FUNCTIONS.contains(&&**package) || is_kernel(package),
        Callee::Method { package, .. } => METHODS.contains(&&**package),
        _ => false,
    }
}

/// Whether a function, by the words of its name, makes what it works on known to others, holds something for it, or sets going
/// what outlasts the call: `Start`, `TryLock`.
pub fn sets_going(name: &str) -> bool {
    const FIRST: &str = "activate add announce arm attach background bind block boot borrow campaign claim connect consume \
        deploy dispatch elect enable enqueue enter expose follow fork forward freeze go grab handle hold hook init install \
        intercept join keep launch lead lease link listen monitor mount notify observe obtain on pause pin poll proxy publish \
        push put queue reserve resume retain run schedule share show spawn submit supervise suspend tail take track \
        trigger up use";
    const ANY: &str = "acquire async lock register serve start subscribe watch";
    let is_upper = |(_, c): &(usize, char)| !c.is_lowercase();
    let starts: Vec<usize> =
        name.char_indices().filter(is_upper).map(|(at, _)| at).chain([name.len()]).collect();
    let first = starts.iter().find(|at| **at > 0).map_or(name, |at| &name[..*at]);
    let mut all = starts.windows(2).map(|ends| &name[ends[0]..ends[1]]).chain([first]);
    words(FIRST, &first.to_lowercase()) || all.any(|word| words(ANY, &word.to_lowercase()))
}

fn words(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// Whether a package is an interface of the kernel's.
pub fn is_kernel(package: &str) -> bool {
    matches!(package, "syscall" | "golang.org/x/sys/unix" | "golang.org/x/sys/windows")
}

/// Whether a function gives something new, that nobody else refers to.
pub fn makes(package: &str, name: &str) -> bool {
    FUNCTIONS.iter().any(|(path, _)| *path == package)
        && ["Command", "Create", "New", "Open"].iter().any(|word| name.starts_with(word))
}

fn names(table: &[(&str, &[&str])], package: &str, name: &str) -> bool {
    table.iter().any(|(path, all)| *path == package && all.contains(&name))
}
