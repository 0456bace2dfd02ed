//! What the code means: who is who in a function, and where control goes. Answers, or says it doesn't know.

pub mod flow;
pub mod scopes;
