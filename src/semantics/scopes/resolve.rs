//! The walk that builds [`Scopes`]: blocks are opened and closed and names declared in the order of the Go spec.
//!
//! It keeps its own stack of steps, so that no nesting of the source can overflow the machine's.

use super::steps::{
    Declaration, Step, assign, colon_end, define, for_statement, has_token, in_block, in_part, is_clause,
    is_identifier, receiver_type, short_var, spec, type_parameters,
};
use super::{Access, Function, FunctionId, Local, LocalId, LocalKind, Scopes, Use};
use crate::syntax::{Node, Tree, field, kind, named_children, parameters};
use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

pub(super) fn resolve<'t>(tree: &'t Tree, decl: Node<'t>) -> Scopes<'t> {
    let mut resolver = Resolver {
        tree,
        steps: vec![Step::Visit(decl)],
        blocks: Vec::new(),
        visible: HashMap::default(),
        functions: Vec::new(),
        function: None,
        locals: Vec::new(),
        uses: Vec::new(),
        labels: HashMap::default(),
        label_uses: Vec::new(),
        bare_returns: Vec::new(),
        meant: HashMap::default(),
    };
    while let Some(step) = resolver.steps.pop() {
        let mut then = Vec::new();
        resolver.take(step, &mut then);
        resolver.steps.extend(then.into_iter().rev());
    }
    resolver.finish()
}

struct Block<'t> {
    range: Range<usize>,
    declared: Vec<&'t str>,
}

