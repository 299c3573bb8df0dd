import ts from 'typescript';
import { above, isFunction, nodesOf } from './source-tree.js';
import type { FunctionNode } from './source-tree.js';

/** What becomes of a value: nobody looks, somebody does, or it goes to who calls the function. */
export type Fate = 'dropped' | 'used' | FunctionNode;

/** What hands a value on as it is, or as something that still has to be looked at. */
function handsOn(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent) || ts.isAwaitExpression(parent)) return true;
  if (ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) return true;
  if (ts.isSatisfiesExpression(parent) || ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) || ts.isSpreadElement(parent)) return true;
  // `affected === 1 ? row : null` says as much as the number did.
  if (ts.isConditionalExpression(parent)) return true;
  // `this.#close(tx).then(…)`, `.map(…)`: the value goes on through the call.
  return ts.isCallExpression(parent) && parent.expression === node;
}

function ofBinary(node: ts.Node, parent: ts.BinaryExpression): Fate {
  const { kind } = parent.operatorToken;
  const decides =
    kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  if (decides && parent.left === node) return 'used';
  return kind === ts.SyntaxKind.EqualsToken ? 'used' : fateOf(parent);
}

/** Of a value that is given to a function, and of what a function that is given answers with. */
function ofArgument(node: ts.Node, call: ts.CallExpression, place?: number): Fate {
  if (call.expression.getText() === 'Promise.all') return fateOf(call, place);
  return isFunction(node) ? fateOf(call) : 'used';
}

function ofReturned(node: ts.Node): Fate {
  const owner = isFunction(node) ? node : above(node, isFunction);
  if (owner === undefined) return 'used';
  return ts.isCallExpression(owner.parent) ? ofArgument(owner, owner.parent) : owner;
}

/** The names that a declaration gives to a value, or to parts of it. */
function namesIn(name: ts.BindingName, place?: number): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  const elements = name.elements.filter(
    (one, index) => !ts.isArrayBindingPattern(name) || (place ?? index) === index,
  );
  return elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}

/** Whether a node mentions one of the names, and not a property that is called so. */
function mentions(node: ts.Node, names: readonly ts.Identifier[]): boolean {
  if (!ts.isIdentifier(node) || !names.some(({ text }) => text === node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name !== node;
  return !ts.isPropertyAccessExpression(parent) || parent.name !== node;
}

/** A value with a name has the best fate of its mentions. */
function ofNamed(declaration: ts.VariableDeclaration, place?: number): Fate {
  const scope = above(declaration, ts.isBlock) ?? declaration.getSourceFile();
  const names = namesIn(declaration.name, place);
  const fates = nodesOf(scope)
    .filter((node) => node.pos >= declaration.end && mentions(node, names))
    .map((node) => fateOf(node));
  const best = fates.find((fate) => fate === 'used');
  return best ?? fates.find((fate) => fate !== 'dropped') ?? 'dropped';
}

/** What becomes of an expression's value; of the one at that place of it, where it is a list. */
export function fateOf(node: ts.Node, place?: number): Fate {
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'dropped';
  if (handsOn(node, parent)) return fateOf(parent, place);
  if (ts.isArrayLiteralExpression(parent)) {
    return fateOf(
      parent,
      parent.elements.findIndex((one) => one === node),
    );
  }
  if (ts.isReturnStatement(parent)) return ofReturned(parent);
  if (ts.isArrowFunction(parent)) return ofReturned(parent);
  if (ts.isBinaryExpression(parent)) return ofBinary(node, parent);
  if (ts.isCallExpression(parent)) return ofArgument(node, parent, place);
  return ts.isVariableDeclaration(parent) ? ofNamed(parent, place) : 'used';
}
