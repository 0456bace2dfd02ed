//! An abstract syntax tree of Go declarations, as go/ast draws it, for the layer that computes types.
//!
//! It knows the Go grammar up to Go 1.26 exactly (the tree-sitter trees, which codemods match and edit, blur what only
//! matters to types: `F[int](x)` is a conversion to them, `new(1)` an error). It keeps no comments and no formatting,
//! resolves no name, and a declaration that isn't valid Go is an error as a whole. All offsets are zero-based byte
//! offsets into the file, all ranges half-open.

mod decl;
mod expr;
mod lexer;
mod parser;
mod stmt;
mod types;
pub mod walk;

use std::ops::Range;
use std::sync::Arc;

pub use lexer::{KEYWORDS, Lexer, Token};
pub use parser::{Declaration, FileHead, SyntaxError, on_enough_stack, parse_declaration, parse_head};

/// An identifier's spelling.
pub type Name = Arc<str>;

/// A byte offset into the file.
pub type Pos = u32;

/// An identifier where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    pub name: Name,
    pub start: Pos,
}

impl Ident {
    pub fn end(&self) -> Pos {
        self.start + self.name.len() as Pos
    }
}

/// An expression or a type: Go's grammar can't tell them apart without knowing what names mean.
#[derive(Debug, Clone)]
pub struct Expr {
    pub start: Pos,
    pub end: Pos,
    pub kind: ExprKind,
}

impl Expr {
    pub fn range(&self) -> Range<Pos> {
        self.start..self.end
    }

    /// The expression inside any number of parentheses.
    pub fn unparen(&self) -> &Expr {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }
}

