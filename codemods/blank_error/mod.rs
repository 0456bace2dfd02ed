//! An error is thrown away: `x, _ := f()`, `x, _ = f()`, `_ = f()`, `_, _ = f()`, `var x, _ = f()`.

mod acknowledged;
mod background;
mod change;
mod exit;
mod explained;
mod function;
mod glance;
mod hazard;
mod header;
mod idle;
mod intent;
mod known;
mod later;
mod missing;
mod outcome;
mod release;
mod table;
mod template;
mod value;
mod variable;
mod words;
mod write;

use crate::codemod::{Codemod, Context, Finding, Fix, Reason, Remedy, Safety, Silenced};
use crate::semantics::{Callee, FileTypes, Type};
use crate::syntax::{Node, enclosing_function, field, kind, named_children};
use known::Known;
use template::Template;

pub static CODEMOD: Codemod = Codemod {
    name: "blank-error",
    doc: include_str!("README.md"),
    summary: "an error is assigned to the blank identifier, and nobody looks at it",
    tiers: &[Safety::Unsafe],
    default: true,
    may_match: has_blank_assignment,
    may_hold: glance::may_hold_finding,
    applies: |_| true,
    find,
};

/// Whether a blank identifier stands where something is assigned to it, other than what a range clause yields: before `=`,
/// `:=` or a comma.
fn has_blank_assignment(text: &[u8]) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    memchr::memchr_iter(b'_', text).any(|i| {
        if i > 0 && is_word(text[i - 1]) {
            return false;
        }
        let rest = &text[i + 1..];
        let next = rest.iter().copied().find(|b| !matches!(b, b' ' | b'\t'));
        // A comment may stand in between.
        if !matches!(next, Some(b'=' | b':' | b',' | b'/')) {
            return false;
        }
        // Where the line has no `=`, the list goes on below: look closer.
        let Some(equals) = memchr::memchr2(b'=', b'\n', rest).filter(|end| rest[*end] == b'=') else {
            return true;
        };
        !rest[equals + 1..].trim_ascii_start().starts_with(b"range")
    })
}

