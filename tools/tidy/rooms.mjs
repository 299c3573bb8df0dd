// What a room's files may hold, by their kind.
import ts from 'typescript';
import { findings, functionName, has, isDecorated, isHidden, publicMethods } from './ast.mjs';
import { isCode, isSpec, ships } from './kinds.mjs';
import { inRoom, isFunction, opensTransactions, roomOf, takesTxFirst } from './shapes.mjs';

/** Whether the file names it in an `export {…}` of its own, wherever that stands. */
const isExportedLater = (name) =>
  name?.getSourceFile().statements.some((one) => {
    if (ts.isExportAssignment(one)) return one.expression.getText() === name.getText();
    if (!ts.isExportDeclaration(one) || one.moduleSpecifier !== undefined) return false;
    const names = one.exportClause?.elements ?? [];
    return names.some((each) => (each.propertyName ?? each.name).text === name.getText());
  }) ?? false;

const isExported = (node) => has(node, ts.SyntaxKind.ExportKeyword) || isExportedLater(node.name);

/** Whether an expression is a value that the file exports, inside whatever wraps it. */
function exportedAs(node) {
  let [holder, held] = [node.parent, undefined];
  while (holder !== undefined && !ts.isVariableStatement(holder)) {
    if (isFunction(holder) || ts.isClassDeclaration(holder)) return false;
    if (ts.isExportAssignment(holder)) return true;
    if (ts.isVariableDeclaration(holder)) held = holder.name;
    holder = holder.parent;
  }
  return holder !== undefined && (isExported(holder) || isExportedLater(held));
}

/** What other files call: exported functions, public methods, and members of exported objects. */
function isStoreDoor(node) {
  if (ts.isFunctionDeclaration(node)) return isExported(node);
  if (ts.isMethodDeclaration(node) && ts.isClassDeclaration(node.parent)) return !isHidden(node);
  return isFunction(node) && exportedAs(node);
}

/** Whether it asks the database: it waits, answers with a promise, or hands one on. */
function waits(node) {
  if (has(node, ts.SyntaxKind.AsyncKeyword)) return true;
  if (/^(Promise|AsyncIterable|AsyncGenerator)</.test(node.type?.getText() ?? '')) return true;
  return (
    node.type === undefined &&
    /\btx\s*\.|\.(query|one|many|maybeOne)\(/.test(node.body?.getText() ?? '')
  );
}

function storeDoor(node) {
  if (!isFunction(node) || !isStoreDoor(node) || !waits(node) || takesTxFirst(node)) {
    return undefined;
  }
  return `${functionName(node)} does not take \`tx\` first`;
}

/** What Nest calls, and what puts a service to rest. */
const lifecycle = /^on(Module|Application)/;

/** What others may call of a class: its methods, and functions that it keeps as properties. */
const verbsOf = (node) =>
  [...publicMethods(node), ...node.members.filter((member) => isOpenFunction(member))]
    .map((member) => member.name.getText())
    .filter((name) => !lifecycle.test(name));

const isOpenFunction = (member) =>
  ts.isPropertyDeclaration(member) &&
  !isHidden(member) &&
  member.initializer !== undefined &&
  isFunction(member.initializer);

const isUseCase = (node) =>
  ts.isClassDeclaration(node) &&
  (verbsOf(node).includes('execute') ||
    (isDecorated(node, 'Injectable') && opensTransactions(node)));

function useCaseShape(node) {
  if (!isUseCase(node)) return undefined;
  const names = verbsOf(node);
  if (names.length > 1) return `one verb a class: this one has ${names.join(', ')}`;
  const first = node.getSourceFile().statements.find((one) => isUseCase(one));
  if (first === node || first === undefined) return undefined;
  return `one use case a file: ${first.name?.text} is here already`;
}

const kebab = (name) => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** `EndRole` lives in end-role.ts. */
function useCaseHome(node, path) {
  if (!isUseCase(node) || !verbsOf(node).includes('execute')) return undefined;
  const home = `${kebab(node.name?.text ?? '')}.ts`;
  return path.endsWith(`/${home}`) ? undefined : `${node.name?.text} lives in ${home}`;
}

const verbs = new Set(
  (
    'advance aggregate announce append apply approve assign attach cast change claim close ' +
    'confirm consume count decide disable enable end erase exchange execute export extend fan ' +
    'find finish forget give hand hold insert keep leave list lock mark match move note notify ' +
    'open order page pay put queue read relay release remove rename reopen replace resolve ' +
    'retire retry revive revoke rewrite save second set submit sum supersede sweep take update ' +
    'void wait withdraw write'
  ).split(' '),
);
const sqlName = /^([a-z]+(?:-[a-z]+)*)\.([a-z]+)(?:-[a-z0-9]+)+$/;

function sqlNameOf(node, path) {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'sql') return undefined;
  const [name] = node.arguments;
  if (name === undefined || !ts.isStringLiteralLike(name)) return undefined;
  const [, room, verb] = sqlName.exec(name.text) ?? [];
  if (room === roomOf(path) && verbs.has(verb)) return undefined;
  return `'${name.text}' is not ${roomOf(path)}.verb-noun`;
}

