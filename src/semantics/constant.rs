//! Constant values, exact (Go spec, "Constants", "Constant expressions").
//!
//! Values that would be too large to keep (go/constant goes over to rounded floats there) are not known.

use super::types::Basic;
use crate::syntax::ast::{BinaryOp, LiteralKind, Name, UnaryOp};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::cmp::Ordering;
use std::sync::Arc;

/// Numbers with more bits than that are not kept.
const MAX_BITS: u64 = 4096;

/// The value of a constant. An integer is always [`Const::Int`], whatever its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Const {
    Bool(bool),
    Int(BigInt),
    Rational(Arc<BigRational>),
    /// Real and imaginary part; the imaginary one isn't zero.
    Complex(Arc<(BigRational, BigRational)>),
    String(Arc<[u8]>),
}

impl Const {
    pub fn int(value: impl Into<BigInt>) -> Const {
        Const::Int(value.into())
    }

    fn rational(value: BigRational) -> Option<Const> {
        if value.numer().bits() > MAX_BITS || value.denom().bits() > MAX_BITS {
            return None;
        }
        Some(if value.is_integer() {
            Const::Int(value.to_integer())
        } else {
            Const::Rational(Arc::new(value))
        })
    }

    fn complex(real: BigRational, imaginary: BigRational) -> Option<Const> {
        if imaginary.is_zero() {
            return Const::rational(real);
        }
        Some(Const::Complex(Arc::new((real, imaginary))))
    }

    pub fn make_complex(real: &Const, imaginary: &Const) -> Option<Const> {
        Const::complex(real.as_rational()?, imaginary.as_rational()?)
    }

    pub fn as_int(&self) -> Option<&BigInt> {
        if let Const::Int(value) = self { Some(value) } else { None }
    }

    pub fn as_u64(&self) -> Option<u64> {
        self.as_int()?.to_u64()
    }

    fn as_rational(&self) -> Option<BigRational> {
        match self {
            Const::Int(value) => Some(BigRational::from_integer(value.clone())),
            Const::Rational(value) => Some((**value).clone()),
            _ => None,
        }
    }

    fn parts(&self) -> Option<(BigRational, BigRational)> {
        match self {
            Const::Complex(parts) => Some((**parts).clone()),
            _ => Some((self.as_rational()?, BigRational::zero())),
        }
    }

    pub fn real(&self) -> Option<Const> {
        Const::rational(self.parts()?.0)
    }

    pub fn imaginary(&self) -> Option<Const> {
        Const::rational(self.parts()?.1)
    }

    /// The value of a literal, as it stands in the source.
    pub fn literal(kind: LiteralKind, text: &str) -> Option<Const> {
        match kind {
            LiteralKind::Int => Some(Const::Int(integer(text)?)),
            LiteralKind::Float => float(text),
            LiteralKind::Imaginary => {
                let digits = &text[..text.len() - 1];
                let value = match integer(digits) {
                    Some(value) => BigRational::from_integer(value),
                    // A legacy imaginary literal may have leading zeros.
                    None => match BigInt::parse_bytes(digits.replace('_', "").as_bytes(), 10) {
                        Some(value) => BigRational::from_integer(value),
                        None => float(digits)?.as_rational()?,
                    },
                };
                Const::complex(BigRational::zero(), value)
            }
            LiteralKind::Rune => {
                let bytes = unquote(text.get(1..text.len() - 1)?, true)?;
                Some(Const::Int(bytes.1?.into()))
            }
            LiteralKind::String => Some(Const::String(string_value(text)?.into())),
        }
    }

    /// The value as a constant of type `basic`, where `int` has 64 bits; None when it can't be represented (Go spec,
    /// "Representability").
    pub fn represented(&self, basic: Basic) -> Option<Const> {
        use Basic::*;
        match self {
            Const::Bool(_) => basic.is_boolean().then(|| self.clone()),
            Const::String(_) => basic.is_string().then(|| self.clone()),
            Const::Int(value) => match basic {
                UntypedInt | UntypedRune | UntypedFloat | UntypedComplex => Some(self.clone()),
                Float64 | Complex128 => rounded64(&BigRational::from_integer(value.clone())),
                Float32 | Complex64 => rounded32(&BigRational::from_integer(value.clone())),
                _ => {
                    let (signed, bits) = integer_size(basic)?;
                    let fits = if signed {
                        let limit = BigInt::one() << (bits - 1);
                        *value < limit && *value >= -limit
                    } else {
                        !value.is_negative() && value.bits() <= bits
                    };
                    fits.then(|| self.clone())
                }
            },
            Const::Rational(value) => match basic {
                UntypedFloat | UntypedComplex => Some(self.clone()),
                Float64 | Complex128 => rounded64(value),
                Float32 | Complex64 => rounded32(value),
                _ => None,
            },
            Const::Complex(_) => basic.is_complex().then(|| self.clone()),
        }
    }