/// One assignment or declaration that throws a result of a call away.
#[derive(Clone)]
pub(crate) struct Site<'a, 'c> {
    context: &'c Context<'a>,
    types: &'c FileTypes<'a>,
    /// The assignment, `:=` or `var` specification.
    statement: Node<'a>,
    left: Vec<Node<'a>>,
    /// The right side: the call, maybe in parentheses.
    value: Node<'a>,
    call: Node<'a>,
    /// The blank on the left that is the error.
    blank: Node<'a>,
    /// The type of the error: `error`, or an own one for which comparing with nil tells whether there is one.
    error: Type,
    /// Blanks on the left that are errors too, and the names that they get.
    others: Vec<(Node<'a>, String)>,
    /// What the user wants returned instead of the error itself.
    template: Option<&'c Template<'c>>,
    /// The statement in front of which the error is looked at, where that isn't right behind the site's own.
    later: Option<Node<'a>>,
    known: &'c Known<'a>,
}

fn find(context: &Context, found: &mut Vec<Finding>) {
    let template = context.options.blank_error.wrap.as_ref().map(Template::new);
    let known = Known::default();
    for kind in [kind::SHORT_VAR_DECLARATION, kind::ASSIGNMENT_STATEMENT, kind::VAR_SPEC] {
        for statement in context.of_kind(kind) {
            found.extend(findings_at(context, template.as_ref(), &known, statement));
        }
    }
    found.sort_by_key(|finding| finding.range.start);
}

fn findings_at<'a>(
    context: &Context<'a>,
    template: Option<&Template>,
    known: &Known<'a>,
    statement: Node<'a>,
) -> Vec<Finding> {
    if field(statement, "operator").is_some_and(|op| context.source(op) != "=") {
        return Vec::new();
    }
    let left = left_of(statement);
    let Some(right) = field(statement, "right").or(field(statement, "value")).map(named_children) else {
        return Vec::new();
    };
    let is_blank = |node: &Node| context.source(*node) == "_";
    if !left.iter().any(is_blank) || right.is_empty() {
        return Vec::new();
    }
    if right.len() > 1 {
        // Each value has a target of its own: `_, _ = f(), g()`.
        let pairs = left.iter().zip(&right).filter(|(target, _)| is_blank(target));
        return pairs.filter_map(|(target, value)| among_several(context, *target, *value)).collect();
    }
    let mut call = right[0];
    while call.kind_id() == kind::PARENTHESIZED_EXPRESSION
        && let Some(inner) = named_children(call).into_iter().next()
    {
        call = inner;
    }
    if !matches!(call.kind_id(), kind::CALL_EXPRESSION | kind::TYPE_CONVERSION_EXPRESSION) {
        // A map read, a type assertion, a receive: the blank is a bool.
        return Vec::new();
    }
    let types = match context.types() {
        Ok(types) => types,
        Err(why) => return unknown(context, &left, call, why),
    };
    let Some(results) = types.call_results(call) else {
        return match types.callee(call) {
            Callee::Unknown(why) => unknown(context, &left, call, &why),
            Callee::Conversion | Callee::Builtin(_) => Vec::new(),
            _ => unknown(context, &left, call, "its type can't be worked out"),
        };
    };
    let callee = types.callee(call);
    if callee == Callee::Conversion || acknowledged::makes_an_error(&callee) {
        return Vec::new();
    }
    let is_error = |(node, result): (&Node, &Type)| is_blank(node) && types.is_error(result);
    let others = left.iter().zip(&results).filter(|pair| is_error(*pair)).map(|(node, _)| *node).skip(1);
    let others: Vec<Node> = others.collect();
    let mut findings = Vec::new();
    for (i, blank) in left.iter().enumerate().filter(|(_, node)| is_blank(node)) {
        let Some(result) = results.get(i).filter(|_| results.len() == left.len()) else { continue };
        if result.is_unknown() {
            findings.extend(unknown(context, &left, call, "its type can't be worked out"));
            continue;
        }
        let is_itself = types.is_error(result);
        if !is_itself && types.implements_error(result) != Some(true) {
            continue;
        }
        // A value like any other where what stands last says whether there is one: `_, ok := errors.AsType[*T](err)`.
        if !is_itself && results.last().is_some_and(|last| says_whether(types, last)) {
            continue;
        }
        // A pointer or interface that isn't nil is an error where errors stand: last. What other types mean by their values isn't known.
        let is_last = i + 1 == left.len();
        if !is_itself && !(is_last && (types.is_pointer(result) || types.is_interface(result))) {
            let because = "the result isn't of type error but has an Error method: whether it may be compared with nil is for a person to say";
            findings.push(refused(context, *blank, call, Reason::new("not-error-itself", because)));
            continue;
        }
        if acknowledged::joins_errors(&callee) {
            let because = "the errors are joined, and maybe kept in what is passed: to return what comes of it isn't to check a call";
            findings.push(refused(context, *blank, call, Reason::new("joined-errors", because)));
            continue;
        }
        let (left, blank, error) = (left.clone(), *blank, result.clone());
        // They are named by the fix of the first.
        if others.iter().any(|other| other.id() == blank.id()) {
            continue;
        }
        let named = |(i, other): (usize, &Node<'a>)| {
            let base = format!("err{}", i + 2);
            (*other, context.scopes(statement).fresh_name(&base))
        };
        let others = if is_itself { others.iter().enumerate().map(named).collect() } else { Vec::new() };
        let value = right[0];
        let site = Site {
            context,
            types,
            statement,
            left,
            value,
            call,
            blank,
            error,
            others,
            template,
            later: None,
            known,
        };
        let finding = site.finding();
        let same = site
            .others
            .iter()
            .filter_map(|(other, _)| Some(Finding { range: other.byte_range(), ..finding.clone()? }));
        findings.extend(same);
        findings.extend(finding);
    }
    findings
}

/// Whether a last result of this type says whether the call succeeded: an `error`, or a `bool`.
fn says_whether(types: &FileTypes, last: &Type) -> bool {
    types.is_error(last) || matches!(types.underlying(last), Type::Basic(basic) if basic.is_boolean())
}

fn left_of(statement: Node) -> Vec<Node> {
    match field(statement, "left") {
        Some(list) => named_children(list),
        None => {
            let mut cursor = statement.walk();
            statement.children_by_field_name("name", &mut cursor).filter(|n| n.is_named()).collect()
        }
    }
}

fn among_several<'a>(context: &Context<'a>, target: Node<'a>, value: Node<'a>) -> Option<Finding> {
    if value.kind_id() != kind::CALL_EXPRESSION {
        return None;
    }
    let types = match context.types() {
        Ok(types) => types,
        Err(why) => return unknown(context, &[target], value, why).pop(),
    };
    let Some(results) = types.call_results(value) else {
        return match types.callee(value) {
            Callee::Unknown(why) => unknown(context, &[target], value, &why).pop(),
            _ => None,
        };
    };
    let [only] = results.as_slice() else { return None };
    let known = &context.options.blank_error.acknowledged;
    if !types.is_error(only) || acknowledged::is_acknowledged(known, types, value) {
        return None;
    }
    let because = "several values are assigned at once; the error's check has no place between them";
    Some(refused(context, target, value, Reason::new("several-values", because)))
}