/** Jobs are the worker's own, and a test may clear its table. */
const rowsByHand = new RegExp(
  String.raw`\binsert\s+into\b|\bupdate\s+(?:only\s+)?[a-z_]+\.[a-z_]+|\bmerge\s+into\b` +
    String.raw`|\bdelete\s+from\s+(?!platform\.)[a-z_]+|\.repository\(`,
  'gi',
);

export const roomRules = [
  {
    name: 'stores-take-tx',
    why: 'The transaction is the first parameter, never ambient.',
    applies: (path) => ships(path) && path.endsWith('.store.ts'),
    check: ({ source }) => findings(source, storeDoor),
  },
  {
    name: 'queries-take-tx',
    why: 'A read is in the transaction of who asks: the edge opens one for each request.',
    applies: (path) => ships(path) && path.endsWith('.queries.ts'),
    check: ({ source }) => findings(source, storeDoor),
  },
  {
    name: 'one-verb',
    why: 'One use case, one verb-noun file, one public method. Queries may have several.',
    applies: (path) => path.startsWith('libs/') && ships(path) && !path.endsWith('.queries.ts'),
    check: ({ source }) => findings(source, useCaseShape),
  },
  {
    name: 'use-case-file',
    why: 'A use case lives in the file that its name says, so that it is found without a search.',
    applies: (path) => path.startsWith('libs/') && ships(path),
    check: ({ source, path }) => findings(source, (node) => useCaseHome(node, path)),
  },
  {
    name: 'sql-is-named',
    why: 'A statement in the log or in pg_stat_statements leads to the room that sent it.',
    applies: (path) => inRoom(path) && !path.startsWith('libs/platform/'),
    check: ({ source, path }) => findings(source, (node) => sqlNameOf(node, path)),
  },
  {
    name: 'repositories-in-the-transaction',
    why: '@InjectRepository lives outside the unit of work: no tenant, no roll-back.',
    applies: (path) => isCode(path) && /^(apps|libs)\//.test(path),
    check: ({ source }) =>
      findings(source, (node) =>
        ts.isIdentifier(node) && node.text === 'InjectRepository'
          ? 'tx.repository(Entity) instead'
          : undefined,
      ),
  },
  {
    name: 'worlds-use-use-cases',
    why: 'Rows made by hand pass no rule; what a test stands on is made as members make it.',
    applies: (path) => isCode(path) && !isSpec(path) && /^libs\/[^/]+\/src\/testing\//.test(path),
    check: ({ text }) =>
      [...text.matchAll(rowsByHand)].map((found) => ({
        line: text.slice(0, found.index).split('\n').length,
        message: `${found[0].replaceAll(/\s+/g, ' ')}: use the use case`,
      })),
  },
  {
    name: 'constraint-name',
    why: 'The errors of Postgres are told by their constraint: _pk, _unique, _fk or _check.',
    applies: (path) => /^migrations\/(179[6-9]|1[89]|[2-9])\d*-/.test(path),
    check: ({ lines }) =>
      lines.flatMap((line, index) => {
        const named = /\bconstraint ("?\w+"?) (primary|unique|foreign|check|exclude)\b/i;
        const [, name] = named.exec(line) ?? [];
        if (name === undefined || /_(pk|unique|fk|check)"?$/.test(name)) return [];
        return [{ line: index + 1, message: `${name} ends in none of _pk, _unique, _fk, _check` }];
      }),
  },
];