    pub fn unary(op: UnaryOp, operand: &Const, basic: Basic) -> Option<Const> {
        match (op, operand) {
            (UnaryOp::Not, Const::Bool(value)) => Some(Const::Bool(!value)),
            (UnaryOp::Add, _) => Some(operand.clone()),
            (UnaryOp::Sub, Const::Int(value)) => Some(Const::Int(-value)),
            (UnaryOp::Sub, _) => {
                let (real, imaginary) = operand.parts()?;
                Const::complex(-real, -imaginary)
            }
            (UnaryOp::Xor, Const::Int(value)) => {
                let inverted = !value.clone();
                if !basic.is_unsigned() {
                    return Some(Const::Int(inverted));
                }
                let (_, bits) = integer_size(basic)?;
                Some(Const::Int(inverted & ((BigInt::one() << bits) - 1)))
            }
            _ => None,
        }
    }

    /// A binary operation that is neither a comparison nor a shift. `integer_division`: both are of integer kind.
    pub fn binary(op: BinaryOp, x: &Const, y: &Const, integer_division: bool) -> Option<Const> {
        use BinaryOp::*;
        match (x, y) {
            (Const::Bool(x), Const::Bool(y)) => match op {
                LogicalAnd => Some(Const::Bool(*x && *y)),
                LogicalOr => Some(Const::Bool(*x || *y)),
                _ => None,
            },
            (Const::String(x), Const::String(y)) if op == Add => {
                if x.len() + y.len() > 1 << 20 {
                    return None;
                }
                Some(Const::String([&x[..], &y[..]].concat().into()))
            }
            (Const::Int(x), Const::Int(y)) => {
                let value = match op {
                    Add => x + y,
                    Sub => x - y,
                    Mul => x * y,
                    Div | Rem if y.is_zero() => return None,
                    Div if integer_division => x / y,
                    Div => return Const::rational(BigRational::new(x.clone(), y.clone())),
                    Rem => x % y,
                    And => x & y,
                    Or => x | y,
                    Xor => x ^ y,
                    AndNot => x & !y.clone(),
                    _ => return None,
                };
                (value.bits() <= MAX_BITS).then_some(Const::Int(value))
            }
            (Const::Complex(_), _) | (_, Const::Complex(_)) => {
                let ((a, b), (c, d)) = (x.parts()?, y.parts()?);
                match op {
                    Add => Const::complex(a + c, b + d),
                    Sub => Const::complex(a - c, b - d),
                    Mul => Const::complex(&a * &c - &b * &d, &b * &c + &a * &d),
                    Div => {
                        let square = &c * &c + &d * &d;
                        if square.is_zero() {
                            return None;
                        }
                        Const::complex((&a * &c + &b * &d) / &square, (&b * &c - &a * &d) / &square)
                    }
                    _ => None,
                }
            }
            _ => {
                let (x, y) = (x.as_rational()?, y.as_rational()?);
                Const::rational(match op {
                    Add => x + y,
                    Sub => x - y,
                    Mul => x * y,
                    Div if !y.is_zero() => x / y,
                    _ => return None,
                })
            }
        }
    }

    pub fn shift(op: BinaryOp, x: &Const, count: u64) -> Option<Const> {
        let x = x.as_int()?;
        match op {
            BinaryOp::Shl if x.is_zero() => Some(Const::int(0)),
            BinaryOp::Shl if count <= MAX_BITS && x.bits() + count <= MAX_BITS => {
                Some(Const::Int(x << count))
            }
            BinaryOp::Shr => Some(Const::Int(x >> count.min(MAX_BITS * 2))),
            _ => None,
        }
    }

    pub fn compare(op: BinaryOp, x: &Const, y: &Const) -> Option<bool> {
        let ordering = match (x, y) {
            (Const::String(x), Const::String(y)) => x.cmp(y),
            (Const::Bool(x), Const::Bool(y)) => x.cmp(y),
            (Const::Complex(_), _) | (_, Const::Complex(_)) => {
                if x.parts()? == y.parts()? {
                    Ordering::Equal
                } else {
                    Ordering::Less
                }
            }
            _ => x.as_rational()?.cmp(&y.as_rational()?),
        };
        Some(match op {
            BinaryOp::Equal => ordering.is_eq(),
            BinaryOp::NotEqual => ordering.is_ne(),
            BinaryOp::Less => ordering.is_lt(),
            BinaryOp::LessEqual => ordering.is_le(),
            BinaryOp::Greater => ordering.is_gt(),
            BinaryOp::GreaterEqual => ordering.is_ge(),
            _ => return None,
        })
    }

