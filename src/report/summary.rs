//! The counts at the end of a run.

use crate::codemod::{Remedy, Safety};
use crate::engine::Reported;
use std::fmt;

/// What a run met, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub files: usize,
    pub safe: usize,
    pub unsafe_: usize,
    pub refused: usize,
}

impl Summary {
    /// Counts a file that was read.
    pub fn file(&mut self, findings: &[Reported]) {
        self.files += 1;
        for reported in findings {
            match &reported.finding.remedy {
                Remedy::Fix(fix) if fix.safety == Safety::Safe => self.safe += 1,
                Remedy::Fix(_) => self.unsafe_ += 1,
                Remedy::Refused(_) => self.refused += 1,
            }
        }
    }

    pub fn findings(&self) -> usize {
        self.safe + self.unsafe_ + self.refused
    }

    pub fn add(&mut self, other: &Summary) {
        self.files += other.files;
        self.safe += other.safe;
        self.unsafe_ += other.unsafe_;
        self.refused += other.refused;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = counted(self.findings(), "finding");
        write!(f, "{} read, {findings}", counted(self.files, "file"))?;
        if self.findings() > 0 {
            write!(f, ": {} safe, {} unsafe, {} refused", self.safe, self.unsafe_, self.refused)?;
        }
        Ok(())
    }
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_a_sentence() {
        let summary = Summary { files: 1, safe: 2, unsafe_: 0, refused: 1 };
        assert_eq!(summary.to_string(), "1 file read, 3 findings: 2 safe, 0 unsafe, 1 refused");
        assert_eq!(Summary::default().to_string(), "0 files read, 0 findings");
    }
}
