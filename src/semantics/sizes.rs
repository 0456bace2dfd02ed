//! Sizes and alignments of types as the gc compiler lays them out on 64-bit platforms (Go spec, "Size and alignment
//! guarantees"): array lengths may be made of them.

use super::checker::Checker;
use super::types::{Basic, Type};

/// Types that nest deeper than that have no known size.
const MAX_DEPTH: u32 = 40;

impl Checker<'_> {
    pub fn size_of(&self, ty: &Type) -> Option<u64> {
        self.fueled(|| self.layout(ty, MAX_DEPTH)).map(|(size, _)| size)
    }

    pub fn align_of(&self, ty: &Type) -> Option<u64> {
        self.fueled(|| self.layout(ty, MAX_DEPTH)).map(|(_, align)| align)
    }

    /// Where a direct field of a struct type lies.
    pub fn field_offset(&self, ty: &Type, field: &str) -> Option<u64> {
        let Type::Struct(s) = self.underlying(ty) else { return None };
        let mut offset = 0u64;
        for f in &s.fields {
            let (size, align) = self.fueled(|| self.layout(&f.ty, MAX_DEPTH))?;
            offset = offset.checked_next_multiple_of(align)?;
            if *f.name == *field {
                return Some(offset);
            }
            offset = offset.checked_add(size)?;
        }
        None
    }

    /// Whether the type has type parameters in it where they decide its size.
    pub fn has_params(&self, ty: &Type) -> bool {
        self.fueled(|| self.has_params_within(ty, MAX_DEPTH))
    }

    fn has_params_within(&self, ty: &Type, depth: u32) -> bool {
        let (Some(depth), true) = (depth.checked_sub(1), self.spend()) else { return false };
        match ty {
            Type::Param(_) => true,
            _ => match self.underlying(ty) {
                Type::Array(_, elem) => self.has_params_within(&elem, depth),
                Type::Struct(s) => s.fields.iter().any(|field| self.has_params_within(&field.ty, depth)),
                _ => false,
            },
        }
    }

    fn layout(&self, ty: &Type, depth: u32) -> Option<(u64, u64)> {
        let depth = depth.checked_sub(1)?;
        if !self.spend() {
            return None;
        }
        Some(match self.underlying(ty) {
            Type::Basic(basic) => match basic {
                Basic::Bool | Basic::Int8 | Basic::Uint8 => (1, 1),
                Basic::Int16 | Basic::Uint16 => (2, 2),
                Basic::Int32 | Basic::Uint32 | Basic::Float32 => (4, 4),
                Basic::Complex64 => (8, 4),
                Basic::Complex128 | Basic::String => (16, 8),
                basic if basic.is_untyped() => return None,
                _ => (8, 8),
            },
            Type::Pointer(_) | Type::Map(_) | Type::Chan(..) | Type::Func(_) => (8, 8),
            Type::Slice(_) => (24, 8),
            Type::Interface(_) if !matches!(ty, Type::Param(_)) => (16, 8),
            Type::Array(len, elem) => {
                let (size, align) = self.layout(&elem, depth)?;
                (size.checked_mul(len?)?, align)
            }
            Type::Struct(s) => {
                let (mut offset, mut largest, mut last) = (0u64, 1u64, 1u64);
                for field in &s.fields {
                    let (size, align) = self.layout(&field.ty, depth)?;
                    offset = offset.checked_next_multiple_of(align)?.checked_add(size)?;
                    largest = largest.max(align);
                    last = size;
                }
                // A pointer to a trailing field without size must not point behind the struct.
                if offset > 0 && last == 0 {
                    offset += 1;
                }
                (offset.checked_next_multiple_of(largest)?, largest)
            }
            _ => return None,
        })
    }
}
