//! The ways out of a run of statements, told apart by what they need to be carried out of a function literal.

use super::Run;
use super::nonnil::is_non_nil;
use super::results::ResultVar;
use crate::codemod::{Context, Reason};
use crate::semantics::Type;
use crate::semantics::flow::{Leave, LeaveKind};
use crate::semantics::scopes::{Access, Use};
use crate::syntax::{Node, descendants, field, kind, named_children};

/// One statement that leaves the run.
pub struct Exit<'a> {
    pub node: Node<'a>,
    pub way: Way<'a>,
}

pub enum Way<'a> {
    /// To the end of the iteration: `continue` of the loop.
    Next,
    /// By a statement that can as well stand behind the run: an index of [`Exits::jumps`].
    Jump(usize),
    /// With these results, of which those that are [`Exits::fixed`] needn't be carried.
    Values(Vec<Node<'a>>),
    /// With all results of one call.
    Call(Node<'a>),
    /// By a `return` without results from a function that names them.
    Bare,
}

/// A statement that leaves, and what its flag is called.
pub struct Jump {
    pub statement: String,
    pub flag: String,
}

/// How the run returns from the function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// Not at all, or by a jump.
    Never,
    /// Only with errors that aren't nil; the other results are fixed.
    Errors,
    /// With values.
    Values,
}

pub struct Exits<'a> {
    pub all: Vec<Exit<'a>>,
    pub jumps: Vec<Jump>,
    pub returns: Returns,
    /// For each result of the function what every `return` of the run has for it, if that is the same outside of the run.
    pub fixed: Vec<Option<String>>,
}

/// What the statements `leaving` `run` come down to.
pub fn exits<'a>(
    context: &Context<'a>,
    run: &Run<'a>,
    leaving: &[Leave<'a>],
    results: &[ResultVar<'a>],
) -> Result<Exits<'a>, Reason> {
    let returned: Vec<Vec<Node>> =
        leaving.iter().filter(|l| l.kind == LeaveKind::Return).map(|l| operands(l.node)).collect();
    let fixed = fixed(context, run, &returned, results);
    let (returns, return_jump) = returns(context, &returned, results, &fixed);
    let mut exits = Exits { all: Vec::new(), jumps: Vec::new(), returns, fixed };
    for leave in leaving {
        let of_this_loop = leave.target.is_some_and(|target| target.id() == run.loop_.id());
        let label = leave.label.map(|label| context.source(label));
        let way = match (leave.kind, label) {
            (LeaveKind::Continue, _) if of_this_loop => Way::Next,
            (LeaveKind::Break, _) if of_this_loop => exits.jump("break", "stop"),
            (LeaveKind::Break, Some(label)) => {
                exits.jump(&format!("break {label}"), &format!("stop{}", capitalised(label)))
            }
            (LeaveKind::Continue, Some(label)) => {
                exits.jump(&format!("continue {label}"), &format!("next{}", capitalised(label)))
            }
            (LeaveKind::Return, _) => {
                let values = operands(leave.node);
                match &return_jump {
                    Some(statement) => exits.jump(statement, "done"),
                    _ if values.is_empty() => Way::Bare,
                    _ if values.len() < results.len() => Way::Call(values[0]),
                    _ => Way::Values(values),
                }
            }
            (LeaveKind::Goto, _) => {
                let line = context.line(leave.node.start_byte());
                return Err(Reason::new("goto", format!("the goto on line {line} leaves the iteration")));
            }
            _ => {
                return Err(Reason::new("layout", "a statement leaves the loop in a way that can't be read"));
            }
        };
        exits.all.push(Exit { node: leave.node, way });
    }
    // A label in a name is needed only to tell two flags apart.
    let plain: Vec<usize> = ["stop", "next"]
        .iter()
        .filter_map(|word| {
            let mut of_word = exits.jumps.iter().enumerate().filter(|(_, j)| j.flag.starts_with(word));
            of_word.next().filter(|_| of_word.next().is_none()).map(|(i, _)| i)
        })
        .collect();
    for i in plain {
        exits.jumps[i].flag.truncate(4);
    }
    Ok(exits)
}

impl<'a> Exits<'a> {
    fn jump(&mut self, statement: &str, flag: &str) -> Way<'a> {
        let known = self.jumps.iter().position(|jump| jump.statement == statement);
        Way::Jump(known.unwrap_or_else(|| {
            self.jumps.push(Jump { statement: statement.to_string(), flag: flag.to_string() });
            self.jumps.len() - 1
        }))
    }
}

