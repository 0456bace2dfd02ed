//! Parsed declarations of one file.

use super::{Decl, Go, Keyword, Outline, kind};
use ast_grep_core::AstGrep;
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc};
use std::cell::RefCell;
use std::ops::Range;
use tree_sitter::{Node, Parser, Point};

/// The tree of a file, or of some of its declarations: the root is a `source_file` that holds the package
/// clause, the imports and the selected declarations, all at their places in the whole text.
///
/// Invariant: no node of it is an error or missing.
pub struct Tree {
    doc: AstGrep<StrDoc<Go>>,
    broken: Vec<Broken>,
}

/// A declaration that isn't valid Go: it's in no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The whole declaration.
    pub range: Range<usize>,
    /// Where the parser or the lexer first stumbled.
    pub at: usize,
}

impl Tree {
    /// Parses all of `text`.
    pub fn parse(text: &str) -> Tree {
        Tree::parse_selected(text, &Outline::of(text), |_| true)
    }

    /// Parses the package clause, the imports and the declarations that `select` takes, by their number in the outline.
    pub fn parse_selected(text: &str, outline: &Outline, select: impl Fn(usize) -> bool) -> Tree {
        let ranges = outline.decls.iter().enumerate().filter(|(index, decl)| {
            matches!(decl.keyword, Keyword::Package | Keyword::Import) || decl.broken || select(*index)
        });
        Tree::build(text, ranges.map(|(_, decl)| (decl, vec![decl.range.clone()])).collect())
    }

    /// Parses all declarations without the bodies of functions: what a package declares.
    pub fn parse_signatures(text: &str, outline: &Outline) -> Tree {
        let parts = outline.decls.iter().map(|decl| match &decl.body {
            Some(body) => (decl, vec![decl.range.start..body.start, body.end..decl.range.end]),
            None => (decl, vec![decl.range.clone()]),
        });
        Tree::build(text, parts.collect())
    }

    /// `parts`: declarations, each with the ranges of it that are to be parsed.
    fn build(text: &str, mut parts: Vec<(&Decl, Vec<Range<usize>>)>) -> Tree {
        let mut broken = Vec::new();
        parts.retain(|(decl, _)| {
            if decl.broken {
                broken.push(Broken { range: decl.range.clone(), at: decl.range.start });
            }
            !decl.broken
        });
        let all = |parts: &[(&Decl, Vec<Range<usize>>)]| -> Vec<Range<usize>> {
            parts.iter().flat_map(|(_, ranges)| ranges.iter().cloned()).collect()
        };
        // The grammar wants a newline behind the last declaration where Go takes the end of the file.
        let terminated =
            if text.ends_with('\n') { text.into() } else { std::borrow::Cow::Owned(format!("{text}\n")) };
        if terminated.len() > text.len()
            && let Some(last) = parts.last_mut().and_then(|(_, ranges)| ranges.last_mut())
            && last.end == text.len()
        {
            last.end += 1;
        }
        let mut tree = parse_ranges(&terminated, &all(&parts));
        if tree.root_node().has_error() {
            // Find the declarations that don't parse, give those with `new(expr)` a second try, leave the rest out.
            let mut masked = terminated.to_string();
            parts.retain(|(decl, ranges)| match first_error(&terminated, ranges) {
                None => true,
                Some(at) => {
                    mask_new(&mut masked, decl.range.clone());
                    let curable = first_error(&masked, ranges).is_none();
                    if !curable {
                        broken.push(Broken { range: decl.range.clone(), at });
                    }
                    curable
                }
            });
            tree = parse_ranges(&masked, &all(&parts));
            if tree.root_node().has_error() {
                // Declarations that parse alone parse together; should that ever fail, nothing is the safe answer.
                broken
                    .extend(parts.iter().map(|(d, _)| Broken { range: d.range.clone(), at: d.range.start }));
                tree = parse_ranges("", &[]);
            }
            broken.sort_by_key(|b| b.range.start);
        }
        Tree { doc: AstGrep::doc(StrDoc { src: text.to_string(), lang: Go, tree }), broken }
    }

    /// The text of the whole file, whatever part of it was parsed.
    pub fn text(&self) -> &str {
        &self.doc.root().get_doc().src
    }

    pub fn root(&self) -> Node<'_> {
        self.doc.root().get_doc().tree.root_node()
    }

    /// The source of `node`.
    pub fn source(&self, node: Node) -> &str {
        let text = self.text();
        // The root of a file without a final newline ends one byte behind it.
        &text[node.start_byte().min(text.len())..node.end_byte().min(text.len())]
    }

    /// `node` as ast-grep's matchers take it.
    pub fn matchable<'t>(&'t self, node: Node<'t>) -> ast_grep_core::Node<'t, StrDoc<Go>> {
        self.doc.adopt(node)
    }

    /// The declarations that were asked for and aren't valid Go, in source order.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }
}

fn parse_ranges(text: &str, ranges: &[Range<usize>]) -> tree_sitter::Tree {
    thread_local! {
        static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
    }
    PARSER.with_borrow_mut(|slot| {
        let parser = slot.get_or_insert_with(|| {
            let mut parser = Parser::new();
            parser
                .set_language(&Go.get_ts_language())
                .expect("the grammar's ABI is that of the pinned runtime");
            parser
        });
        parser.reset();
        // Only bytes are ever asked of a node, so the points may be anything.
        let mut included: Vec<tree_sitter::Range> = ranges
            .iter()
            .map(|r| tree_sitter::Range {
                start_byte: r.start,
                end_byte: r.end,
                start_point: Point::default(),
                end_point: Point::default(),
            })
            .collect();
        if included.is_empty() {
            // An empty list would mean the whole text.
            included.push(tree_sitter::Range {
                start_byte: 0,
                end_byte: 0,
                start_point: Point::default(),
                end_point: Point::default(),
            });
        }
        parser.set_included_ranges(&included).expect("ranges of an outline are sorted and disjoint");
        parser
            .parse(text, None)
            .expect("a parser with a language and without a time limit always returns a tree")
    })
}

