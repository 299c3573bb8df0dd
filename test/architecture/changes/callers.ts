import ts from 'typescript';
import { above, isFunction, nodesOf } from './source-tree.js';
import type { FunctionNode, Source } from './source-tree.js';

/** `roleStore.end`, `Roles.end`, or `endTerm`, which its file knows or another imports. */
export type Key = string;

/**
 * What others call a function, or undefined for one that is handed to somebody: its value goes to
 * whom it was handed to.
 */
export function keyOf(node: FunctionNode): Key | undefined {
  const { parent } = node;
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  if (ts.isMethodDeclaration(node)) return memberKey(parent, node.name);
  if (ts.isPropertyAssignment(parent)) return memberKey(parent.parent, parent.name);
  if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  return undefined;
}

function memberKey(holder: ts.Node, name: ts.PropertyName): Key | undefined {
  const named = ts.isClassDeclaration(holder) ? holder.name : heldBy(holder);
  return named === undefined ? undefined : `${named.getText()}.${name.getText()}`;
}

function heldBy(object: ts.Node): ts.BindingName | undefined {
  const declaration = above(object, ts.isVariableDeclaration);
  return declaration?.initializer !== undefined && inside(object, declaration.initializer)
    ? declaration.name
    : undefined;
}

function inside(object: ts.Node, initializer: ts.Expression): boolean {
  return object.pos >= initializer.pos && object.end <= initializer.end;
}

/** The class that a name of a function or a constructor is declared to be of. */
function typeOf(name: string, at: ts.Node): string | undefined {
  for (let node: ts.Node | undefined = at; node !== undefined; node = node.parent) {
    const parameters = isFunction(node) ? node.parameters : undefined;
    const found = parameters?.find((one) => one.name.getText() === name);
    if (found !== undefined) return found.type?.getText();
  }
  return undefined;
}

/** What a member of the class is declared to be of: in its constructor, or as a property. */
function typeOfMember(holder: ts.ClassDeclaration, name: string): string | undefined {
  const constructor = holder.members.find((one) => ts.isConstructorDeclaration(one));
  const given = constructor?.parameters.find((one) => one.name.getText() === name);
  const kept = holder.members.find(
    (one) => ts.isPropertyDeclaration(one) && one.name.getText() === name,
  );
  const property = kept !== undefined && ts.isPropertyDeclaration(kept) ? kept : undefined;
  return given?.type?.getText() ?? property?.type?.getText();
}

/** What a call calls, as far as its own file tells. */
function calledBy({ expression }: ts.CallExpression): Key | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { expression: of, name } = expression;
  const holder = above(expression, ts.isClassDeclaration);
  if (of.kind === ts.SyntaxKind.ThisKeyword) return `${holder?.name?.text ?? ''}.${name.text}`;
  if (ts.isIdentifier(of)) return `${typeOf(of.text, of) ?? of.text}.${name.text}`;
  const isOwn =
    ts.isPropertyAccessExpression(of) && of.expression.kind === ts.SyntaxKind.ThisKeyword;
  if (!isOwn || holder === undefined) return undefined;
  return `${typeOfMember(holder, of.name.text) ?? of.name.text}.${name.text}`;
}

/** Every call of the sources, by what it calls. */
export function callsOf(sources: readonly Source[]): ReadonlyMap<Key, readonly ts.Expression[]> {
  const calls = new Map<Key, ts.Expression[]>();
  for (const { root } of sources) {
    for (const node of nodesOf(root)) {
      const key = ts.isCallExpression(node) ? calledBy(node) : undefined;
      if (key === undefined || !ts.isCallExpression(node)) continue;
      const known = calls.get(key);
      if (known === undefined) calls.set(key, [node]);
      else known.push(node);
    }
  }
  return calls;
}
