//! Signals of the system: which of them stop a run, and when.
//!
//! Until files are written a signal ends the process at once, as nothing is half done. Where there are no signals, none is caught.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether someone wants the run to stop.
#[derive(Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on the signals that ask a process to end are noted and no more: what is being written is finished first.
    pub fn on_signals() -> Stop {
        let stop = Stop::default();
        #[cfg(unix)]
        for signal in [
            signal_hook::consts::SIGINT,
            signal_hook::consts::SIGTERM,
            signal_hook::consts::SIGHUP,
            signal_hook::consts::SIGQUIT,
        ] {
            // It fails for signals that can't be caught only.
            let _ = signal_hook::flag::register(signal, stop.0.clone());
        }
        stop
    }

    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// A write past the limit on the size of files shall fail, as one to a full disk does, and not end the process.
pub fn survive_size_limit() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use signal_hook::consts::{SIGTERM, SIGXFSZ};
    use signal_hook::low_level::raise;

    #[test]
    fn signals_are_noted_and_survived() {
        survive_size_limit();
        let stop = Stop::on_signals();
        raise(SIGXFSZ).unwrap();
        assert!(!stop.is_wanted());
        raise(SIGTERM).unwrap();
        assert!(stop.is_wanted());
    }
}
