//! Statements (Go spec, "Statements"): they declare variables, open blocks, and give expressions the types that they
//! are asked for.

use super::env::{Env, LocalKind};
use super::operand::{Mode, Operand};
use super::record::Object;
use super::types::{Basic, Named, Signature, Type, fresh_id};
use super::universe;
use crate::syntax::ast::{
    Block, CaseClause, ConstSpec, Decl, Expr, ExprKind, FuncDecl, FuncType, Ident, Pos, RangeStmt, Stmt,
    StmtKind, SwitchStmt, TypeSpec, TypeSwitchStmt, VarSpec,
};

impl Env<'_, '_> {
    /// A whole function declaration.
    pub fn func_decl(&mut self, decl: &FuncDecl) {
        if let Some(focus) = self.focus.clone() {
            return self.focused_func(decl, &focus);
        }
        self.open();
        let found = self.func_signature(decl);
        self.results = found.signature.results.clone();
        self.declare_field_list(decl.recv.iter(), std::slice::from_ref(&found.recv_type));
        self.declare_params(&decl.ty, &found.signature);
        if let Some(body) = &decl.body {
            self.body(body);
        }
        self.close(decl.body.as_ref().map_or(Pos::MAX, |body| body.end));
    }

    pub fn declare_params(&mut self, ty: &FuncType, signature: &Signature) {
        self.declare_field_list(ty.params.iter(), &signature.params);
        self.declare_field_list(ty.results.iter(), &signature.results);
    }

