// What takes a parser: functions, constructors, doors, and where time and money come from.
import ts from 'typescript';
import { findings, functionName, importsOf, lineOf } from './ast.mjs';
import { isCode, isSpec, isTest, isTool, ships } from './kinds.mjs';

/** Where the environment comes in: the configuration itself, and where a process begins. */
const readsConfiguration = /(^|\/)config(\/|\.ts$)|^apps\/[^/]+\/src\/(main|owner)\.ts$/;

const functionLimit = 70;
const dependencyLimit = 6;

/** `describe(…, () => {…})` is a chapter of a spec, not a function. */
function isChapter(node) {
  const call = node.parent;
  return ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText());
}

const isCalled = (node, object, property) =>
  ts.isPropertyAccessExpression(node) &&
  node.name.text === property &&
  node.expression.getText() === object;

const isRoom = (path) => path.startsWith('libs/');

/** The machine's clock is nobody's: all processes go by the database's, whatever theirs shows. */
function clockOrDice(node, path) {
  if (isCalled(node, 'Date', 'now')) return 'Date.now(): ask the Clock';
  if (isCalled(node, 'performance', 'timeOrigin')) return 'performance.timeOrigin: ask the Clock';
  if (isCalled(node, 'Temporal', 'Now')) return 'Temporal.Now: ask the Clock';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') {
    return 'Date(): ask the Clock';
  }
  if (isCalled(node, 'Math', 'random')) return 'Math.random(): draw from node:crypto';
  if (!ts.isNewExpression(node)) return undefined;
  const made = node.expression.getText();
  if (made === 'SystemClock' && isRoom(path)) return 'SystemClock: ask the Clock';
  if (made !== 'Date') return undefined;
  return (node.arguments?.length ?? 0) === 0 ? 'new Date(): ask the Clock' : undefined;
}

/** What is declared as an amount, or made a number: `amountMinor: number`, `Number(feeMinor)`. */
function numberOfMoney(node) {
  if (ts.isCallExpression(node) && /^(Number|Math\.\w+)$/.test(node.expression.getText())) {
    const of = node.arguments.map((one) => one.getText()).join();
    return /Minor\b/.test(of) ? `${node.expression.getText()}(…Minor) is no bigint` : undefined;
  }
  if (node.type?.kind !== ts.SyntaxKind.NumberKeyword || node.name === undefined) return undefined;
  const name = node.name.getText();
  return /^minor$|Minor$/.test(name) ? `${name} is a number, not a bigint` : undefined;
}

function floatOnMoney(node) {
  if (ts.isIdentifier(node) && node.text === 'parseFloat') return 'parseFloat loses cents';
  const fixed = ts.isPropertyAccessExpression(node) && node.name.text === 'toFixed';
  return fixed ? 'toFixed rounds in binary' : numberOfMoney(node);
}

/** What asks over the network: whole packages, and of Node's own modules these names. */
const askingPackage = /^(supertest|undici|ws|graphql-ws|axios|got)$/;
const askingModule = /^(node:)?(http|https|http2)$/;
const askingName = /^(request|get|connect|default)$/;

/** `fetch` by whatever way: called, kept under another name, or asked of `globalThis`. */
function isFetch(node) {
  if (!ts.isIdentifier(node) || node.text !== 'fetch') return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return /^(globalThis|global|window)$/.test(parent.expression.getText());
  }
  return !('name' in parent && parent.name === node);
}

/** How a test asks over HTTP by itself: each place, and by what. */
function ownClients(source) {
  const imported = importsOf(source).flatMap(({ module, typesOnly, names, locals, line }) => {
    if (typesOnly) return [];
    const isWhole = locals.length > names.length;
    const asks =
      askingPackage.test(module) ||
      (askingModule.test(module) && (isWhole || names.some((name) => askingName.test(name))));
    return asks ? [{ line, message: `${module}: ask through ApiClient` }] : [];
  });
  const fetching = findings(source, (node) =>
    isFetch(node) ? 'fetch: ask through ApiClient' : undefined,
  );
  return [...imported, ...fetching];
}

export const syntaxRules = [
  {
    name: 'function-size',
    why: 'A function fits on a screen.',
    applies: isCode,
    check: ({ source, path }) =>
      findings(source, (node) => {
        if (!ts.isFunctionLike(node) || node.body === undefined) return undefined;
        if (isSpec(path) && isChapter(node)) return undefined;
        const end = source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
        const size = end - lineOf(source, node) + 1;
        if (size <= functionLimit) return undefined;
        return `${functionName(node)} has ${size} lines, ${functionLimit} allowed`;
      }),
  },
  {
    name: 'constructor-size',
    why: 'A class that needs seven others does the work of two.',
    applies: isCode,
    check: ({ source }) =>
      findings(source, (node) => {
        if (!ts.isConstructorDeclaration(node)) return undefined;
        const size = node.parameters.length;
        if (size <= dependencyLimit) return undefined;
        return `${size} dependencies, ${dependencyLimit} allowed`;
      }),
  },
  {
    name: 'named-exports',
    why: 'A door names what it lets through; `export *` lets through what nobody decided.',
    applies: isCode,
    check: ({ source }) =>
      findings(source, (node) => {
        const open = ts.isExportDeclaration(node) && node.moduleSpecifier && !node.exportClause;
        return open ? 'export * names nothing' : undefined;
      }),
  },
  {
    name: 'one-clock',
    why: 'Time and chance are handed in, so that a year can be told in a second and told again.',
    applies: (path) => ships(path) && path !== 'libs/platform/src/kernel/clock.ts',
    check: ({ source, path }) => findings(source, (node) => clockOrDice(node, path)),
  },
  {
    name: 'one-configuration',
    why: 'Configuration is read in one place and validated at boot, every problem at once.',
    applies: (path) => ships(path) && !readsConfiguration.test(path),
    check: ({ source }) =>
      findings(source, (node) =>
        isCalled(node, 'process', 'env') ? 'process.env outside a config.ts' : undefined,
      ),
  },
  {
    name: 'exact-money',
    why: 'Amounts are bigint minor units from the database to the wire.',
    applies: (path) => isCode(path) && !isTool(path) && !isTest(path),
    check: ({ source }) => findings(source, floatOnMoney),
  },
  {
    name: 'tests-use-the-client',
    why: 'A test over HTTP speaks through ApiClient of libs/testing; a dozen wrote their own.',
    applies: (path) =>
      isCode(path) && isTest(path) && !/^(libs\/testing|test\/bench|tools)\//.test(path),
    check: ({ source }) => ownClients(source),
  },
];
