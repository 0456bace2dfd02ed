//! What is said to people, on standard error.

use super::args::{Color, Output};
use anstyle::{AnsiColor, Effects, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something went wrong: the exit status is 2.
    Error,
    /// Something was left alone that the user may have meant.
    Warning,
    /// Said with `-v` only.
    Note,
}

/// A message that waits to be said: work on several threads, one voice.
#[derive(Clone, Debug)]
pub struct Message {
    pub level: Level,
    pub text: String,
}

impl Message {
    pub fn new(level: Level, text: impl Into<String>) -> Message {
        Message { level, text: text.into() }
    }
}

/// The one voice. It remembers whether anything went wrong.
pub struct Voice {
    quiet: bool,
    verbose: bool,
    colour: bool,
    failed: bool,
    started: Instant,
    progress: Option<ProgressBar>,
}

/// A run that is shorter needs no progress bar.
const PATIENCE: Duration = Duration::from_millis(500);

impl Voice {
    pub fn new(output: &Output) -> Voice {
        match output.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        Voice {
            quiet: output.quiet,
            verbose: output.verbose,
            colour: has_colour(&std::io::stderr()),
            failed: false,
            started: Instant::now(),
            progress: None,
        }
    }

    pub fn error(&mut self, text: impl Display) {
        self.failed = true;
        self.line("error", AnsiColor::Red, text);
    }

    pub fn warning(&mut self, text: impl Display) {
        if !self.quiet {
            self.line("warning", AnsiColor::Yellow, text);
        }
    }

    pub fn message(&mut self, message: Message) {
        match message.level {
            Level::Error => self.error(message.text),
            Level::Warning => self.warning(message.text),
            Level::Note if self.verbose => self.line("note", AnsiColor::Green, message.text),
            Level::Note => {}
        }
    }

    /// A line of the summary, with the time that the run took when asked for.
    pub fn summary(&mut self, text: impl Display, timed: bool) {
        if self.quiet {
            return;
        }
        let time =
            if timed { format!(" ({:.2} s)", self.started.elapsed().as_secs_f64()) } else { String::new() };
        let text = printable(text);
        self.put(&format!("{text}{time}\n"));
    }

    /// A question, whatever `-q` says; no newline.
    pub fn ask(&mut self, text: impl Display) {
        self.put(&text.to_string());
    }

    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Shows how far the run has come, once it has taken a while and on a terminal only.
    pub fn progress(&mut self, done: usize, of: usize) {
        if self.progress.is_none() {
            if self.quiet || self.started.elapsed() < PATIENCE || !std::io::stderr().is_terminal() {
                return;
            }
            let bar = ProgressBar::with_draw_target(Some(of as u64), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:32} {pos} of {len} files");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.progress = Some(bar);
        }
        if let Some(bar) = &self.progress {
            bar.set_position(done as u64);
        }
    }

    /// Takes the progress bar away.
    pub fn finish_progress(&mut self) {
        if let Some(bar) = self.progress.take() {
            bar.finish_and_clear();
        }
    }

    /// Does `print`, which writes to the terminal, with the progress bar out of the way.
    pub fn beside<T>(&mut self, print: impl FnOnce() -> T) -> T {
        match &self.progress {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn line(&mut self, label: &str, colour: AnsiColor, text: impl Display) {
        let style = match self.colour {
            true => colour.on_default().effects(Effects::BOLD),
            false => Style::new(),
        };
        let text = printable(text);
        self.put(&format!("{style}{label}{style:#}: {text}\n"));
    }

    /// When nobody listens any more, there is nobody to tell.
    fn put(&mut self, text: &str) {
        self.beside(|| {
            let _ = std::io::stderr().write_all(text.as_bytes());
        });
    }
}

/// The text in a line, with everything escaped that would move a terminal's cursor, colour it, or turn the order of letters round:
/// the names of files may hold it, and aren't to be trusted.
pub fn printable(text: impl Display) -> String {
    let is_harmful = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::new();
    for letter in text.to_string().chars() {
        match is_harmful(letter) {
            true => out.extend(letter.escape_default()),
            false => out.push(letter),
        }
    }
    out
}

/// Whether to write colours to `stream`, by `--color`, `NO_COLOR` and what it is.
pub fn has_colour(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(printable("a\x1b[31m\tb\r\n\u{9b}\u{7f}"), r"a\u{1b}[31m\tb\r\n\u{9b}\u{7f}");
        assert_eq!(printable("\u{202e}og.a"), r"\u{202e}og.a");
        assert_eq!(printable(r#"é "日本" \n 👍"#), r#"é "日本" \n 👍"#);
    }
}
