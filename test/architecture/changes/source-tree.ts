import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A parsed file, by its path. */
export interface Source {
  readonly path: string;
  readonly root: ts.SourceFile;
}

const ships = (path: string): boolean =>
  path.endsWith('.ts') &&
  !path.endsWith('.spec.ts') &&
  !/(^|\/)(node_modules|testing|mutation|fixtures|tally|bank-formats)\//.test(path);

export function parse(path: string, text: string): Source {
  return { path, root: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** What the rooms and the processes are made of; the two libraries that know no database aside. */
export function sourcesOfTheHouse(): Source[] {
  return ['libs', 'apps'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter(ships)
      .map((path) => parse(path, readFileSync(path, 'utf8'))),
  );
}

/** A node and all below it, in the order of the text. */
export function nodesOf(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const walk = (one: ts.Node): void => {
    found.push(one);
    ts.forEachChild(one, walk);
  };
  walk(node);
  return found;
}

export type FunctionNode =
  ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;

export const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);

/** The nearest node above that is of a kind. */
export function above<T extends ts.Node>(
  node: ts.Node,
  is: (one: ts.Node) => one is T,
): T | undefined {
  let holder = node.parent as ts.Node | undefined;
  while (holder !== undefined && !is(holder)) holder = holder.parent as ts.Node | undefined;
  return holder;
}

/** Where a node stands, as an editor jumps there. */
export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}`;
}