/// Where the text in `ranges`, parsed alone, has its first error.
fn first_error(text: &str, ranges: &[Range<usize>]) -> Option<usize> {
    let tree = parse_ranges(text, ranges);
    let mut node = tree.root_node();
    if !node.has_error() {
        return None;
    }
    while !node.is_error() && !node.is_missing() {
        let mut cursor = node.walk();
        match node.children(&mut cursor).find(|child| child.has_error() || child.is_missing()) {
            Some(child) => node = child,
            None => break,
        }
    }
    Some(node.start_byte())
}

/// Makes calls of Go 1.26's `new(expr)` (Go spec, "Allocation") readable for a grammar that expects a type there:
/// `new` becomes another identifier of three letters, wherever its argument doesn't parse as a type.
/// The same for a function of the program's own that shadows `new` or `make`.
fn mask_new(text: &mut String, range: Range<usize>) {
    let mut masks = Vec::new();
    let bytes = text.as_bytes();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    for (word, mask) in [("new", "neu"), ("make", "maka")] {
        for i in memchr::memmem::find_iter(&bytes[range.clone()], word) {
            let start = range.start + i;
            let end = start + word.len();
            let open = end + bytes[end..range.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
            if (start > 0 && is_word(bytes[start - 1])) || bytes.get(open) != Some(&b'(') {
                continue;
            }
            if let Some(argument) = first_argument(text, open..range.end)
                && !is_type(&text[argument])
            {
                masks.push((start..end, mask));
            }
        }
    }
    for (range, mask) in masks {
        text.replace_range(range, mask);
    }
}

/// The first argument of the call whose parenthesis opens at `range.start`.
fn first_argument(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut quote = 0u8;
    let mut i = range.start;
    while i < range.end {
        let byte = bytes[i];
        match byte {
            _ if quote != 0 => {
                if byte == b'\\' && quote != b'`' {
                    i += 1;
                } else if byte == quote {
                    quote = 0;
                }
            }
            b'"' | b'\'' | b'`' => quote = byte,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 1 => return Some(range.start + 1..i),
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 1 => return Some(range.start + 1..i),
            _ => {}
        }
        i += 1;
    }
    None
}

fn is_type(source: &str) -> bool {
    let declaration = format!("var _ {}\n", source.trim());
    let tree = parse_ranges(&declaration, std::slice::from_ref(&(0..declaration.len())));
    let root = tree.root_node();
    !root.has_error() && root.named_child(0).is_some_and(|n| n.kind_id() == kind::VAR_DECLARATION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::descendants;

    #[test]
    fn selected_declarations_keep_their_places() {
        let text = "package a\n\nimport \"os\"\n\nfunc f() { one() }\n\n// about g\nfunc g() { two() }\n";
        let outline = Outline::of(text);
        let holds_two = |index: usize| text[outline.decls[index].range.clone()].contains("two");
        let tree = Tree::parse_selected(text, &outline, holds_two);
        let calls: Vec<_> =
            descendants(tree.root()).filter(|n| n.kind_id() == kind::CALL_EXPRESSION).collect();
        assert_eq!(calls.len(), 1);
        assert_eq!(tree.source(calls[0]), "two()");
        assert_eq!(tree.root().named_child_count(), 3);
    }

    #[test]
    fn signatures_have_no_bodies() {
        let text = "package a\nfunc f(x int) (string, error) { return \"\", nil }\nfunc (t T) m() { }\ntype T struct{}";
        let tree = Tree::parse_signatures(text, &Outline::of(text));
        assert_eq!(tree.broken(), []);
        let kinds: Vec<_> = descendants(tree.root()).map(|n| n.kind_id()).collect();
        assert!(kinds.contains(&kind::METHOD_DECLARATION) && kinds.contains(&kind::TYPE_DECLARATION));
        assert!(!kinds.contains(&kind::BLOCK));
    }

    #[test]
    fn new_of_an_expression_parses_with_its_text_kept() {
        let text = "package a\nfunc f() {\n\tx := new(5 * time.Second)\n\ty, z := new([]int), new (\"a\")\n}\nfunc g() { h() }\n";
        let tree = Tree::parse(text);
        assert_eq!(tree.broken(), []);
        let calls: Vec<_> = descendants(tree.root())
            .filter(|n| n.kind_id() == kind::CALL_EXPRESSION)
            .map(|n| tree.source(n))
            .collect();
        assert_eq!(calls, ["new(5 * time.Second)", "new([]int)", "new (\"a\")", "h()"]);
    }

    #[test]
    fn what_does_not_parse_is_in_no_tree_and_is_named() {
        let text = "package a\nfunc f() { x := := 1 }\nfunc g() { h() }\n";
        let tree = Tree::parse(text);
        assert_eq!(tree.broken().len(), 1);
        assert!(text[tree.broken()[0].range.clone()].starts_with("func f"));
        assert!(!tree.root().has_error());
        assert!(descendants(tree.root()).any(|n| tree.source(n) == "h()"));
    }
}