    /// Conversion of an integer constant to a string: its code point in UTF-8.
    pub fn code_point(&self) -> Option<Const> {
        let c = self.as_int()?.to_u32().and_then(char::from_u32).unwrap_or('\u{FFFD}');
        Some(Const::String(c.to_string().into_bytes().into()))
    }
}

/// Whether an integer type is signed, and its bits where `int` has 64.
fn integer_size(basic: Basic) -> Option<(bool, u64)> {
    use Basic::*;
    Some(match basic {
        Int | Int64 => (true, 64),
        Int8 => (true, 8),
        Int16 => (true, 16),
        Int32 => (true, 32),
        Uint | Uint64 | Uintptr => (false, 64),
        Uint8 => (false, 8),
        Uint16 => (false, 16),
        Uint32 => (false, 32),
        _ => return None,
    })
}

fn rounded64(value: &BigRational) -> Option<Const> {
    let float = value.to_f64().filter(|f| f.is_finite())?;
    Const::rational(BigRational::from_float(float)?)
}

fn rounded32(value: &BigRational) -> Option<Const> {
    let float = value.to_f64().map(|f| f as f32).filter(|f| f.is_finite())?;
    Const::rational(BigRational::from_float(float)?)
}

fn integer(text: &str) -> Option<BigInt> {
    let digits = text.replace('_', "");
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, &digits[..]),
    };
    // The cost of reading decimal digits is quadratic; no real literal comes near the limit.
    if digits.len() > 4096 { None } else { BigInt::parse_bytes(digits.as_bytes(), radix) }
}

fn float(text: &str) -> Option<Const> {
    let text = text.replace('_', "").to_ascii_lowercase();
    let hex = text.strip_prefix("0x");
    let (radix, body, marker) = match hex {
        Some(body) => (16, body, 'p'),
        None => (10, text.as_str(), 'e'),
    };
    let (mantissa, exponent) = match body.split_once(marker) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.len() > 1000 || exponent.unsigned_abs() > 1200 {
        return None;
    }
    let mantissa = BigInt::parse_bytes(digits.as_bytes(), radix)?;
    let (base, places) =
        if radix == 16 { (2u32, 4 * fraction.len() as i32) } else { (10, fraction.len() as i32) };
    let exponent = exponent - places;
    let power = BigInt::from(base).pow(exponent.unsigned_abs());
    let value = if exponent < 0 {
        BigRational::new(mantissa, power)
    } else {
        BigRational::from_integer(mantissa * power)
    };
    Const::rational(value)
}

/// The bytes that a string literal stands for.
pub fn string_value(literal: &str) -> Option<Vec<u8>> {
    let inner = literal.get(1..literal.len().checked_sub(1)?)?;
    if literal.starts_with('`') {
        return Some(inner.bytes().filter(|b| *b != b'\r').collect());
    }
    Some(unquote(inner, false)?.0)
}

/// A string literal's value as text, for tags and import paths.
pub fn string_text(literal: &str) -> Option<Name> {
    String::from_utf8(string_value(literal)?).ok().map(Name::from)
}

/// Resolves escapes (Go spec, "Rune literals"); also answers the value of the only rune.
fn unquote(inner: &str, rune: bool) -> Option<(Vec<u8>, Option<u32>)> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut only = None;
    let mut chars = inner.chars();
    let mut count = 0;
    while let Some(c) = chars.next() {
        count += 1;
        let mut encoded = [0; 4];
        if c != '\\' {
            only = Some(c as u32);
            bytes.extend_from_slice(c.encode_utf8(&mut encoded).as_bytes());
            continue;
        }
        let escape = chars.next()?;
        let mut number = |first: Option<char>, digits: usize, radix: u32| {
            let mut value = 0u32;
            let rest: Vec<char> = chars.by_ref().take(digits).collect();
            if rest.len() != digits {
                return None;
            }
            for digit in first.into_iter().chain(rest) {
                value = value.checked_mul(radix)?.checked_add(digit.to_digit(radix)?)?;
            }
            Some(value)
        };
        let (value, is_byte) = match escape {
            'a' => (7, false),
            'b' => (8, false),
            'f' => (12, false),
            'n' => (10, false),
            'r' => (13, false),
            't' => (9, false),
            'v' => (11, false),
            '\\' | '\'' | '"' => (escape as u32, false),
            'x' => (number(None, 2, 16)?, true),
            'u' => (number(None, 4, 16)?, false),
            'U' => (number(None, 8, 16)?, false),
            '0'..='7' => (number(Some(escape), 2, 8)?, true),
            _ => return None,
        };
        only = Some(value);
        if is_byte {
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut encoded).as_bytes());
        }
    }
    if rune && count != 1 {
        return None;
    }
    Some((bytes, only))
}
