import ts from 'typescript';
import { above, isFunction, nodesOf, placeOf } from './source-tree.js';
import type { Source } from './source-tree.js';

/** A place that changes or removes rows. */
export interface Change {
  /** The statement's name, or where a repository is asked. */
  readonly name: string;
  /** Whose value says how many rows were changed. */
  readonly call: ts.CallExpression;
  /** It is no compare-and-set: whatever the state was, it is set. */
  readonly isBlind: boolean;
  /** A part of it changes rows that nothing reads. */
  readonly isUnread: boolean;
}

/** Also an insert that may find its row there already: it changes that one, or nothing. */
const changing =
  /\b(?:update|delete\s+from|merge\s+into)\s+(?:only\s+)?[a-z_]+\.[a-z_]+|\bon conflict\b/i;
/** States, and the moments that tell them; not the moments that are only noted. */
const isState =
  /^(?!updated_at$|last_used_at$|saved_at$)(?:state|status|standing|lease_until|\w+_(?:at|on))$/;
const isStateKey = /^(?:state|status|standing|\w+(?:At|On))$/;

interface Declared {
  readonly name: string;
  readonly text: string;
}

/** The text of a statement without what Postgres takes for comments. */
function textOf(node: ts.Expression | undefined): string {
  const text = node === undefined ? '' : node.getText().slice(1, -1);
  return text.replaceAll(/--[^\n]*/g, '');
}

function declaredIn({ root }: Source): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  for (const node of nodesOf(root)) {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'sql') continue;
    const [name, text] = node.arguments;
    const holder = node.parent;
    if (name === undefined || !ts.isStringLiteralLike(name)) continue;
    if (!ts.isVariableDeclaration(holder)) {
      throw new Error(`${placeOf(node)}: a statement is a constant of its file`);
    }
    found.set(holder.name.getText(), { name: name.text, text: textOf(text) });
  }
  return found;
}

const assigned = new RegExp(
  String.raw`\b(?:update\s+(?:only\s+)?[a-z_]+\.[a-z_]+(?:\s+\w+)?|do update)\s+set\b(.*?)` +
    String.raw`(?:\bwhere\b|\bfrom\b|\breturning\b|$)`,
  'gis',
);
/** The columns of an insert are no condition either. */
const written = /\binsert\s+into\s+[^(]*\([^)]*\)/gi;
/** A column that is set whatever it was: not by a `coalesce` or `case` that asks for it first. */
const column = /(?:^|,)\s*([a-z_]+)\s*=(?!\s*(?:coalesce\(\s*|case when (?:\w+\.)?)\1\b)/gi;

/** An update of a state whose condition does not say in which it expects to find the row. */
function isBlindUpdate(text: string): boolean {
  const condition = text
    .replaceAll(/\breturning\b.*?(?:\)|$)/gis, '')
    .replaceAll(assigned, '')
    .replaceAll(written, '');
  for (const [, assignments = ''] of text.matchAll(assigned)) {
    const set = [...assignments.matchAll(column)].map(([, name = '']) => name);
    const states = set.filter((name) => isState.test(name));
    const expected = [...set, 'state', 'status', 'standing'].join('|');
    if (states.length > 0 && !new RegExp(`\\b(?:${expected})\\b`).test(condition)) return true;
  }
  return false;
}

/** Whether a statement has changes inside of it whose rows nothing reads. */
function hasUnreadPart(text: string): boolean {
  const changes = text.matchAll(/\b(\w+) as \(\s*(?:update|delete)\b/gi);
  return [...changes].some(
    ([, name = '']) => [...text.matchAll(new RegExp(`(?<!\\.)\\b${name}\\b`, 'g'))].length < 2,
  );
}

const asserting = new Set(['one', 'change']);
const asking = new Set(['run', 'rows', 'maybeOne']);

/** `tx.run(end, …)`: a call of the transaction, and the name of the statement that it is given. */
function askedOf(
  node: ts.Node,
): { call: ts.CallExpression; verb: string; name: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression, name } = node.expression;
  const [statement] = node.arguments;
  if (expression.getText() !== 'tx' || statement === undefined) return undefined;
  return { call: node, verb: name.text, name: statement.getText() };
}

/** The changes by prepared statements; those that Postgres' answer is asserted of at once aside. */
function byStatement(source: Source): (Change & { readonly asserted: boolean })[] {
  const declared = declaredIn(source);
  return nodesOf(source.root).flatMap((node) => {
    const asked = askedOf(node);
    const statement = asked === undefined ? undefined : declared.get(asked.name);
    if (asked === undefined || !(asking.has(asked.verb) || asserting.has(asked.verb))) return [];
    if (asked.verb === 'run' && statement === undefined) {
      throw new Error(`${placeOf(node)}: runs a statement of another file`);
    }
    if (statement === undefined || !changing.test(statement.text)) return [];
    const { call, verb } = asked;
    const { name, text } = statement;
    const isBlind = isBlindUpdate(text);
    const asserted = asserting.has(verb);
    return [{ name, call, isBlind, isUnread: hasUnreadPart(text), asserted }];
  });
}

/** The keys of an object that is written here, or held by a constant of this function. */
function keysOf(node: ts.Expression | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isAsExpression(node)) return keysOf(node.expression);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((one) =>
      ts.isSpreadAssignment(one) ? keysOf(one.expression) : [one.name.getText()],
    );
  }
  if (!ts.isIdentifier(node)) return [];
  const body = above(node, isFunction) ?? node.getSourceFile();
  const held = nodesOf(body).find(
    (one) => ts.isVariableDeclaration(one) && one.name.getText() === node.text,
  );
  return held !== undefined && ts.isVariableDeclaration(held) ? keysOf(held.initializer) : [];
}

const repositoryVerbs = new Set(['update', 'delete', 'save', 'remove', 'softDelete', 'increment']);

/** `plans(tx)`, where the file says that these are `tx.repository(PlanEntity)`; or this itself. */
function isRepository(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.getText().endsWith('.repository')) return true;
  const { expression } = node;
  if (!ts.isIdentifier(expression)) return false;
  const { text } = node.getSourceFile();
  return new RegExp(`const ${expression.text} = \\(tx: Tx\\) =>\\s*tx\\.repository\\(`).test(text);
}

function byRepository({ root }: Source): Change[] {
  return nodesOf(root).flatMap((node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const { expression, name } = node.expression;
    if (!repositoryVerbs.has(name.text) || !isRepository(expression)) return [];
    const [where, change] = node.arguments;
    const set = keysOf(change);
    const told = set.some((key) => keysOf(where).includes(key));
    const isBlind = name.text === 'save' || (set.some((key) => isStateKey.test(key)) && !told);
    const called = `${name.text} in ${root.fileName}`;
    return [{ name: called, call: node, isBlind, isUnread: false }];
  });
}

/** The changes of a file: all of them, and those whose number of rows must be looked at. */
export function changesIn(source: Source): { readonly all: Change[]; readonly counted: Change[] } {
  const prepared = byStatement(source);
  const mapped = byRepository(source);
  return {
    all: [...prepared, ...mapped],
    counted: [...prepared.filter(({ asserted }) => !asserted), ...mapped],
  };
}
