//! The function literal: what it returns, what each way out becomes in it, and the statements behind it.

use super::exits::{Exit, Exits, Returns, Way};
use super::names;
use super::results::{ResultVar, is_redeclared};
use super::{Run, unwritable};
use crate::codemod::{Context, Reason};
use crate::semantics::flow::terminates_when;
use crate::semantics::scopes::Scopes;
use crate::syntax::{Node, field, kind};
use crate::text::Edit;
use std::ops::Range;

/// One result of the function literal.
pub struct Slot {
    pub name: String,
    pub written: String,
    pub zero: Option<String>,
    pub role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A result of the function, by its index.
    Value(usize),
    /// Whether the function returns what is in the values.
    Done,
    /// Whether the jump of this index is taken.
    Jump(usize),
    /// The error that is the function's last result, in the form that returns nothing else.
    Error,
}

/// Of so many flags it can't be told by position which one is set: they are set by name.
const MANY_FLAGS: usize = 3;

pub struct Form<'a, 'e> {
    exits: &'e Exits<'a>,
    results: &'e [ResultVar<'a>],
    slots: Vec<Slot>,
    /// The literal's results have names: a zero value can't be written, or there are many flags.
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
        form.slots = form.slots(context);
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
        form.named =
            flags >= MANY_FLAGS || (zeros_needed && form.slots.iter().any(|slot| slot.zero.is_none()));
        form.choose_names(context, run);
        form.last = falls_off.then(|| form.return_with(|_| None));
        Ok(form)
    }

    /// The literal's results: values, then flags, then the error that convention has last.
    fn slots(&self, context: &Context<'a>) -> Vec<Slot> {
        let flag = |name: &str, role| Slot {
            name: name.to_string(),
            written: "bool".to_string(),
            zero: Some("false".to_string()),
            role,
        };
        let carried = |i: usize, role| Slot {
            name: names::of_result(context, self.exits, i, &self.results[i]),
            written: self.results[i].written.to_string(),
            zero: self.results[i].zero.clone(),
            role,
        };
        let error = self.results.len().checked_sub(1).filter(|i| self.results[*i].is_error);
        let mut slots = Vec::new();
        let mut last = None;
        match self.exits.returns {
            Returns::Never => {}
            Returns::Errors => {
                last = error.map(|i| Slot { name: "err".to_string(), ..carried(i, Role::Error) })
            }
            Returns::Values => {
                for i in (0..self.results.len()).filter(|i| self.exits.fixed[*i].is_none()) {
                    if error == Some(i) {
                        last = Some(carried(i, Role::Value(i)));
                    } else {
                        slots.push(carried(i, Role::Value(i)));
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
        let checks = self.checks();
        let scope = names::Scope {
            context,
            scopes: &context.scopes(run.loop_),
            run,
            results: self.results,
            fixed: &self.exits.fixed,
            is_inside: self.named,
            reads_results: self.exits.all.iter().any(|exit| matches!(exit.way, Way::Bare)),
            in_header: checks.len() == 1,
            returns_bare: checks.iter().any(|(_, statement)| statement == "return"),
            types: self.slots.iter().map(|slot| slot.written.clone()).collect(),
        };
        let mut taken: Vec<String> = Vec::new();
        for slot in &mut self.slots {
            let is_flag = matches!(slot.role, Role::Done | Role::Jump(_));
            slot.name = scope.choose(&slot.name, is_flag, &taken);
            taken.push(slot.name.clone());
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
            Way::Values(values) => edits.extend(self.carry(context, values)?),
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
                let mut names: Vec<String> = Vec::new();
                for (i, result) in self.results.iter().enumerate() {
                    let base = names::of_result(context, self.exits, i, result);
                    let is_new = is_new_at(&scopes, &base, exit.node) && !names.contains(&base);
                    names.push(if is_new { base } else { names::unlike(&scopes, &base, &names) });
                }
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

    /// The edits that make the operands `values` of a `return` those of the literal: what is fixed goes, the flags come.
    fn carry(&self, context: &Context<'a>, values: &[Node<'a>]) -> Result<Vec<Edit>, Reason> {
        let (Some(start), Some(end)) = (values.first(), values.last()) else { return Err(unwritable()) };
        let kept: Vec<(usize, Node)> = values
            .iter()
            .enumerate()
            .filter(|(i, _)| self.exits.fixed[*i].is_none())
            .map(|(i, n)| (i, *n))
            .collect();
        let mut flags: Vec<&str> = Vec::new();
        for slot in &self.slots {
            match slot.role {
                Role::Done => flags.push("true"),
                Role::Jump(_) => flags.push("false"),
                Role::Value(_) | Role::Error => {}
            }
        }
        let error = self.results.len() - 1;
        let flags_last = !self.results[error].is_error || self.exits.fixed[error].is_some();
        let mut edits = Vec::new();
        let mut from = start.start_byte();
        for (n, (i, node)) in kept.iter().enumerate() {
            let comma = if n > 0 { ", " } else { "" };
            let flags: String = match *i == error && !flags_last {
                true => flags.iter().map(|flag| format!("{flag}, ")).collect(),
                false => String::new(),
            };
            // What stands between neighbours that both stay is left as it is written.
            let are_neighbours = n > 0 && kept[n - 1].0 + 1 == *i;
            match are_neighbours {
                true if flags.is_empty() => {}
                true => edits.push(Edit::insert(node.start_byte(), flags)),
                false => edits.push(Edit::replace(from..node.start_byte(), format!("{comma}{flags}"))),
            }
            from = node.end_byte();
        }
        let rest: String = flags.iter().filter(|_| flags_last).map(|flag| format!(", {flag}")).collect();
        edits.push(Edit::replace(from..end.end_byte(), rest));
        // An operand of several lines is indented by where its `return` begins.
        let spans_lines = kept.iter().any(|(_, node)| context.source(*node).contains('\n'));
        let breaks = |range: Range<usize>| {
            context.layout().has_comment(range.clone()) || spans_lines && context.text()[range].contains('\n')
        };
        if edits.iter().any(|edit| breaks(edit.range())) {
            let line = context.line(start.start_byte());
            let because = format!("the results returned on line {line} can't be parted as they are written");
            return Err(Reason::new("layout", because));
        }
        edits.retain(|edit| !edit.range().is_empty() || !edit.text.is_empty());
        Ok(edits)
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
                // An error goes before everything else.
                Role::Error => checks.insert(0, (format!("{} != nil", slot.name), self.return_outside())),
                Role::Done => checks.push((slot.name.clone(), self.return_outside())),
                Role::Jump(i) => checks.push((slot.name.clone(), self.exits.jumps[i].statement.clone())),
                Role::Value(_) => {}
            }
        }
        checks
    }

    /// The `return` behind the literal.
    fn return_outside(&self) -> String {
        let of_slot = |i: usize| {
            self.slots.iter().find(|slot| match slot.role {
                Role::Value(value) => value == i,
                Role::Error => i + 1 == self.results.len(),
                Role::Done | Role::Jump(_) => false,
            })
        };
        let values: Vec<&str> = (0..self.results.len())
            .filter_map(|i| self.exits.fixed[i].as_deref().or(of_slot(i).map(|slot| slot.name.as_str())))
            .collect();
        format!("return {}", values.join(", "))
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