    /// Declares the names of a parameter list; `types` are those of its entries.
    pub(super) fn declare_field_list<'f>(
        &mut self,
        fields: impl Iterator<Item = &'f crate::syntax::ast::Field>,
        types: &[Type],
    ) {
        let mut types = types.iter();
        for field in fields {
            if field.names.is_empty() {
                types.next();
            }
            for name in &field.names {
                let ty = types.next().cloned().unwrap_or(Type::Unknown);
                self.declare(name, LocalKind::Var(ty));
            }
        }
    }

    /// The statements of a function body. Its block is that of the parameters, so that `:=` assigns to them (Go spec,
    /// "Short variable declarations").
    pub fn body(&mut self, block: &Block) {
        self.stmts(&block.stmts);
    }

    fn block(&mut self, block: &Block) {
        self.open();
        self.stmts(&block.stmts);
        self.close(block.end);
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let checker = self.checker;
        checker.deeper((), || match self.focus.clone() {
            Some(focus) => self.focused_stmt(stmt, &focus),
            None => self.stmt_inner(stmt),
        });
    }

    fn stmt_inner(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Empty | StmtKind::Branch(..) => {}
            StmtKind::Decl(decls) => decls.iter().for_each(|decl| self.local_decl(decl)),
            StmtKind::Labeled(_, inner) => self.stmt(inner),
            StmtKind::Expr(expr) | StmtKind::Go(expr) | StmtKind::Defer(expr) => {
                self.expr(expr, None);
            }
            StmtKind::Send(channel, value) => {
                let channel = self.expr(channel, None);
                let elem = match self.checker.common_underlying(&channel.ty) {
                    Some(Type::Chan(_, elem)) => (*elem).clone(),
                    _ => Type::Unknown,
                };
                self.assigned(value, &elem);
            }
            StmtKind::IncDec(expr) => {
                self.expr(expr, None);
            }
            StmtKind::Assign(left, right) => self.assign(left, right),
            StmtKind::Define(left, right) => self.define(left, right),
            StmtKind::OpAssign(op, left, right) => {
                let x = self.expr(left, None);
                let mut y = self.expr(right, None);
                match op.is_shift() {
                    // A constant count is as it is.
                    true if y.mode == Mode::Constant => {}
                    true => self.assign_to(&mut y, right, &Type::INT),
                    false => self.assign_to(&mut y, right, &x.ty),
                }
            }
            StmtKind::Return(values) => self.return_stmt(values),
            StmtKind::Block(block) => self.block(block),
            StmtKind::If(inner) => {
                self.open();
                inner.init.iter().for_each(|init| self.stmt(init));
                self.condition(&inner.cond);
                self.block(&inner.then);
                inner.otherwise.iter().for_each(|otherwise| self.stmt(otherwise));
                self.close(stmt.end);
            }
            StmtKind::Switch(inner) => self.switch(inner, stmt.end),
            StmtKind::TypeSwitch(inner) => self.type_switch(inner, stmt.end),
            StmtKind::Select(clauses) => {
                for clause in clauses {
                    self.open();
                    clause.comm.iter().for_each(|comm| self.stmt(comm));
                    self.stmts(&clause.body);
                    self.close(clause.end);
                }
            }
            StmtKind::For(inner) => {
                self.open();
                inner.init.iter().for_each(|init| self.stmt(init));
                inner.cond.iter().for_each(|cond| self.condition(cond));
                inner.post.iter().for_each(|post| self.stmt(post));
                self.block(&inner.body);
                self.close(stmt.end);
            }
            StmtKind::Range(inner) => self.range(inner),
        }
    }

    fn condition(&mut self, expr: &Expr) {
        let mut operand = self.expr(expr, None);
        self.use_default(&mut operand, expr);
    }

    /// A value that goes where `ty` is asked for.
    fn assigned(&mut self, expr: &Expr, ty: &Type) {
        let mut operand = self.expr(expr, Some(ty));
        self.assign_to(&mut operand, expr, ty);
    }

    /// The values of one expression that stands for `count`: a call's results, or a value with its comma-ok.
    pub fn unpack(&mut self, expr: &Expr, count: usize) -> Vec<Operand> {
        let operand = self.expr(expr, None);
        if count == 2 && matches!(operand.mode, Mode::CommaOk | Mode::MapIndex) {
            let ok = Operand::value(Type::Basic(Basic::UntypedBool));
            return vec![Operand::value(operand.ty), ok];
        }
        match &operand.ty {
            Type::Tuple(types) if types.len() == count => {
                types.iter().map(|ty| Operand::value(ty.clone())).collect()
            }
            _ => vec![Operand::unknown(); count],
        }
    }

    /// Go spec, "Assignment statements".
    fn assign(&mut self, left: &[Expr], right: &[Expr]) {
        let is_blank = |expr: &Expr| matches!(&expr.unparen().kind, ExprKind::Ident(name) if &**name == "_");
        let targets: Vec<Option<Type>> = left
            .iter()
            .map(|expr| if is_blank(expr) { None } else { Some(self.expr(expr, None).ty) })
            .collect();
        if left.len() == right.len() {
            for (target, value) in targets.iter().zip(right) {
                match target {
                    Some(ty) => self.assigned(value, ty),
                    None => {
                        let mut operand = self.expr(value, None);
                        self.use_default(&mut operand, value);
                    }
                }
            }
        } else if let [value] = right {
            self.unpack(value, left.len());
        } else {
            self.arguments_of_unknown(right);
        }
    }

    /// Go spec, "Short variable declarations": what the block declares already is assigned to.
    pub(super) fn define(&mut self, left: &[Expr], right: &[Expr]) {
        let names: Vec<Option<Ident>> = left
            .iter()
            .map(|expr| match &expr.kind {
                ExprKind::Ident(name) => Some(Ident { name: name.clone(), start: expr.start }),
                _ => None,
            })
            .collect();
        let existing: Vec<Option<Type>> = names
            .iter()
            .map(|name| {
                let local = self.declared_here(&name.as_ref()?.name)?;
                if let LocalKind::Var(ty) = &local.kind { Some(ty.clone()) } else { None }
            })
            .collect();
        let mut types = Vec::with_capacity(left.len());
        if left.len() == right.len() {
            for (target, value) in existing.iter().zip(right) {
                let mut operand = self.expr(value, target.as_ref());
                match target {
                    Some(ty) => self.assign_to(&mut operand, value, ty),
                    None => self.use_default(&mut operand, value),
                }
                types.push(operand.variable_type());
            }
        } else if let [value] = right {
            types.extend(self.unpack(value, left.len()).iter().map(Operand::variable_type));
        } else {
            self.arguments_of_unknown(right);
            types.resize(left.len(), Type::Unknown);
        }
        for ((name, existing), ty) in names.iter().zip(&existing).zip(types) {
            let Some(name) = name else { continue };
            match existing {
                Some(existing) => self.note_assigned(name, existing.clone()),
                None => self.declare(name, LocalKind::Var(ty)),
            }
        }
    }

    fn note_assigned(&mut self, name: &Ident, ty: Type) {
        let declared = self.declared_here(&name.name).map(|local| local.range.clone());
        if let (Some(record), Some(range)) = (&mut self.record, declared) {
            record.types.insert((name.start, name.end()), ty);
            record.objects.insert(name.start, Object::Local(range.start as usize..range.end as usize));
        }
    }

    fn return_stmt(&mut self, values: &[Expr]) {
        let results = self.results.clone();
        if values.len() == results.len() {
            for (value, ty) in values.iter().zip(&results) {
                self.assigned(value, ty);
            }
        } else {
            self.arguments_of_unknown(values);
        }
    }

    pub(super) fn local_decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Var(spec) => self.local_var(spec),
            Decl::Const(spec) => self.local_const(spec),
            Decl::Type(spec) => self.local_type(spec),
            Decl::Func(_) => {}
        }
    }

    /// A `var` line of a block; of the package block it declares nothing anew, and only its values are read.
    pub fn local_var(&mut self, spec: &VarSpec) {
        let types = self.var_values(spec);
        for (name, ty) in spec.names.iter().zip(types) {
            self.declare(name, LocalKind::Var(ty));
        }
    }

    pub fn var_values(&mut self, spec: &VarSpec) -> Vec<Type> {
        let declared = spec.ty.as_ref().map(|ty| self.typ(ty));
        let mut types = Vec::with_capacity(spec.names.len());
        if spec.values.len() == spec.names.len() {
            for value in &spec.values {
                let mut operand = self.expr(value, declared.as_ref());
                match &declared {
                    Some(ty) => self.assign_to(&mut operand, value, ty),
                    None => self.use_default(&mut operand, value),
                }
                types.push(operand.variable_type());
            }
        } else if let [value] = spec.values.as_slice() {
            types.extend(self.unpack(value, spec.names.len()).iter().map(Operand::variable_type));
        } else {
            self.arguments_of_unknown(&spec.values);
            types.resize(spec.names.len(), Type::Unknown);
        }
        match declared {
            Some(ty) => vec![ty; spec.names.len()],
            None => types,
        }
    }

    pub fn local_const(&mut self, spec: &ConstSpec) {
        let values: Vec<_> = (0..spec.names.len())
            .map(|index| {
                if spec.repeated {
                    // The expressions stand elsewhere, and mean something else there.
                    self.quietly(|env| env.const_spec_value(spec, index))
                } else {
                    self.const_spec_value(spec, index)
                }
            })
            .collect();
        for (name, value) in spec.names.iter().zip(values) {
            self.declare(name, LocalKind::Const(value));
        }
    }

    fn local_type(&mut self, spec: &TypeSpec) {
        if spec.alias {
            self.open();
            let params = self.declare_type_params(&spec.type_params);
            let ty = self.typ(&spec.ty);
            self.close(spec.ty.end);
            self.declare(&spec.name, LocalKind::Type(params, ty));
            return;
        }
        // Go spec, "Declarations and scope": the scope of a local type begins at its own name.
        let def = universe::defined(self.path(), spec.name.name.clone(), fresh_id());
        self.declare(
            &spec.name,
            LocalKind::Type(Vec::new(), Type::Named(Named::new(def.clone(), Vec::new()))),
        );
        self.open();
        let params = self.declare_type_params(&spec.type_params);
        let _ = def.type_params.set(params);
        let ty = self.typ(&spec.ty);
        let _ = def.underlying.set(self.checker.underlying(&ty));
        self.close(spec.ty.end);
    }

    fn switch(&mut self, stmt: &SwitchStmt, end: Pos) {
        self.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        let tag = stmt.tag.as_ref().map(|tag| {
            let mut operand = self.expr(tag, None);
            self.use_default(&mut operand, tag);
            operand.ty
        });
        for clause in &stmt.clauses {
            for expr in &clause.exprs {
                let mut operand = self.expr(expr, None);
                match &tag {
                    // A case is compared with the tag; without one it's a condition.
                    Some(ty) => self.assign_to(&mut operand, expr, ty),
                    None => self.use_default(&mut operand, expr),
                }
            }
            self.open();
            self.stmts(&clause.body);
            self.close(clause.end);
        }
        self.close(end);
    }

    pub(super) fn type_switch(&mut self, stmt: &TypeSwitchStmt, end: Pos) {
        self.open();
        stmt.init.iter().for_each(|init| self.stmt(init));
        let operand = self.expr(&stmt.operand, None);
        for clause in &stmt.clauses {
            let ty = self.clause_type(clause, &operand.ty);
            self.open();
            if let Some(bind) = &stmt.bind {
                self.declare(bind, LocalKind::Var(ty));
            }
            self.stmts(&clause.body);
            self.close(clause.end);
        }
        self.close(end);
    }

    /// The type of the symbol in a clause: that of the case when there is just one, else that of the operand.
    fn clause_type(&mut self, clause: &CaseClause, operand: &Type) -> Type {
        let mut only = None;
        for expr in &clause.exprs {
            let found = self.expr(expr, None);
            only = Some(match found.mode {
                Mode::Nil => operand.clone(),
                Mode::Type => found.ty,
                _ => Type::Unknown,
            });
        }
        match only {
            Some(ty) if clause.exprs.len() == 1 => ty,
            _ => operand.clone(),
        }
    }

    /// Go spec, "For statements with range clause".
    pub(super) fn range(&mut self, stmt: &RangeStmt) {
        self.open();
        let mut operand = self.expr(&stmt.operand, None);
        let counts_to_untyped = operand.is_untyped() && operand.mode == Mode::Constant;
        let targets = [&stmt.key, &stmt.value];
        let assigned: Vec<Option<Type>> = targets
            .iter()
            .map(|target| match target {
                Some(target)
                    if !stmt.define && !matches!(&target.kind, ExprKind::Ident(name) if &**name == "_") =>
                {
                    Some(self.expr(target, None).ty)
                }
                _ => None,
            })
            .collect();
        if counts_to_untyped && let Some(Some(ty)) = assigned.first() {
            // `for i = range 10` counts in the type of `i`.
            self.assign_to(&mut operand, &stmt.operand, ty);
        } else if !operand.is_untyped_string() {
            self.use_default(&mut operand, &stmt.operand);
        }
        let (key, value) = self.range_types(&operand.ty);
        if stmt.define {
            for (target, ty) in targets.into_iter().zip([key, value]) {
                if let Some(Expr { start, kind: ExprKind::Ident(name), .. }) = target {
                    self.declare(&Ident { name: name.clone(), start: *start }, LocalKind::Var(ty));
                }
            }
        }
        self.block(&stmt.body);
        self.close(stmt.body.end);
    }

    fn range_types(&self, ty: &Type) -> (Type, Type) {
        let unknown = (Type::Unknown, Type::Unknown);
        let Some(under) = self.checker.common_underlying(ty) else { return unknown };
        match under {
            Type::Basic(basic) if basic.is_string() => (Type::INT, Type::RUNE),
            Type::Basic(basic) if basic.is_integer() => (ty.clone(), Type::Unknown),
            Type::Array(_, elem) | Type::Slice(elem) => (Type::INT, (*elem).clone()),
            Type::Pointer(base) => match self.checker.underlying(&base) {
                Type::Array(_, elem) => (Type::INT, (*elem).clone()),
                _ => unknown,
            },
            Type::Map(pair) => (pair.0.clone(), pair.1.clone()),
            Type::Chan(_, elem) => ((*elem).clone(), Type::Unknown),
            Type::Func(iterator) => match iterator.params.as_slice() {
                [yielded] => match self.checker.common_underlying(yielded) {
                    Some(Type::Func(yielded)) => {
                        let param = |i: usize| yielded.params.get(i).cloned().unwrap_or(Type::Unknown);
                        (param(0), param(1))
                    }
                    _ => unknown,
                },
                _ => unknown,
            },
            _ => unknown,
        }
    }

    /// The values of a package-level declaration, for what they contain.
    pub fn package_decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Func(decl) => self.func_decl(decl),
            Decl::Var(spec) => {
                self.var_values(spec);
            }
            Decl::Const(spec) => {
                if !spec.repeated {
                    for index in 0..spec.names.len() {
                        self.const_spec_value(spec, index);
                    }
                }
            }
            Decl::Type(spec) => {
                self.open();
                self.declare_type_params(&spec.type_params);
                self.typ(&spec.ty);
                self.close(spec.ty.end);
            }
        }
    }
}
