//! The kinds of tree-sitter-go's named nodes as constants, so that they can stand in `match` arms and be
//! compared as numbers. The grammar's version is pinned; a test compares every constant with the grammar.

macro_rules! kinds {
    ($($name:ident = $id:literal, $text:literal;)*) => {
        $(pub const $name: u16 = $id;)*
        /// Every constant of this module with the grammar's name for it.
        pub const ALL: &[(u16, &str)] = &[$(($id, $text)),*];
    };
}

kinds! {
    ARGUMENT_LIST = 174, "argument_list";
    ARRAY_TYPE = 123, "array_type";
    ASSIGNMENT_STATEMENT = 146, "assignment_statement";
    BINARY_EXPRESSION = 187, "binary_expression";
    BLOCK = 136, "block";
    BREAK_STATEMENT = 151, "break_statement";
    CALL_EXPRESSION = 171, "call_expression";
    CHANNEL_TYPE = 134, "channel_type";
    COMMUNICATION_CASE = 168, "communication_case";
    COMPOSITE_LITERAL = 181, "composite_literal";
    CONST_DECLARATION = 102, "const_declaration";
    CONST_SPEC = 103, "const_spec";
    CONTINUE_STATEMENT = 152, "continue_statement";
    DEC_STATEMENT = 145, "dec_statement";
    DEFAULT_CASE = 163, "default_case";
    DEFER_STATEMENT = 156, "defer_statement";
    DOT = 99, "dot";
    EMPTY_STATEMENT = 139, "empty_statement";
    EXPRESSION_CASE = 162, "expression_case";
    EXPRESSION_LIST = 117, "expression_list";
    EXPRESSION_STATEMENT = 141, "expression_statement";
    EXPRESSION_SWITCH_STATEMENT = 161, "expression_switch_statement";
    FALLTHROUGH_STATEMENT = 150, "fallthrough_statement";
    FIELD_DECLARATION = 129, "field_declaration";
    FIELD_DECLARATION_LIST = 128, "field_declaration_list";
    FOR_CLAUSE = 159, "for_clause";
    FOR_STATEMENT = 158, "for_statement";
    FUNC_LITERAL = 185, "func_literal";
    FUNCTION_DECLARATION = 107, "function_declaration";
    FUNCTION_TYPE = 135, "function_type";
    GENERIC_TYPE = 120, "generic_type";
    GO_STATEMENT = 155, "go_statement";
    GOTO_STATEMENT = 153, "goto_statement";
    IF_STATEMENT = 157, "if_statement";
    IMPLICIT_LENGTH_ARRAY_TYPE = 124, "implicit_length_array_type";
    IMPORT_DECLARATION = 97, "import_declaration";
    IMPORT_SPEC = 98, "import_spec";
    IMPORT_SPEC_LIST = 100, "import_spec_list";
    INC_STATEMENT = 144, "inc_statement";
    INDEX_EXPRESSION = 176, "index_expression";
    INTERFACE_TYPE = 130, "interface_type";
    INTERPRETED_STRING_LITERAL = 190, "interpreted_string_literal";
    KEYED_ELEMENT = 184, "keyed_element";
    LABELED_STATEMENT = 148, "labeled_statement";
    LITERAL_ELEMENT = 183, "literal_element";
    LITERAL_VALUE = 182, "literal_value";
    MAP_TYPE = 133, "map_type";
    METHOD_DECLARATION = 108, "method_declaration";
    METHOD_ELEM = 131, "method_elem";
    NEGATED_TYPE = 127, "negated_type";
    PACKAGE_CLAUSE = 96, "package_clause";
    PARAMETER_DECLARATION = 112, "parameter_declaration";
    PARAMETER_LIST = 111, "parameter_list";
    PARENTHESIZED_EXPRESSION = 170, "parenthesized_expression";
    PARENTHESIZED_TYPE = 118, "parenthesized_type";
    POINTER_TYPE = 122, "pointer_type";
    QUALIFIED_TYPE = 188, "qualified_type";
    RANGE_CLAUSE = 160, "range_clause";
    RAW_STRING_LITERAL = 189, "raw_string_literal";
    RECEIVE_STATEMENT = 143, "receive_statement";
    RETURN_STATEMENT = 154, "return_statement";
    SELECT_STATEMENT = 167, "select_statement";
    SELECTOR_EXPRESSION = 175, "selector_expression";
    SEND_STATEMENT = 142, "send_statement";
    SHORT_VAR_DECLARATION = 147, "short_var_declaration";
    SLICE_EXPRESSION = 177, "slice_expression";
    SLICE_TYPE = 125, "slice_type";
    SOURCE_FILE = 95, "source_file";
    STATEMENT_LIST = 137, "statement_list";
    STRUCT_TYPE = 126, "struct_type";
    TYPE_ALIAS = 114, "type_alias";
    TYPE_ARGUMENTS = 121, "type_arguments";
    TYPE_ASSERTION_EXPRESSION = 178, "type_assertion_expression";
    TYPE_CASE = 166, "type_case";
    TYPE_CONSTRAINT = 217, "type_constraint";
    TYPE_CONVERSION_EXPRESSION = 179, "type_conversion_expression";
    TYPE_DECLARATION = 115, "type_declaration";
    TYPE_ELEM = 132, "type_elem";
    TYPE_INSTANTIATION_EXPRESSION = 180, "type_instantiation_expression";
    TYPE_PARAMETER_DECLARATION = 110, "type_parameter_declaration";
    TYPE_PARAMETER_LIST = 109, "type_parameter_list";
    TYPE_SPEC = 116, "type_spec";
    TYPE_SWITCH_STATEMENT = 164, "type_switch_statement";
    UNARY_EXPRESSION = 186, "unary_expression";
    VAR_DECLARATION = 104, "var_declaration";
    VAR_SPEC = 105, "var_spec";
    VAR_SPEC_LIST = 106, "var_spec_list";
    VARIADIC_ARGUMENT = 172, "variadic_argument";
    VARIADIC_PARAMETER_DECLARATION = 113, "variadic_parameter_declaration";
    BLANK_IDENTIFIER = 8, "blank_identifier";
    COMMENT = 94, "comment";
    ESCAPE_SEQUENCE = 85, "escape_sequence";
    FALSE = 92, "false";
    FIELD_IDENTIFIER = 214, "field_identifier";
    FLOAT_LITERAL = 87, "float_literal";
    IDENTIFIER = 1, "identifier";
    IMAGINARY_LITERAL = 88, "imaginary_literal";
    INT_LITERAL = 86, "int_literal";
    INTERPRETED_STRING_LITERAL_CONTENT = 83, "interpreted_string_literal_content";
    IOTA = 93, "iota";
    LABEL_NAME = 215, "label_name";
    NIL = 90, "nil";
    PACKAGE_IDENTIFIER = 216, "package_identifier";
    RAW_STRING_LITERAL_CONTENT = 81, "raw_string_literal_content";
    RUNE_LITERAL = 89, "rune_literal";
    TRUE = 91, "true";
    TYPE_IDENTIFIER = 218, "type_identifier";
}

#[cfg(test)]
mod tests {
    #[test]
    fn constants_are_those_of_the_grammar() {
        let language: tree_sitter::Language = tree_sitter_go::LANGUAGE.into();
        for &(id, name) in super::ALL {
            assert_eq!(language.id_for_node_kind(name, true), id, "{name}");
        }
    }
}