#[derive(Debug, Clone)]
pub enum ExprKind {
    Ident(Name),
    /// A literal; the text is the source's.
    Literal(LiteralKind, Name),
    /// `T{…}`, or `{…}` inside another composite literal.
    Composite(Option<Box<Expr>>, Vec<Element>),
    FuncLit(Box<FuncType>, Box<Block>),
    Paren(Box<Expr>),
    Selector(Box<Expr>, Ident),
    /// An index, a slot of a map, or an instantiation.
    Index(Box<Expr>, Vec<Expr>),
    Slice(Box<Expr>, Box<[Option<Expr>; 3]>),
    /// `x.(T)`; `x.(type)` has no type.
    TypeAssert(Box<Expr>, Option<Box<Expr>>),
    Call(Box<Call>),
    /// `*x`: an indirection or a pointer type.
    Star(Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Array(ArrayLen, Box<Expr>),
    Struct(Vec<Field>),
    Func(Box<FuncType>),
    Interface(Vec<InterfaceElem>),
    Map(Box<Expr>, Box<Expr>),
    Chan(ChanDir, Box<Expr>),
}

#[derive(Debug, Clone)]
pub struct Call {
    pub func: Expr,
    pub args: Vec<Expr>,
    /// The last argument is followed by `...`.
    pub spread: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiteralKind {
    Int,
    Float,
    Imaginary,
    Rune,
    String,
}

#[derive(Debug, Clone)]
pub struct Element {
    pub key: Option<Expr>,
    pub value: Expr,
}

#[derive(Debug, Clone)]
pub enum ArrayLen {
    Slice,
    /// `[...]T`
    Count,
    Expr(Box<Expr>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChanDir {
    Both,
    Send,
    Recv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Add,
    Sub,
    Not,
    Xor,
    And,
    Recv,
    /// `~T` in a constraint.
    Tilde,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    LogicalOr,
    LogicalAnd,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Sub,
    Or,
    Xor,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    And,
    AndNot,
}

impl BinaryOp {
    pub fn is_comparison(self) -> bool {
        use BinaryOp::*;
        matches!(self, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
    }

    pub fn is_shift(self) -> bool {
        matches!(self, BinaryOp::Shl | BinaryOp::Shr)
    }
}

/// A field of a struct, a parameter, a result or a type parameter list's entry. No names: embedded, or unnamed.
#[derive(Debug, Clone)]
pub struct Field {
    pub names: Vec<Ident>,
    pub ty: Expr,
    /// A struct field's tag, as the source has it.
    pub tag: Option<Name>,
    /// A last parameter `...T`; `ty` is `T`.
    pub variadic: bool,
}

#[derive(Debug, Clone)]
pub struct FuncType {
    pub type_params: Vec<Field>,
    pub params: Vec<Field>,
    pub results: Vec<Field>,
}

#[derive(Debug, Clone)]
pub enum InterfaceElem {
    Method(Ident, FuncType),
    /// An embedded type or a union `~A | B`.
    Embedded(Expr),
}

#[derive(Debug, Clone)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub start: Pos,
    pub end: Pos,
}

#[derive(Debug, Clone)]
pub struct Stmt {
    pub start: Pos,
    pub end: Pos,
    pub kind: StmtKind,
}

#[derive(Debug, Clone)]
pub enum StmtKind {
    Empty,
    Decl(Vec<Decl>),
    Labeled(Ident, Box<Stmt>),
    Expr(Expr),
    Send(Expr, Expr),
    IncDec(Expr),
    Assign(Vec<Expr>, Vec<Expr>),
    Define(Vec<Expr>, Vec<Expr>),
    OpAssign(BinaryOp, Expr, Expr),
    Go(Expr),
    Defer(Expr),
    Return(Vec<Expr>),
    Branch(BranchKind, Option<Ident>),
    Block(Block),
    If(Box<IfStmt>),
    Switch(Box<SwitchStmt>),
    TypeSwitch(Box<TypeSwitchStmt>),
    Select(Vec<CommClause>),
    For(Box<ForStmt>),
    Range(Box<RangeStmt>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchKind {
    Break,
    Continue,
    Goto,
    Fallthrough,
}

#[derive(Debug, Clone)]
pub struct IfStmt {
    pub init: Option<Stmt>,
    pub cond: Expr,
    pub then: Block,
    /// A block or another `if`.
    pub otherwise: Option<Stmt>,
}

#[derive(Debug, Clone)]
pub struct SwitchStmt {
    pub init: Option<Stmt>,
    pub tag: Option<Expr>,
    pub clauses: Vec<CaseClause>,
}

#[derive(Debug, Clone)]
pub struct TypeSwitchStmt {
    pub init: Option<Stmt>,
    pub bind: Option<Ident>,
    pub operand: Expr,
    pub clauses: Vec<CaseClause>,
}

/// `case a, b:` with its statements; `default:` has `is_default` and no expressions.
#[derive(Debug, Clone)]
pub struct CaseClause {
    pub exprs: Vec<Expr>,
    pub is_default: bool,
    pub body: Vec<Stmt>,
    pub start: Pos,
    /// Where the next clause, or the closing brace, begins.
    pub end: Pos,
}

/// A clause of `select`; no communication is `default`.
#[derive(Debug, Clone)]
pub struct CommClause {
    pub comm: Option<Stmt>,
    pub body: Vec<Stmt>,
    /// Where the next clause, or the closing brace, begins.
    pub end: Pos,
}

#[derive(Debug, Clone)]
pub struct ForStmt {
    pub init: Option<Stmt>,
    pub cond: Option<Expr>,
    pub post: Option<Stmt>,
    pub body: Block,
}

#[derive(Debug, Clone)]
pub struct RangeStmt {
    pub key: Option<Expr>,
    pub value: Option<Expr>,
    pub define: bool,
    pub operand: Expr,
    pub body: Block,
}

/// One declared thing: groups are taken apart.
#[derive(Debug, Clone)]
pub enum Decl {
    Const(ConstSpec),
    Var(VarSpec),
    Type(TypeSpec),
    Func(FuncDecl),
}

/// A `const` line. A line without values repeats the last one that has some (Go spec, "Constant declarations"); that
/// is already done here, which is why the expressions are shared.
#[derive(Debug, Clone)]
pub struct ConstSpec {
    pub names: Vec<Ident>,
    pub ty: Option<Arc<Expr>>,
    pub values: Arc<[Expr]>,
    pub iota: u32,
    pub repeated: bool,
    pub end: Pos,
}

#[derive(Debug, Clone)]
pub struct VarSpec {
    pub names: Vec<Ident>,
    pub ty: Option<Expr>,
    pub values: Vec<Expr>,
    pub end: Pos,
}

#[derive(Debug, Clone)]
pub struct TypeSpec {
    pub name: Ident,
    pub type_params: Vec<Field>,
    pub alias: bool,
    pub ty: Expr,
}

#[derive(Debug, Clone)]
pub struct FuncDecl {
    pub name: Ident,
    pub recv: Option<Field>,
    pub ty: FuncType,
    pub body: Option<Block>,
}
