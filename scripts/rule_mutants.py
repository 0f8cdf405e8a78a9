"""Mistakes in the code of a lint rule, one at a time: a condition turned round, a number doubled ..."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_FACTOR = 2
_SMALL = 3
LONGEST = 150


@dataclass(frozen=True)
class Mutant:
    """The module with one mistake in it, and what the mistake is; `is_main` where it decides what is flagged."""

    tree: ast.Module
    says: str
    is_main: bool


def mutants(source: str) -> Iterator[Mutant]:
    """Every mistake in the text of a module, in its order."""
    tree = ast.parse(source)
    for function, node in _nodes(tree):
        for new, says in _changes(node, function):
            yield Mutant(_with(tree, node, new), _short(says), _is_main(function, node))


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.AST]]:
    """Every node with the function that it stands in; nothing of imports, decorators, annotations and page."""
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            yield from ((statement, node) for part in statement.body for node in _walk(part))
        elif isinstance(statement, ast.ClassDef):
            for part in statement.body:
                if isinstance(part, ast.FunctionDef):
                    yield from ((part, node) for inner in part.body for node in _walk(inner))
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            yield from ((None, node) for node in _walk(statement.value))


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it in the order of the text."""
    yield node
    for below in ast.iter_child_nodes(node):
        yield from _walk(below)


def _is_main(function: ast.FunctionDef | None, node: ast.AST) -> bool:
    """Whether it stands in the check itself or in a helper that answers yes or no."""
    if function is None:
        return False
    answers = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    return bool(function.decorator_list) or answers


Change = tuple[ast.AST, str]


def _changes(node: ast.AST, function: ast.FunctionDef | None) -> Iterator[Change]:
    if function is None:
        yield from _numbers(node)
        return
    match node:
        case ast.If() | ast.IfExp():
            yield _copy(node, test=_not(node.test)), f"if {_text(node.test)}: turned round"
        case ast.comprehension():
            for place, condition in enumerate(node.ifs):
                turned = [*node.ifs[:place], _not(condition), *node.ifs[place + 1 :]]
                yield _copy(node, ifs=turned), f"for ... if {_text(condition)}: turned round"
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _copy(node, op=other), f"{_text(node)}: and for or, or for and"
        case ast.Compare():
            yield from _compared(node)
        case ast.Return() if _answers(function) and node.value is not None and not _is_condition(node.value):
            yield _copy(node, value=_not(node.value)), f"return {_text(node.value)}: turned round"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.copy_location(_nothing(), node), f"{_text(node)}: not said"


def _compared(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        other = _SWAPPED[type(operator)]()
        ops = [*node.ops[:place], other, *node.ops[place + 1 :]]
        changed = _copy(node, ops=ops)
        yield changed, f"{_text(node)} as {_text(changed)}"
    for place, side in enumerate(node.comparators):
        for new, _ in _numbers(side):
            changed = _copy(node, comparators=[*node.comparators[:place], new, *node.comparators[place + 1 :]])
            yield changed, f"{_text(node)} as {_text(changed)}"


def _numbers(node: ast.AST) -> Iterator[Change]:
    """The number twice and half as large; a small whole one, one more and one less."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, str, bytes)):
        return
    if not isinstance(node.value, (int, float)):
        return
    value = node.value
    if isinstance(value, int) and value <= _SMALL:
        others: list[int | float] = [value + 1, *([value - 1] if value else [])]
    else:
        half = Fraction(value) / _FACTOR
        others = [value * _FACTOR, half.numerator if half.denominator == 1 and isinstance(value, int) else float(half)]
    for other in others:
        yield ast.copy_location(ast.Constant(other), node), f"the number {value} as {other}"


def _answers(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Name) and function.returns.id == "bool"


def _is_condition(node: ast.expr) -> bool:
    """Whether its own mistakes are made elsewhere."""
    return isinstance(node, (ast.BoolOp, ast.Compare))


def _not(node: ast.expr) -> ast.expr:
    turned = (
        node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else ast.UnaryOp(ast.Not(), node)
    )
    return ast.copy_location(turned, node)


def _nothing() -> ast.stmt:
    """`yield from ()`: the function still yields, but nothing here."""
    return ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))


def _copy(node: ast.AST, **changes: object) -> ast.AST:
    made = type(node)(**{**{name: getattr(node, name) for name in node._fields}, **changes})
    return ast.copy_location(made, node)


class _Replacer(ast.NodeTransformer):
    def __init__(self, place: int, new: ast.AST) -> None:
        self.place = place
        self.new = new

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if getattr(node, "number", None) == self.place:
            return self.new
        return super().generic_visit(node)


def _with(tree: ast.Module, node: ast.AST, new: ast.AST) -> ast.Module:
    """A copy of the tree with a node in the place of another."""
    node.number = 1  # type: ignore[attr-defined]
    copied = deepcopy(tree)
    del node.number  # type: ignore[attr-defined]
    changed = _Replacer(1, deepcopy(new)).visit(copied)
    return ast.fix_missing_locations(changed)


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
