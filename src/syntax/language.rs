//! Go as ast-grep sees it: tree-sitter-go with `µ` standing for `$` in patterns.

use ast_grep_core::language::Language;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError};
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc, TSLanguage};
use std::borrow::Cow;

/// The Go grammar.
#[derive(Clone, Copy, Debug)]
pub struct Go;

impl Go {
    /// Compiles `source` to a pattern. Patterns are constants of the program, checked by a test over all of them.
    pub fn pattern(source: &str) -> Result<Pattern, PatternError> {
        Pattern::try_new(source, Go)
    }
}

impl Language for Go {
    fn expando_char(&self) -> char {
        // Go identifiers are letters and digits; `$` isn't one, `µ` is.
        'µ'
    }

    fn pre_process_pattern<'q>(&self, query: &'q str) -> Cow<'q, str> {
        let query = query.replace('$', "µ");
        // Without a newline the last statement of a file has no terminator, and tree-sitter-go then
        // reads `fmt.Println(µA)` as a type conversion.
        Cow::Owned(query + "\n")
    }

    fn kind_to_id(&self, kind: &str) -> u16 {
        self.get_ts_language().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        self.get_ts_language().field_id_for_name(field).map(|id| id.get())
    }

    fn build_pattern(&self, builder: &PatternBuilder) -> Result<Pattern, PatternError> {
        builder.build(|source| StrDoc::try_new(source, *self))
    }
}

impl LanguageExt for Go {
    fn get_ts_language(&self) -> TSLanguage {
        tree_sitter_go::LANGUAGE.into()
    }
}
