//! The function literal: what it returns, what each way out becomes in it, and the statements behind it.

use super::exits::{Exit, Exits, Returns, Way};
use super::results::{ResultVar, is_redeclared};
use super::{Run, unwritable};
use crate::codemod::{Context, Reason};
use crate::semantics::flow::terminates_when;
use crate::semantics::scopes::Scopes;
use crate::syntax::{Node, field, kind};
use crate::text::Edit;

/// One result of the function literal.
struct Slot {
    name: String,
    written: String,
    zero: Option<String>,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A result of the function, by its index.
    Value(usize),
    /// Whether the function returns what is in the values.
    Done,
    /// Whether the jump of this index is taken.
    Jump(usize),
    /// The error that is the function's last result, in the form that returns nothing else.
    Error,
}

pub struct Form<'a, 'e> {
    exits: &'e Exits<'a>,
    results: &'e [ResultVar<'a>],
    slots: Vec<Slot>,
    /// The literal's results have names: a zero value can't be written, or there are several flags.
    named: bool,
    /// What ends the literal when control reaches its end.
    last: Option<String>,
}

impl<'a, 'e> Form<'a, 'e> {
    pub fn of(
        context: &Context<'a>,
        run: &Run<'a>,
        exits: &'e Exits<'a>,
        results: &'e [ResultVar<'a>],
    ) -> Result<Self, Reason> {
        let mut form = Form { exits, results, slots: Vec::new(), named: false, last: None };
        form.slots = form.slots();
        if form.slots.is_empty() {
            return Ok(form);
        }
        for name in ["bool", "true", "false", "nil", "error"] {
            if is_redeclared(context, run.loop_, name, &run.range()) {
                let because = format!("{name} means something else here, and the function literal needs it");
                return Err(Reason::new("shadowed-name", because));
            }
        }
        let is_exit = |node: Node| exits.all.iter().any(|exit| exit.node.id() == node.id());
        let panics = |call: Node<'a>| {
            // The compiler knows of no other function that never returns (Go spec, "Terminating statements").
            field(call, "function").is_some_and(|f| context.source(f) == "panic")
                && context.never_returns(call)
        };
        let falls_off = !terminates_when(context.tree, &run.statements, &panics, &is_exit);
        let zeros_needed =
            falls_off || exits.all.iter().any(|exit| matches!(exit.way, Way::Next | Way::Jump(_)));
        let flags = form.slots.iter().filter(|slot| matches!(slot.role, Role::Done | Role::Jump(_))).count();
        // Two flags side by side can't be told apart by position.
        form.named = flags > 1 || (zeros_needed && form.slots.iter().any(|slot| slot.zero.is_none()));
        form.choose_names(context, run);
        form.last = falls_off.then(|| form.return_with(|_| None));
        Ok(form)
    }

    /// The literal's results: values, then flags, then the error that convention has last.
    fn slots(&self) -> Vec<Slot> {
        let flag = |name: &str, role| Slot {
            name: name.to_string(),
            written: "bool".to_string(),
            zero: Some("false".to_string()),
            role,
        };
        let mut slots = Vec::new();
        let mut last = None;
        match &self.exits.returns {
            Returns::Never => {}
            Returns::Errors { .. } => {
                last = Some(Slot {
                    name: "err".to_string(),
                    written: "error".to_string(),
                    zero: Some("nil".to_string()),
                    role: Role::Error,
                });
            }
            Returns::Values => {
                for (i, result) in self.results.iter().enumerate() {
                    let is_last = i + 1 == self.results.len();
                    let name = match result.name {
                        Some(name) => name,
                        None if result.is_error => "err",
                        None if result.written == "bool" => "ok",
                        None => "value",
                    };
                    let slot = Slot {
                        name: name.to_string(),
                        written: result.written.to_string(),
                        zero: result.zero.clone(),
                        role: Role::Value(i),
                    };
                    if is_last && result.is_error {
                        last = Some(slot);
                    } else {
                        slots.push(slot);
                    }
                }
                slots.push(flag("done", Role::Done));
            }
        }
        let jumps = self.exits.jumps.iter().enumerate();
        slots.extend(jumps.map(|(i, jump)| flag(&jump.flag, Role::Jump(i))));
        slots.extend(last);
        slots
    }

    fn choose_names(&mut self, context: &Context<'a>, run: &Run<'a>) {
        let scopes = context.scopes(run.loop_);
        let others = match &self.exits.returns {
            Returns::Errors { others } => others.as_str(),
            _ => "",
        };
        let in_header = self.checks().len() == 1;
        let used_inside = scopes.names_used_in(run.range());
        let may_hide_results = in_header && !self.exits.jumps.iter().any(|jump| jump.statement == "return");
        let mut taken: Vec<String> = Vec::new();
        for slot in &mut self.slots {
            // Names inside of the literal must be its own; those behind it may hide what isn't used there.
            let fits = |name: &str| {
                let is_flag = matches!(slot.role, Role::Done | Role::Jump(_));
                // A bare `return` behind the literal needs the function's named results in sight.
                let hides_result = may_hide_results || !self.results.iter().any(|r| r.name == Some(name));
                let is_taken = others.contains(name)
                    || taken.iter().any(|t| t == name)
                    || (is_flag && used_inside.contains(name));
                let can_declare = match self.named {
                    true => scopes.is_unused_name(name),
                    false => in_header || can_follow(&scopes, run, name),
                };
                hides_result && !is_taken && can_declare
            };
            let second = match slot.name.as_str() {
                "value" => "result",
                "err" => "failure",
                "ok" => "found",
                "done" => "finished",
                "stop" => "leave",
                "next" => "skip",
                _ => "",
            };
            let mut name = slot.name.clone();
            if !fits(&name) && !second.is_empty() && fits(second) {
                name = second.to_string();
            }
            let mut n = 1;
            while !fits(&name) {
                n += 1;
                name = scopes.fresh_name(&format!("{}{n}", slot.name));
            }
            taken.push(name.clone());
            slot.name = name;
        }
    }

    /// `return` with what `value` says for each slot, and the zero value where it says nothing.
    fn return_with(&self, value: impl Fn(&Slot) -> Option<String>) -> String {
        if self.named {
            return "return".to_string();
        }
        let values: Vec<String> =
            self.slots.iter().map(|s| value(s).or(s.zero.clone()).unwrap_or_default()).collect();
        format!("return {}", values.join(", "))
    }

    /// The edits of the statements that leave.
    pub fn exit_edits(&self, context: &Context<'a>, run: &Run<'a>) -> Result<Vec<Edit>, Reason> {
        let mut edits = Vec::new();
        for exit in &self.exits.all {
            self.exit(context, run, exit, &mut edits)?;
        }
        Ok(edits)
    }

    fn exit(
        &self,
        context: &Context<'a>,
        run: &Run<'a>,
        exit: &Exit<'a>,
        edits: &mut Vec<Edit>,
    ) -> Result<(), Reason> {
        let range = exit.node.byte_range();
        match &exit.way {
            Way::Next if self.slots.is_empty() => edits.push(Edit::replace(range, "return")),
            Way::Next => edits.push(Edit::replace(range, self.return_with(|_| None))),
            Way::Jump(i) => {
                let role = Role::Jump(*i);
                let mut text = self.return_with(|slot| (slot.role == role).then(|| "true".to_string()));
                if self.named {
                    let flag =
                        self.slots.iter().find(|slot| slot.role == role).map_or("", |s| s.name.as_str());
                    text = format!("{flag} = true{}return", self.line_break(context, run, exit.node)?);
                }
                if context.layout().has_comment(range.clone()) {
                    return Err(unwritable());
                }
                edits.push(Edit::replace(range, text));
            }
            Way::Error(values) => {
                let (Some(first), Some(error)) = (values.first(), values.last()) else {
                    return Err(unwritable());
                };
                let others = first.start_byte()..error.start_byte();
                if context.layout().has_comment(others.clone()) {
                    return Err(unwritable());
                }
                edits.push(Edit::replace(others, self.flags_of_return()));
            }
            Way::Values(values) => {
                let Some(last) = values.last() else { return Err(unwritable()) };
                edits.push(match self.error_is_last() {
                    true => Edit::insert(last.start_byte(), self.flags_of_return()),
                    false => Edit::insert(
                        last.end_byte(),
                        format!(", {}", self.flags_of_return().trim_end_matches(", ")),
                    ),
                });
            }
            Way::Bare => {
                let names: Option<Vec<&str>> = self.results.iter().map(|result| result.name).collect();
                let Some(names) = names else {
                    let because = "a return without results would have to return a blank one";
                    return Err(Reason::new("blank-result", because));
                };
                edits.push(Edit::replace(range, self.return_values(|i| names[i].to_string())));
            }
            Way::Call(call) => {
                let line_break = self.line_break(context, run, exit.node)?;
                let Some(end) = context.layout().end_of_line_after(range.end) else {
                    return Err(unwritable());
                };
                let scopes = context.scopes(exit.node);
                let names: Vec<String> = self
                    .results
                    .iter()
                    .enumerate()
                    .map(|(i, result)| {
                        let base = if result.is_error { "err" } else { "value" };
                        let several =
                            self.results.iter().filter(|r| r.is_error == result.is_error).count() > 1;
                        let base = if several { format!("{base}{}", i + 1) } else { base.to_string() };
                        if is_new_at(&scopes, &base, exit.node) { base } else { scopes.fresh_name(&base) }
                    })
                    .collect();
                edits
                    .push(Edit::replace(range.start..call.start_byte(), format!("{} := ", names.join(", "))));
                let values = self.return_values(|i| names[i].clone());
                edits.push(Edit::insert(end, format!("{line_break}{values}")));
            }
        }
        Ok(())
    }

    /// `return` of the function's results with `done` set.
    fn return_values(&self, value: impl Fn(usize) -> String) -> String {
        let values: Vec<String> = self
            .slots
            .iter()
            .map(|slot| match slot.role {
                Role::Value(i) => value(i),
                Role::Done => "true".to_string(),
                Role::Jump(_) | Role::Error => slot.zero.clone().unwrap_or_default(),
            })
            .collect();
        format!("return {}", values.join(", "))
    }

    /// The flags as they are when the function returns, each with a comma behind it.
    fn flags_of_return(&self) -> String {
        self.slots
            .iter()
            .filter_map(|slot| match slot.role {
                Role::Done => Some("true, "),
                Role::Jump(_) => Some("false, "),
                Role::Value(_) | Role::Error => None,
            })
            .collect()
    }

    fn error_is_last(&self) -> bool {
        self.results.last().is_some_and(|result| result.is_error)
    }

    /// A new line at the depth that `statement` has in the literal.
    fn line_break(&self, context: &Context<'a>, run: &Run<'a>, statement: Node) -> Result<String, Reason> {
        let layout = context.layout();
        if !layout.begins_line(statement.start_byte()) {
            return Err(unwritable());
        }
        let indent = layout.indent(statement.start_byte());
        Ok(format!("{}{indent}{}", layout.newline(), layout.unit(run.body)))
    }

    /// Conditions behind the literal, with the statement that each guards.
    fn checks(&self) -> Vec<(String, String)> {
        let mut checks = Vec::new();
        for slot in &self.slots {
            match slot.role {
                Role::Error => {
                    let others = match &self.exits.returns {
                        Returns::Errors { others } if !others.is_empty() => format!("{others}, "),
                        _ => String::new(),
                    };
                    // An error goes before everything else.
                    checks.insert(
                        0,
                        (format!("{} != nil", slot.name), format!("return {others}{}", slot.name)),
                    );
                }
                Role::Done => {
                    let mut values: Vec<(usize, &str)> = self
                        .slots
                        .iter()
                        .filter_map(|s| match s.role {
                            Role::Value(i) => Some((i, s.name.as_str())),
                            _ => None,
                        })
                        .collect();
                    values.sort_unstable();
                    let values: Vec<&str> = values.into_iter().map(|(_, name)| name).collect();
                    checks.push((slot.name.clone(), format!("return {}", values.join(", "))));
                }
                Role::Jump(i) => checks.push((slot.name.clone(), self.exits.jumps[i].statement.clone())),
                Role::Value(_) => {}
            }
        }
        checks
    }

    /// The lines before and behind the statements, the first line of each without indentation.
    pub fn around(&self, context: &Context<'a>, run: &Run<'a>) -> (String, String) {
        if self.slots.is_empty() {
            return ("func() {".to_string(), "}()".to_string());
        }
        let layout = context.layout();
        let unit = layout.unit(run.body);
        let indent = run.statements.first().map_or("", |first| layout.indent(first.start_byte()));
        let names: Vec<&str> = self.slots.iter().map(|slot| slot.name.as_str()).collect();
        let types: Vec<String> = self
            .slots
            .iter()
            .enumerate()
            .map(|(i, slot)| {
                // Neighbours share their type, as people write it.
                let shared = self.slots.get(i + 1).is_some_and(|next| next.written == slot.written);
                match (self.named, shared) {
                    (false, _) => slot.written.clone(),
                    (true, true) => slot.name.clone(),
                    (true, false) => format!("{} {}", slot.name, slot.written),
                }
            })
            .collect();
        let signature = match types.as_slice() {
            [one] if !self.named => one.clone(),
            several => format!("({})", several.join(", ")),
        };
        let literal = format!("{} := func() {signature} {{", names.join(", "));
        let mut lines: Vec<String> = self.last.iter().map(|last| format!("{unit}{last}")).collect();
        let checks = self.checks();
        let opening = match checks.as_slice() {
            [(condition, statement)] => {
                lines.extend([
                    format!("}}(); {condition} {{"),
                    format!("{unit}{statement}"),
                    "}".to_string(),
                ]);
                format!("if {literal}")
            }
            checks => {
                lines.push("}()".to_string());
                for (condition, statement) in checks {
                    lines.extend([
                        format!("if {condition} {{"),
                        format!("{unit}{statement}"),
                        "}".to_string(),
                    ]);
                }
                literal
            }
        };
        (opening, lines.join(&format!("{}{indent}", layout.newline())))
    }
}

/// Whether `name` can be declared behind `run` in the loop's body.
fn can_follow(scopes: &Scopes, run: &Run, name: &str) -> bool {
    let range = run.range();
    let body = run.body.byte_range();
    let outside = |at: usize| body.contains(&at) && !range.contains(&at);
    scopes.can_declare(name, range.end..body.end.max(range.end))
        && !scopes.locals().any(|(_, local)| local.name == name && outside(local.declared.start_byte()))
}

/// Whether `:=` at `statement` would declare `name` anew: its block doesn't declare it.
fn is_new_at(scopes: &Scopes, name: &str, statement: Node) -> bool {
    let Some(block) = statement.parent().filter(|p| p.kind_id() == kind::STATEMENT_LIST) else {
        return false;
    };
    // The function literal's own block holds what the run's block declares.
    scopes.meaning_at(name, statement.start_byte()).is_none_or(|id| {
        let declared = scopes.local(id).declared.start_byte();
        declared < block.start_byte() || declared >= block.end_byte()
    })
}
