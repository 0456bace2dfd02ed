//! Standard output: the product of a run, byte for byte.

use super::say::Voice;
use std::io::{ErrorKind, Write};

/// Standard output, until somebody closes it.
pub struct Out {
    stream: std::io::Stdout,
    pub colour: bool,
}

/// Standard output takes no more. What there is to say of it has been said.
#[derive(Debug)]
pub struct Closed;

impl Out {
    pub fn new() -> Out {
        let stream = std::io::stdout();
        let colour = super::say::has_colour(&stream);
        Out { stream, colour }
    }

    /// A reader that has seen enough ends the run quietly; any other failure is an error.
    pub fn print(&mut self, bytes: &[u8], voice: &mut Voice) -> Result<(), Closed> {
        if bytes.is_empty() {
            return Ok(());
        }
        let stream = &mut self.stream;
        match voice.beside(|| stream.write_all(bytes).and_then(|()| stream.flush())) {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == ErrorKind::BrokenPipe => Err(Closed),
            Err(e) => {
                voice.error(format_args!("can't write to standard output: {}", super::files::said(&e)));
                Err(Closed)
            }
        }
    }
}
