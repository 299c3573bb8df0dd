// What a use case says that it throws, and what it throws.
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { importsOf, lineOf, publicMethods } from './ast.mjs';
import { inRoom, isFunction } from './shapes.mjs';

const parse = ({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

function nodesOf(node, found = []) {
  found.push(node);
  ts.forEachChild(node, (child) => void nodesOf(child, found));
  return found;
}

/** Every function of a file by what others call it: `checkPlan`, `roleStore.end`, `Roles.end`. */
function functionsOf(source) {
  const found = new Map();
  const keep = (name, node) => found.set(name, node);
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement)) keep(statement.name?.text, statement);
    if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members) {
        if (member.name !== undefined)
          keep(`${statement.name?.text}.${member.name.getText()}`, member);
      }
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined) continue;
      if (isFunction(initializer)) keep(name.getText(), initializer);
      if (!ts.isObjectLiteralExpression(initializer)) continue;
      for (const property of initializer.properties) {
        keep(`${name.getText()}.${property.name?.getText()}`, property);
      }
    }
  }
  return found;
}

/** Where a file has its names from: the file of the room that gives each. */
function originsOf(path, source) {
  const origins = new Map();
  for (const { module, names, locals } of importsOf(source)) {
    if (!module.startsWith('.')) continue;
    const from = join(dirname(path), module).replace(/\.js$/, '.ts');
    for (const name of [...names, ...locals]) origins.set(name, from);
  }
  return origins;
}

function readFiles(files) {
  const read = new Map();
  for (const file of files) {
    const source = parse(file);
    const functions = functionsOf(source);
    read.set(file.path, { source, functions, origins: originsOf(file.path, source) });
  }
  return read;
}

/** The type that a class's constructor says a member has. */
function typeOfMember(holder, name) {
  const constructor = holder.members.find((one) => ts.isConstructorDeclaration(one));
  const given = constructor?.parameters.find((one) => one.name.getText() === name);
  return given?.type?.getText();
}

const classOf = (node) => {
  let holder = node.parent;
  while (holder !== undefined && !ts.isClassDeclaration(holder)) holder = holder.parent;
  return holder;
};

/** What an expression mentions that may be a function: `[holder, name]` as its file calls them. */
function mentioned(node) {
  if (ts.isPropertyAccessExpression(node)) {
    const { expression: of, name } = node;
    if (of.kind === ts.SyntaxKind.ThisKeyword) return [classOf(node)?.name?.text, name.text];
    if (ts.isIdentifier(of)) return [of.text, name.text];
    const own =
      ts.isPropertyAccessExpression(of) && of.expression.kind === ts.SyntaxKind.ThisKeyword;
    const holder = own ? classOf(node) : undefined;
    return holder === undefined ? undefined : [typeOfMember(holder, of.name.text), name.text];
  }
  const isPart = ts.isPropertyAccessExpression(node.parent) || ts.isPropertyAssignment(node.parent);
  return ts.isIdentifier(node) && !isPart ? [node.text] : undefined;
}

/** The codes that a node's own text throws. */
function codesIn(node) {
  const isError = ts.isCallExpression(node) && node.expression.getText().endsWith('Errors.error');
  if (!isError) return [];
  return nodesOf(node.arguments[0])
    .filter((one) => ts.isStringLiteralLike(one))
    .map(({ text }) => text);
}

/** What a function mentions of its room: `{path, node}` of each function. */
function calledBy(read, path, nodes) {
  const { functions, origins } = read.get(path);
  return nodes.flatMap((one) => {
    const names = mentioned(one);
    if (names === undefined || names.includes(undefined)) return [];
    const from = origins.get(names[0]) ?? path;
    const node = (from === path ? functions : read.get(from)?.functions)?.get(names.join('.'));
    return node === undefined ? [] : [{ path: from, node }];
  });
}

/** The codes of a function, of what it calls in its own file, and of each check of the room. */
function thrownBy(read, path, node, seen = new Set()) {
  if (seen.has(node)) return [];
  seen.add(node);
  const nodes = nodesOf(node);
  const called = calledBy(read, path, nodes).flatMap((one) =>
    one.path === path ? thrownBy(read, path, one.node, seen) : nodesOf(one.node).flatMap(codesIn),
  );
  return [...nodes.flatMap(codesIn), ...called];
}

/** What stands before a use case in words, of which one tag says what it throws. */
const docOf = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((part) => part.getText())
    .join(' ');

const saysThat = (node) => ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'throws');

const codesOfText = (text) =>
  text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b(?:FORBIDDEN|CONFLICT|UNA[A-Z]+)\b/g) ?? [];

/** Of a use case: the codes it tells, and those of the use cases that it refers to by name. */
function toldBy(cases, name, seen = new Set()) {
  if (seen.has(name)) return [];
  seen.add(name);
  const text = cases.get(name)?.doc ?? '';
  const others = [...text.matchAll(/`(\w+)`/g)].flatMap(([, other]) => toldBy(cases, other, seen));
  return [...codesOfText(text), ...others];
}

function knownCodes(files) {
  const catalogues = files.filter(({ path }) => path.endsWith('errors.ts') && inRoom(path));
  return new Set(
    catalogues.flatMap(({ text }) =>
      [...text.matchAll(/^ {2}([A-Z][A-Z0-9_]*): '/gm)].map(([, code]) => code),
    ),
  );
}

function useCasesOf(read) {
  const cases = new Map();
  for (const [path, { source }] of read) {
    for (const node of source.statements.filter((one) => ts.isClassDeclaration(one))) {
      const execute = publicMethods(node).find((method) => method.name.getText() === 'execute');
      if (execute === undefined) continue;
      const doc = `${docOf(node)} ${docOf(execute)}`;
      const says = saysThat(node) || saysThat(execute);
      cases.set(node.name?.text, { path, line: lineOf(source, node), execute, doc, says });
    }
  }
  return cases;
}

/** What `permit` and the unit of work say in every use case need not be named. */
const always = new Set(['FORBIDDEN', 'UNAUTHENTICATED', 'CONFLICT']);

function wrongly(read, cases, known, [name, { path, execute, says }]) {
  if (!says) return [`${name} does not say what it throws`];
  const told = new Set(toldBy(cases, name));
  const thrown = new Set(thrownBy(read, path, execute));
  const missing = [...thrown].filter((code) => !told.has(code) && !always.has(code));
  const unknown = [...told].filter((code) => !known.has(code));
  return [
    ...missing.map((code) => `${name} throws ${code} and does not say so`),
    ...unknown.map((code) => `${name} says ${code}, which no catalogue has`),
  ];
}

const concerns = ({ path, text }) =>
  inRoom(path) && (text.includes('Errors.error(') || /\bexecute\(/.test(text));

function untold(files) {
  const read = readFiles(files.filter((file) => concerns(file)));
  const cases = useCasesOf(read);
  const known = knownCodes(files);
  return [...cases].flatMap((one) => {
    const [, { path, line }] = one;
    return wrongly(read, cases, known, one).map((message) => ({ path, line, message }));
  });
}

export const throwsRules = [
  {
    name: 'throws-are-told',
    why: 'Who calls a use case has to know how it refuses, by codes that there are.',
    check: untold,
  },
];
