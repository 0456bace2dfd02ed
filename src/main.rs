//! The binary: everything is in the library.

use std::process::ExitCode;

/// Many threads allocate small things at once here, for which the C library's allocator grows its heaps page by page.
#[cfg(all(unix, target_pointer_width = "64"))]
mod allocator {
    #[global_allocator]
    static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

    /// What is freed goes back to the system after these milliseconds: a run is over before jemalloc's usual ten seconds are.
    // SAFETY: jemalloc reads a string that ends in zero at this name when it starts.
    #[unsafe(export_name = "_rjem_malloc_conf")]
    pub static OPTIONS: Option<&'static std::ffi::c_char> = {
        const TEXT: &std::ffi::CStr = c"dirty_decay_ms:200,muzzy_decay_ms:0";
        // SAFETY: a CStr points to at least its final zero.
        Some(unsafe { &*TEXT.as_ptr() })
    };
}

fn main() -> ExitCode {
    gomend::cli::main()
}