/// The callee's results aren't known. It's reported where the blank stands where errors stand: last.
fn unknown<'a>(context: &Context<'a>, left: &[Node<'a>], call: Node<'a>, why: &str) -> Vec<Finding> {
    let Some(last) = left.last().filter(|node| context.source(**node) == "_") else { return Vec::new() };
    let message = format!("what {} returns is thrown away and may be an error", called(context, call));
    let reason = Reason::new("unknown-callee", format!("unknown callee: {why}"));
    vec![Finding { range: last.byte_range(), message, remedy: Remedy::Refused(reason) }]
}

fn refused<'a>(context: &Context<'a>, at: Node<'a>, call: Node<'a>, reason: Reason) -> Finding {
    Finding { range: at.byte_range(), message: message(context, call), remedy: Remedy::Refused(reason) }
}

fn message(context: &Context, call: Node) -> String {
    format!("the error of {} is thrown away", called(context, call))
}

/// The call in words: its function as it is written, cut where it's long.
fn called(context: &Context, call: Node) -> String {
    let source = field(call, "function").map_or("the call", |f| context.source(f));
    match source.contains('\n') || source.len() > 60 {
        true => "a call".to_string(),
        false => source.to_string(),
    }
}

impl<'a> Site<'a, '_> {
    /// `None` for a discard that says "I know".
    fn finding(&self) -> Option<Finding> {
        if self.is_pure()
            && acknowledged::is_acknowledged(
                &self.context.options.blank_error.acknowledged,
                self.types,
                self.call,
            )
        {
            return None;
        }
        if let Some(line) = explained::explained(self.context, self.statement, self.is_pure()) {
            let (range, message) = (self.blank.byte_range(), message(self.context, self.call));
            let because = format!("the comment on line {line} says why");
            self.context.silence(Silenced { range, message, because });
            return None;
        }
        let remedy = match self.fix() {
            Ok(fix) => Remedy::Fix(fix),
            Err(reason) => Remedy::Refused(reason),
        };
        Some(Finding { range: self.blank.byte_range(), message: message(self.context, self.call), remedy })
    }

    /// Whether this is `_ = f()`, which throws all away and says so.
    fn is_pure(&self) -> bool {
        self.statement.kind_id() == kind::ASSIGNMENT_STATEMENT
            && self.left.iter().all(|node| self.context.source(*node) == "_")
    }

    fn fix(&self) -> Result<Fix, Reason> {
        let exit = exit::of(self)?;
        let exit = match intent::objection(self, exit.then) {
            Some(reason) => exit::all_the_same(self, exit, &reason).ok_or(reason)?,
            None => exit,
        };
        let written = match hazard::objection(self, exit.then) {
            None => write::edits(self, &exit)?,
            Some(reason) => match exit::going_on(self) {
                Some(exit) => write::edits(self, &exit)?,
                None => match later::edits(self, &exit) {
                    Some(written) => written,
                    None => write::edits(self, &exit::logged(self).ok_or(reason)?)?,
                },
            },
        };
        let fix = self
            .context
            .fix(written.title, Safety::Unsafe, written.edits, written.imports)
            .map_err(|_| layout())?;
        // What declares a name beyond an `if` or `:=` of its own isn't combined with other changes of the function.
        let premise = enclosing_function(self.context.tree.root(), self.statement).map(|f| f.byte_range());
        Ok(if written.declares { fix.relying_on(premise.unwrap_or_default()) } else { fix })
    }

    /// The byte before which all that control came by is done when the error is looked at.
    fn reached(&self) -> usize {
        self.later.map_or(self.statement.start_byte(), |next| next.start_byte())
    }

    /// The byte from which on stands what is still to come when the error is looked at.
    fn rest(&self) -> usize {
        self.later.map_or(self.statement.end_byte(), |next| next.start_byte())
    }

    /// The statement at which the error is looked at.
    fn checked_at(&self) -> Node<'a> {
        self.later.unwrap_or(self.statement)
    }
}

fn layout() -> Reason {
    Reason::new(
        "layout",
        "the statement isn't on lines of its own; run gofmt first, or open the body by hand",
    )
}
