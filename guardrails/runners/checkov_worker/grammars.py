"""The grammar of JSON paths, made once: bc-jsonpath-ng makes its tables anew for every path, 25 ms each."""

from __future__ import annotations

from typing import Any


def keep() -> None:
    """Have the parser of JSON paths keep its tables (bc_jsonpath_ng/parser.py, 1.6.1); its rules hold no state."""
    import ply.yacc
    from bc_jsonpath_ng import parser

    made: dict[tuple[type, str], Any] = {}

    def parse_token_stream(self: Any, tokens: Any, start_symbol: str = "jsonpath") -> Any:
        key = type(self), start_symbol
        if key not in made:
            named = {"debug": False, "write_tables": 0, "start": start_symbol, "errorlog": parser.logger}
            made[key] = ply.yacc.yacc(module=self, **named)
        return made[key].parse(lexer=parser.IteratorToTokenStream(tokens))

    parser.JsonPathParser.parse_token_stream = parse_token_stream