/// How the run returns, and the statement that all returns are, if they are the same.
fn returns<'a>(
    context: &Context<'a>,
    returned: &[Vec<Node<'a>>],
    results: &[ResultVar],
    fixed: &[Option<String>],
) -> (Returns, Option<String>) {
    if returned.is_empty() {
        return (Returns::Never, None);
    }
    if returned.iter().all(Vec::is_empty) {
        return (Returns::Never, Some("return".to_string()));
    }
    let constants: Vec<&str> = fixed.iter().flatten().map(String::as_str).collect();
    if constants.len() == results.len() {
        return (Returns::Never, Some(format!("return {}", constants.join(", "))));
    }
    let fails = || returned.iter().filter_map(|v| v.last()).all(|error| is_non_nil(context, *error));
    let all_written = returned.iter().all(|values| values.len() == results.len());
    let is_error_left = all_written
        && results.last().is_some_and(|last| last.is_error)
        && fixed.last().is_some_and(Option::is_none)
        && constants.len() + 1 == results.len();
    if is_error_left && fails() { (Returns::Errors, None) } else { (Returns::Values, None) }
}

/// What every `return` has for each of the results, where that is the same constant or variable from outside of `run`.
fn fixed<'a>(
    context: &Context<'a>,
    run: &Run<'a>,
    returned: &[Vec<Node<'a>>],
    results: &[ResultVar],
) -> Vec<Option<String>> {
    let of_result = |i: usize| {
        let first = context.source(*returned.first()?.get(i)?);
        let same = |values: &Vec<Node<'a>>| {
            values.len() == results.len()
                && values.get(i).is_some_and(|n| {
                    // An error is carried, even one that is the function's: the check of it is what people read.
                    let is_outer = || !results[i].is_error && is_outer(context, run, *n);
                    context.source(*n) == first && (is_constant(context, *n) || is_outer())
                })
        };
        returned.iter().all(same).then(|| first.to_string())
    };
    (0..results.len()).map(of_result).collect()
}

/// Whether an expression has the same value wherever in the function it stands.
fn is_constant<'a>(context: &Context<'a>, node: Node<'a>) -> bool {
    let scopes = context.scopes(node);
    let own_names = || {
        descendants(node).all(|n| {
            !matches!(n.kind_id(), kind::IDENTIFIER | kind::TYPE_IDENTIFIER | kind::PACKAGE_IDENTIFIER)
                || scopes.local_of(n).is_none()
        })
    };
    match node.kind_id() {
        kind::NIL | kind::TRUE | kind::FALSE => scopes.local_of(node).is_none(),
        kind::INT_LITERAL | kind::FLOAT_LITERAL | kind::RUNE_LITERAL | kind::INTERPRETED_STRING_LITERAL => {
            true
        }
        kind::UNARY_EXPRESSION => {
            context.source(node).starts_with('-')
                && field(node, "operand").is_some_and(|o| o.kind_id() == kind::INT_LITERAL)
        }
        kind::COMPOSITE_LITERAL => {
            field(node, "body").is_some_and(|body| named_children(body).is_empty()) && own_names()
        }
        _ => false,
    }
}

/// Whether `node` is a variable that is declared outside of `run` and has the same value behind it: only deferred calls run in
/// between, and none of them can know of it.
fn is_outer<'a>(context: &Context<'a>, run: &Run<'a>, node: Node<'a>) -> bool {
    let scopes = context.scopes(node);
    let Some(id) = scopes.local_of(node).filter(|_| node.kind_id() == kind::IDENTIFIER) else { return false };
    let is_visible = scopes.meaning_at(context.source(node), run.range().start) == Some(id)
        && !run.range().contains(&scopes.local(id).declared.start_byte());
    // A method may have taken the address of a struct or an array without saying so.
    let is_whole = context.types().is_ok_and(|types| {
        let type_ = types.type_of(node);
        type_.is_some_and(|t| {
            !matches!(types.underlying(&t), Type::Struct(_) | Type::Array(..) | Type::Param(_))
        })
    });
    // In the literal `:=` declares a variable of its own.
    let is_redeclared = |used: &Use| {
        let statement = used.node.parent().and_then(|list| list.parent());
        statement.is_some_and(|s| s.kind_id() == kind::SHORT_VAR_DECLARATION)
            && used.access == Access::Write
            && run.range().contains(&used.node.start_byte())
    };
    let is_known = |used: &Use| {
        let by_address = used.access == Access::AddressTaken || used.access == Access::PartAddressTaken;
        by_address || scopes.is_captured(used) || is_redeclared(used)
    };
    is_visible && is_whole && !scopes.uses(id).any(is_known)
}

/// The expressions of a `return` statement.
fn operands(node: Node) -> Vec<Node> {
    named_children(node).into_iter().flat_map(named_children).collect()
}

fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
