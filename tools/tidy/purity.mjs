// What is no store, query, use case or wiring is a rule, and knows no machine.
import ts from 'typescript';
import { findings, importsOf, isDecorated, publicMethods } from './ast.mjs';
import { isCode } from './kinds.mjs';
import { inRoom, isFunction, opensTransactions, takesTxFirst } from './shapes.mjs';

const anyOf = (words) => words.split(' ').join('|');

/** The kinds of files that stand between the rules and the world. */
const shellKinds =
  'module entity store queries jobs handlers room letters action report rail matcher';
const shell = new RegExp(`\\.(${anyOf(shellKinds)})\\.ts$|/index\\.ts$`);

/** Where the platform speaks to the machine; its kernel, lists and catalogues are rules. */
const machinery = new RegExp(
  `^libs/(house|platform/src/(${anyOf('config db files jobs network report telemetry')}))/`,
);

const packages = '@nestjs/.* typeorm pg bullmq ioredis nodemailer pino';
const machine = 'fs net tls http https dns child_process worker_threads os process timers';
const world = new RegExp(
  `^(${anyOf(packages)})$|^(node:)?(${anyOf(machine)})(/|$)|\\.(store|queries|entity)\\.js$`,
);

/** Where a class gets to the database or the machine: wired by Nest, or handed a way there. */
const isWiredClass = (node) =>
  ts.isClassDeclaration(node) &&
  (isDecorated(node, 'Injectable') ||
    opensTransactions(node) ||
    publicMethods(node).some((method) => takesTxFirst(method)));

/** A step inside a caller's transaction, or what is handed a way to one. */
const isStep = (node) =>
  isFunction(node) && /^(tx|work|unitOfWork)$/.test(node.parameters[0]?.name.getText());

/** What is said in the database's own words: statements, columns, lists. */
const isPrepared = (node) =>
  ts.isCallExpression(node) && /^(sql|columnsOf|keysetList)$/.test(node.expression.getText());

const holdsSteps = (node) =>
  node !== undefined &&
  ts.isObjectLiteralExpression(node) &&
  node.properties.some(
    (one) => isStep(one) || (ts.isPropertyAssignment(one) && isStep(one.initializer)),
  );

/** What `defineReport({…})` and its like are given, or the node itself. */
const definitionIn = (node) =>
  ts.isCallExpression(node) && /^define[A-Z]/.test(node.expression.getText())
    ? node.arguments[0]
    : node;

/** Whether a statement of a file speaks to the world, and may. */
function speaksToTheWorld(statement) {
  if (isWiredClass(statement) || isStep(statement)) return true;
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(({ initializer }) => {
    if (initializer === undefined) return false;
    return isPrepared(initializer) || isStep(initializer) || holdsSteps(definitionIn(initializer));
  });
}

const importsOfTheWorld = (source) =>
  importsOf(source).filter(({ module, typesOnly }) => !typesOnly && world.test(module));

/** The values that a file knows of the world, by their names in it. */
function worldlyNames(source) {
  const worldly = importsOfTheWorld(source);
  return new Map(worldly.flatMap(({ module, locals }) => locals.map((name) => [name, module])));
}

const machineNames = /^(process|globalThis|fetch|set(Timeout|Interval|Immediate)|console)$/;

/** What a pure statement has of the world: a value from there, the machine, or a transaction. */
function worldlyUse(node, names) {
  if (!ts.isIdentifier(node) || isNameOnly(node)) return undefined;
  if (names.has(node.text)) return `uses ${node.text} of ${names.get(node.text)}`;
  if (machineNames.test(node.text)) return `uses ${node.text}`;
  return /^(tx|Tx|unitOfWork|UnitOfWork)$/.test(node.text) ? `holds ${node.text}` : undefined;
}

/** A property or a key that is called so, and is nothing of the world. */
function isNameOnly(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isTypeQueryNode(parent)
  );
}

const isSilent = (statement) =>
  ts.isImportDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement);

/** Rules that stand beside what speaks to the world are judged like those that stand alone. */
function impureRules({ source, path }) {
  const names = worldlyNames(source);
  const file = path.split('/').at(-1);
  const spoken = source.statements.filter((one) => !isSilent(one));
  const rules = spoken.filter((one) => !speaksToTheWorld(one));
  const idle = rules.length < spoken.length ? [] : importsOfTheWorld(source);
  return [
    ...idle.map(({ module, line }) => ({
      line,
      message: `${file} is pure, and imports ${module}`,
    })),
    ...rules
      .flatMap((rule) => findings(source, (node) => worldlyUse(node, names), rule))
      .map(({ line, message }) => ({ line, message: `a rule of ${file} ${message}` })),
  ];
}

export const purityRules = [
  {
    name: 'pure-by-default',
    why: 'What is no store, query, use case or wiring is a rule, and knows no machine.',
    applies: (path) => inRoom(path) && isCode(path) && !shell.test(path) && !machinery.test(path),
    check: impureRules,
  },
];
