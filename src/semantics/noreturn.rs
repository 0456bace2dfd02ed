//! Calls that certainly never return: predeclared `panic`, the standard library's exits, and helpers of the package that
//! always end in one of them or in an endless loop.

use super::checker::Checker;
use super::env::Env;
use super::package::FuncEntity;
use super::record::{Callee, Record};
use super::universe::Builtin;
use crate::syntax::ast::{BranchKind, CaseClause, Expr, ExprKind, Stmt, StmtKind};

/// Functions of the standard library that never return, by package.
const FUNCTIONS: [(&str, &[&str]); 4] = [
    ("os", &["Exit"]),
    ("runtime", &["Goexit"]),
    ("syscall", &["Exit"]),
    ("log", &["Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"]),
];

/// Methods, by the package and the name of the type that declares them.
const METHODS: [(&str, &str, &[&str]); 3] = [
    ("log", "Logger", &["Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"]),
    ("testing", "common", &["FailNow", "Fatal", "Fatalf", "Skip", "SkipNow", "Skipf"]),
    ("testing", "TB", &["FailNow", "Fatal", "Fatalf", "Skip", "SkipNow", "Skipf"]),
];

impl Checker<'_> {
    /// Whether a call with this callee never returns; `entity` is its declaration, where that's in the package `home`.
    pub(super) fn callee_never_returns(
        &self,
        callee: &Callee,
        entity: Option<&FuncEntity>,
        home: &str,
    ) -> bool {
        let known = match callee {
            Callee::Builtin(Builtin::Panic) => true,
            Callee::Function { package, name } => {
                FUNCTIONS.iter().any(|(path, names)| **package == **path && names.contains(&&**name))
            }
            Callee::Method { package, receiver, name, .. } => METHODS.iter().any(|(path, ty, names)| {
                **package == **path && **receiver == **ty && names.contains(&&**name)
            }),
            _ => false,
        };
        known || entity.is_some_and(|entity| self.never_returns(entity, home))
    }

    /// Whether a declared function of package `home` never returns.
    fn never_returns(&self, entity: &FuncEntity, home: &str) -> bool {
        if let Some(known) = entity.never_returns.get() {
            return *known;
        }
        let package = self.world.package(entity.package);
        if **package.path() != *home {
            return false;
        }
        // A function that calls itself doesn't return by that. Whatever isn't known is taken to return, and kept so: functions
        // that call one another are many.
        let found = self.entered(&entity.never_returns, || {
            let Some(text) = self.world.text_of(&package.files[entity.file]) else { return false };
            let Some(decl) = entity.parse(&text) else { return false };
            let Some(body) = &decl.body else { return false };
            // A deferred call may recover, and what a goto skips isn't followed.
            if body.stmts.iter().any(|stmt| any_stmt(stmt, &may_return)) {
                return false;
            }
            let mut env = Env::new(self, package.clone(), entity.file);
            env.record = Some(Record::default());
            env.func_decl(&decl);
            let record = env.record.take().unwrap_or_default();
            Body { checker: self, record, home }.list_never_ends(&body.stmts)
        });
        found.is_some_and(|found| *entity.never_returns.get_or_init(|| found))
    }
}

fn may_return(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::Return(_) | StmtKind::Defer(_) | StmtKind::Branch(BranchKind::Goto, _))
}

fn may_break(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::Branch(BranchKind::Break, _))
}

/// Whether a statement, or one inside of it but for function literals, is `wanted`.
fn any_stmt(stmt: &Stmt, wanted: &dyn Fn(&Stmt) -> bool) -> bool {
    let within = |stmts: &[Stmt]| stmts.iter().any(|stmt| any_stmt(stmt, wanted));
    let in_clauses = |clauses: &[CaseClause]| clauses.iter().any(|clause| within(&clause.body));
    wanted(stmt)
        || match &stmt.kind {
            StmtKind::Labeled(_, inner) => any_stmt(inner, wanted),
            StmtKind::Block(block) => within(&block.stmts),
            StmtKind::If(inner) => {
                within(&inner.then.stmts) || inner.otherwise.iter().any(|stmt| any_stmt(stmt, wanted))
            }
            StmtKind::Switch(inner) => in_clauses(&inner.clauses),
            StmtKind::TypeSwitch(inner) => in_clauses(&inner.clauses),
            StmtKind::Select(clauses) => clauses.iter().any(|clause| within(&clause.body)),
            StmtKind::For(inner) => within(&inner.body.stmts),
            StmtKind::Range(inner) => within(&inner.body.stmts),
            _ => false,
        }
}

struct Body<'c, 'w> {
    checker: &'c Checker<'w>,
    record: Record,
    home: &'c str,
}

impl Body<'_, '_> {
    fn list_never_ends(&self, stmts: &[Stmt]) -> bool {
        stmts.iter().any(|stmt| self.never_ends(stmt))
    }

    /// Whether control never gets behind the statement. A `break` anywhere inside of a loop, switch or select counts
    /// as one that ends it.
    fn never_ends(&self, stmt: &Stmt) -> bool {
        let breaks = any_stmt(stmt, &may_break);
        let clauses_never_end = |clauses: &[CaseClause]| {
            !breaks
                && clauses.iter().any(|clause| clause.is_default)
                && clauses.iter().all(|clause| self.list_never_ends(&clause.body))
        };
        match &stmt.kind {
            StmtKind::Expr(expr) => self.is_final_call(expr),
            StmtKind::Labeled(_, inner) => self.never_ends(inner),
            StmtKind::Block(block) => self.list_never_ends(&block.stmts),
            StmtKind::If(inner) => {
                self.list_never_ends(&inner.then.stmts)
                    && inner.otherwise.as_ref().is_some_and(|stmt| self.never_ends(stmt))
            }
            StmtKind::For(inner) => inner.cond.is_none() && !breaks,
            StmtKind::Switch(inner) => clauses_never_end(&inner.clauses),
            StmtKind::TypeSwitch(inner) => clauses_never_end(&inner.clauses),
            StmtKind::Select(clauses) => {
                !breaks && clauses.iter().all(|clause| self.list_never_ends(&clause.body))
            }
            _ => false,
        }
    }

    fn is_final_call(&self, expr: &Expr) -> bool {
        let expr = expr.unparen();
        let ExprKind::Call(_) = &expr.kind else { return false };
        let span = (expr.start, expr.end);
        let Some(callee) = self.record.callees.get(&span) else { return false };
        let entity = self.record.declarations.get(&span);
        self.checker.callee_never_returns(callee, entity.map(|entity| &**entity), self.home)
    }
}