struct Resolver<'t> {
    tree: &'t Tree,
    steps: Vec<Step<'t>>,
    /// Open blocks, the innermost last. Empty: package level.
    blocks: Vec<Block<'t>>,
    /// By name: what it means now, and what that hides, with the depth of the declaring block.
    visible: HashMap<&'t str, Vec<(LocalId, usize)>>,
    functions: Vec<Function<'t>>,
    function: Option<FunctionId>,
    locals: Vec<Local<'t>>,
    uses: Vec<Use<'t>>,
    labels: HashMap<(Option<FunctionId>, &'t str), LocalId>,
    label_uses: Vec<(Node<'t>, Option<FunctionId>)>,
    bare_returns: Vec<(usize, Option<FunctionId>)>,
    meant: HashMap<usize, LocalId>,
}

impl<'t> Resolver<'t> {
    /// Does `step`; what follows from it goes to `then`, in order.
    fn take(&mut self, step: Step<'t>, then: &mut Vec<Step<'t>>) {
        match step {
            Step::Visit(node) => self.visit(node, then),
            Step::Operand(node, access, operand) => self.operand(node, access, operand, then),
            Step::Elements(node, literal_type) => self.elements(node, literal_type, then),
            Step::Open(range) => self.blocks.push(Block { range, declared: Vec::new() }),
            Step::Close => {
                for name in self.blocks.pop().into_iter().flat_map(|block| block.declared) {
                    if let Some(meanings) = self.visible.get_mut(name) {
                        meanings.pop();
                    }
                }
            }
            Step::Declare(declaration) => self.declare(declaration),
            Step::DeclareOrAssign(declaration) => {
                let name = self.tree.source(declaration.ident);
                let here = self.visible.get(name).and_then(|meanings| meanings.last());
                if here.is_some_and(|(_, depth)| *depth == self.blocks.len()) {
                    self.used(declaration.ident, Access::Write, declaration.ident, false);
                } else {
                    self.declare(declaration);
                }
            }
            Step::EnterFunction(node) => {
                self.functions.push(Function { node, parent: self.function });
                self.function = Some(FunctionId(self.functions.len() - 1));
            }
            Step::LeaveFunction => {
                self.function = self.function.and_then(|id| self.functions[id.0].parent);
            }
        }
    }

    fn declare(&mut self, declaration: Declaration<'t>) {
        let Declaration { ident, kind, from, loop_node } = declaration;
        let name = self.tree.source(ident);
        let depth = self.blocks.len();
        let Some(block) = self.blocks.last_mut() else { return };
        if name == "_" {
            return;
        }
        let meanings = self.visible.entry(name).or_default();
        let id = LocalId(self.locals.len());
        let shadows = meanings.last().map(|(id, _)| *id);
        meanings.push((id, depth));
        block.declared.push(name);
        let scope = from.min(block.range.end)..block.range.end;
        self.meant.entry(ident.start_byte()).or_insert(id);
        self.locals.push(Local {
            name,
            kind,
            declared: ident,
            scope,
            loop_node,
            function: self.function,
            shadows,
        });
    }

    fn used(&mut self, node: Node<'t>, access: Access, operand: Node<'t>, maybe_field_key: bool) {
        let name = self.tree.source(node);
        if name == "_" {
            return;
        }
        let local = self.visible.get(name).and_then(|meanings| meanings.last()).map(|(id, _)| *id);
        if let Some(id) = local {
            self.meant.insert(node.start_byte(), id);
        }
        self.uses.push(Use { node, name, local, access, operand, function: self.function, maybe_field_key });
    }

    fn visit(&mut self, node: Node<'t>, then: &mut Vec<Step<'t>>) {
        match node.kind_id() {
            // Names of fields and methods aren't resolved by scope (Go spec, "Selectors"). Labels are below.
            kind::FIELD_IDENTIFIER | kind::LABEL_NAME => {}
            kind::QUALIFIED_TYPE => {
                // `v.f[i](x)` parses as a conversion to the type `v.f[i]`: the package may be a variable.
                if let Some(package) = field(node, "package") {
                    self.used(package, Access::Selected, node, false);
                }
            }
            _ if is_identifier(node) => self.used(node, Access::Read, node, false),
            kind::SELECTOR_EXPRESSION
            | kind::INDEX_EXPRESSION
            | kind::SLICE_EXPRESSION
            | kind::PARENTHESIZED_EXPRESSION => self.operand(node, Access::Read, None, then),
            kind::UNARY_EXPRESSION => {
                let addressed = field(node, "operator").is_some_and(|op| self.tree.source(op) == "&");
                if let Some(operand) = field(node, "operand") {
                    then.push(match addressed {
                        true => Step::Operand(operand, Access::AddressTaken, None),
                        false => Step::Visit(operand),
                    });
                }
            }
            kind::COMPOSITE_LITERAL => {
                let literal_type = field(node, "type");
                then.extend(literal_type.map(Step::Visit));
                then.extend(field(node, "body").map(|body| Step::Elements(body, literal_type)));
            }
            kind::FUNC_LITERAL | kind::FUNCTION_DECLARATION | kind::METHOD_DECLARATION => {
                self.function(node, then);
            }
            // Parameter names in function types and interfaces name nothing that could be used.
            kind::PARAMETER_LIST => {
                then.extend(parameters(node).into_iter().map(|group| Step::Visit(group.parameter_type)));
            }
            _ => self.statement(node, then),
        }
    }

    fn statement(&mut self, node: Node<'t>, then: &mut Vec<Step<'t>>) {
        match node.kind_id() {
            kind::RETURN_STATEMENT if named_children(node).is_empty() => {
                self.bare_returns.push((node.start_byte(), self.function));
            }
            kind::BLOCK | kind::IF_STATEMENT => in_block(node, then),
            kind::FOR_STATEMENT => for_statement(node, then),
            kind::EXPRESSION_SWITCH_STATEMENT | kind::TYPE_SWITCH_STATEMENT | kind::SELECT_STATEMENT => {
                self.clauses(node, then);
            }
            kind::ASSIGNMENT_STATEMENT => {
                let plain = field(node, "operator").is_some_and(|op| self.tree.source(op) == "=");
                let access = if plain { Access::Write } else { Access::ReadWrite };
                assign(field(node, "left"), access, then);
                then.extend(field(node, "right").map(Step::Visit));
            }
            kind::INC_STATEMENT | kind::DEC_STATEMENT => {
                then.extend(
                    named_children(node).into_iter().map(|n| Step::Operand(n, Access::ReadWrite, None)),
                );
            }
            kind::SHORT_VAR_DECLARATION => short_var(node, LocalKind::Var, None, then),
            kind::RECEIVE_STATEMENT => {
                then.extend(field(node, "right").map(Step::Visit));
                if has_token(node, ":=") {
                    define(field(node, "left"), LocalKind::Var, node.end_byte(), None, then);
                } else {
                    assign(field(node, "left"), Access::Write, then);
                }
            }
            // The scope begins after the ConstSpec or VarSpec.
            kind::VAR_SPEC => spec(node, LocalKind::Var, then),
            kind::CONST_SPEC => spec(node, LocalKind::Const, then),
            kind::TYPE_SPEC | kind::TYPE_ALIAS => self.type_spec(node, then),
            kind::LABELED_STATEMENT => {
                if let Some(label) = field(node, "label") {
                    self.label(label);
                }
                then.extend(named_children(node).into_iter().map(Step::Visit));
            }
            kind::BREAK_STATEMENT | kind::CONTINUE_STATEMENT | kind::GOTO_STATEMENT => {
                let labels = named_children(node);
                self.label_uses.extend(labels.into_iter().map(|label| (label, self.function)));
            }
            _ => then.extend(named_children(node).into_iter().map(Step::Visit)),
        }
    }

    /// An expression to which `access` is done, through the selectors and indices of `outer`, if any.
    fn operand(&mut self, node: Node<'t>, access: Access, outer: Option<Node<'t>>, then: &mut Vec<Step<'t>>) {
        let operand = field(node, "operand");
        match node.kind_id() {
            _ if is_identifier(node) => self.used(node, access, outer.unwrap_or(node), false),
            kind::PARENTHESIZED_EXPRESSION => {
                then.extend(named_children(node).into_iter().map(|n| Step::Operand(n, access, outer)));
            }
            kind::SELECTOR_EXPRESSION => {
                let access = match access {
                    Access::Read => Access::Selected,
                    _ => in_part(access),
                };
                then.extend(operand.map(|n| Step::Operand(n, access, outer.or(Some(node)))));
            }
            kind::INDEX_EXPRESSION => {
                // An element that is only read is no matter of the variable's address.
                let (access, outer) = match access {
                    Access::Read => (Access::Read, None),
                    _ => (in_part(access), outer.or(Some(node))),
                };
                then.extend(operand.map(|n| Step::Operand(n, access, outer)));
                then.extend(field(node, "index").map(Step::Visit));
            }
            kind::SLICE_EXPRESSION => {
                // What is sliced is a new slice: what is done to that isn't done to the operand.
                then.extend(operand.map(|n| Step::Operand(n, Access::Sliced, None)));
                let bounds = named_children(node).into_iter();
                then.extend(bounds.filter(|n| Some(n.id()) != operand.map(|o| o.id())).map(Step::Visit));
            }
            _ => then.push(Step::Visit(node)),
        }
    }

    /// The body of a composite literal, or an inner one whose type is left out (Go spec, "Composite literals").
    fn elements(&mut self, node: Node<'t>, literal_type: Option<Node<'t>>, then: &mut Vec<Step<'t>>) {
        match node.kind_id() {
            kind::LITERAL_VALUE => {
                for element in named_children(node) {
                    then.push(Step::Elements(element, literal_type));
                }
            }
            kind::LITERAL_ELEMENT => {
                let element = literal_type.and_then(|t| field(t, "value").or(field(t, "element")));
                self.element(node, element, then);
            }
            kind::KEYED_ELEMENT => {
                let (Some(key), Some(value)) = (field(node, "key"), field(node, "value")) else { return };
                let name = named_children(key).into_iter().next().filter(|n| is_identifier(*n));
                match (name, literal_type.map(|t| t.kind_id())) {
                    (None, _) => self.element(key, literal_type.and_then(|t| field(t, "key")), then),
                    (Some(_), Some(kind::STRUCT_TYPE)) => {}
                    (
                        Some(name),
                        Some(
                            kind::MAP_TYPE
                            | kind::ARRAY_TYPE
                            | kind::SLICE_TYPE
                            | kind::IMPLICIT_LENGTH_ARRAY_TYPE,
                        ),
                    ) => then.push(Step::Visit(name)),
                    (Some(name), _) => self.used(name, Access::Read, name, true),
                }
                then.push(Step::Elements(value, literal_type));
            }
            _ => then.push(Step::Visit(node)),
        }
    }

    /// One element or key, of type `element_type` when its own type is left out.
    fn element(&mut self, node: Node<'t>, element_type: Option<Node<'t>>, then: &mut Vec<Step<'t>>) {
        // `&T` may be left out too.
        let pointed = |t: Node<'t>| match t.kind_id() {
            kind::POINTER_TYPE => named_children(t).into_iter().next(),
            _ => Some(t),
        };
        for child in named_children(node) {
            then.push(match child.kind_id() {
                kind::LITERAL_VALUE => Step::Elements(child, element_type.and_then(pointed)),
                _ => Step::Visit(child),
            });
        }
    }

    fn function(&mut self, node: Node<'t>, then: &mut Vec<Step<'t>>) {
        let end = node.end_byte();
        let body = field(node, "body");
        let body_start = body.map_or(end, |body| body.start_byte());
        let lists = [
            (field(node, "receiver"), LocalKind::Receiver),
            (field(node, "parameters"), LocalKind::Param),
            (field(node, "result"), LocalKind::Result),
        ];
        then.push(Step::EnterFunction(node));
        // Type parameters and parameters belong to the function's block, the body's statements as well:
        // `:=` in the body assigns to a parameter. The scope of a type parameter begins after the
        // function's name, that of a parameter with the body.
        let name_end = field(node, "name").map_or(node.start_byte(), |name| name.end_byte());
        then.push(Step::Open(name_end..end));
        type_parameters(field(node, "type_parameters"), name_end, then);
        let mut declared = Vec::new();
        for (list, kind) in lists {
            let Some(list) = list else { continue };
            if list.kind_id() != kind::PARAMETER_LIST {
                then.push(Step::Visit(list));
                continue;
            }
            for group in parameters(list) {
                match kind {
                    LocalKind::Receiver => receiver_type(group.parameter_type, name_end, then),
                    _ => then.push(Step::Visit(group.parameter_type)),
                }
                declared.extend(group.names.into_iter().map(|name| (name, kind)));
            }
        }
        for (name, kind) in declared {
            then.push(Step::Declare(Declaration::new(name, kind, body_start)));
        }
        then.extend(body.into_iter().flat_map(named_children).map(Step::Visit));
        then.push(Step::Close);
        then.push(Step::LeaveFunction);
    }

    fn type_spec(&mut self, node: Node<'t>, then: &mut Vec<Step<'t>>) {
        let Some(name) = field(node, "name") else { return };
        // "The scope of a type identifier declared inside a function begins at the identifier in the TypeSpec".
        then.push(Step::Declare(Declaration::new(name, LocalKind::Type, name.start_byte())));
        then.push(Step::Open(name.end_byte()..node.end_byte()));
        type_parameters(field(node, "type_parameters"), name.end_byte(), then);
        then.extend(field(node, "type").map(Step::Visit));
        then.push(Step::Close);
    }

    /// A switch or select: each clause is a block inside the block of the statement.
    fn clauses(&mut self, node: Node<'t>, then: &mut Vec<Step<'t>>) {
        let symbol = field(node, "alias").and_then(|list| named_children(list).into_iter().next());
        then.push(Step::Open(node.byte_range()));
        let children = named_children(node);
        for (i, child) in children.iter().enumerate() {
            if !is_clause(*child) {
                if Some(child.id()) != field(node, "alias").map(|alias| alias.id()) {
                    then.push(Step::Visit(*child));
                }
                continue;
            }
            // Up to the next clause or the closing brace, so that comments at the end belong to the clause.
            let end = children.get(i + 1).map_or(node.end_byte().saturating_sub(1), |next| next.start_byte());
            then.push(Step::Open(child.start_byte()..end));
            let (head, body): (Vec<_>, Vec<_>) =
                named_children(*child).into_iter().partition(|n| n.kind_id() != kind::STATEMENT_LIST);
            then.extend(head.into_iter().map(Step::Visit));
            if let Some(symbol) = symbol {
                let from = colon_end(*child);
                then.push(Step::Declare(Declaration::new(symbol, LocalKind::Var, from)));
            }
            then.extend(body.into_iter().map(Step::Visit));
            then.push(Step::Close);
        }
        then.push(Step::Close);
    }

    /// Labels don't conflict with other identifiers, and their scope is the whole body of the function without
    /// the bodies of nested ones (Go spec, "Label scopes").
    fn label(&mut self, ident: Node<'t>) {
        let name = self.tree.source(ident);
        if name == "_" {
            return;
        }
        let node = self.function.map(|id| self.functions[id.0].node);
        let scope = node.and_then(|node| field(node, "body")).map_or(0..0, |body| body.byte_range());
        let id = LocalId(self.locals.len());
        self.labels.insert((self.function, name), id);
        self.meant.insert(ident.start_byte(), id);
        self.locals.push(Local {
            name,
            kind: LocalKind::Label,
            declared: ident,
            scope,
            loop_node: None,
            function: self.function,
            shadows: None,
        });
    }

    fn finish(mut self) -> Scopes<'t> {
        for (node, function) in std::mem::take(&mut self.label_uses) {
            let name = self.tree.source(node);
            let local = self.labels.get(&(function, name)).copied();
            if let Some(id) = local {
                self.meant.insert(node.start_byte(), id);
                let access = Access::Read;
                let maybe_field_key = false;
                self.uses.push(Use { node, name, local, access, operand: node, function, maybe_field_key });
            }
        }
        self.uses.sort_by_key(|used| used.node.start_byte());
        let mut uses_of = vec![Vec::new(); self.locals.len()];
        for (i, used) in self.uses.iter().enumerate() {
            if let Some(id) = used.local {
                uses_of[id.0].push(i);
            }
        }
        let mut by_name: HashMap<&str, Vec<LocalId>> = HashMap::default();
        for (i, local) in self.locals.iter().enumerate().filter(|(_, l)| l.kind != LocalKind::Label) {
            by_name.entry(local.name).or_default().push(LocalId(i));
        }
        for ids in by_name.values_mut() {
            ids.sort_by_key(|id| self.locals[id.0].scope.start);
        }
        let mut free: HashMap<&str, Vec<usize>> = HashMap::default();
        for used in self.uses.iter().filter(|used| used.local.is_none()) {
            free.entry(used.name).or_default().push(used.node.start_byte());
        }
        Scopes {
            functions: self.functions,
            locals: self.locals,
            uses: self.uses,
            uses_of,
            meant: self.meant,
            by_name,
            free,
            bare_returns: self.bare_returns,
        }
    }
}
