// How the rules look into parsed code.
import ts from 'typescript';

export function lineOf(source, node) {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Findings of `visit` over the file, or a part; it answers with a message or undefined. */
export function findings(source, visit, part = source) {
  const found = [];
  const walk = (node) => {
    const message = visit(node);
    if (message !== undefined) found.push({ line: lineOf(source, node), message });
    ts.forEachChild(node, walk);
  };
  walk(part);
  return found;
}

/** What a function is called by whoever calls it. */
export function functionName(node) {
  const holder = node.parent;
  const held =
    ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) ? holder.name : undefined;
  const named = node.name ?? held;
  return named?.getText() ?? (ts.isConstructorDeclaration(node) ? 'constructor' : 'a function');
}

function modifiersOf(node) {
  return (ts.canHaveModifiers(node) && ts.getModifiers(node)) || [];
}

export const has = (node, kind) => modifiersOf(node).some((modifier) => modifier.kind === kind);

export const isHidden = (member) =>
  has(member, ts.SyntaxKind.PrivateKeyword) ||
  has(member, ts.SyntaxKind.ProtectedKeyword) ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name));

export const publicMethods = (declaration) =>
  declaration.members.filter((member) => ts.isMethodDeclaration(member) && !isHidden(member));

/** `@Injectable` and its like, by name. */
export const isDecorated = (node, name) =>
  ((ts.canHaveDecorators(node) && ts.getDecorators(node)) || []).some((decorator) =>
    decorator.expression.getText().startsWith(`${name}(`),
  );

/** What a file calls the values that it imports. */
function localsOf(statement, elements) {
  if (!ts.isImportDeclaration(statement)) return [];
  const whole = [statement.importClause?.name, statement.importClause?.namedBindings?.name];
  const values = elements.filter((element) => !element.isTypeOnly);
  return [...whole, ...values.map(({ name }) => name)].flatMap((name) => name?.text ?? []);
}

/** The modules that a file imports or exports from; `typesOnly` when nothing of it runs. */
export function importsOf(source) {
  return source.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    if (statement.moduleSpecifier === undefined) return [];
    const typesOnly = isImport ? statement.importClause?.isTypeOnly === true : statement.isTypeOnly;
    const bindings = isImport ? statement.importClause?.namedBindings : statement.exportClause;
    const elements = bindings !== undefined && 'elements' in bindings ? bindings.elements : [];
    return [
      {
        module: statement.moduleSpecifier.text,
        typesOnly,
        names: elements.map((element) => (element.propertyName ?? element.name).text),
        locals: localsOf(statement, elements),
        exports: isImport ? [] : elements.map((element) => element.name.text),
        line: lineOf(source, statement),
      },
    ];
  });
}
