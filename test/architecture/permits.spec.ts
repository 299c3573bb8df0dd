import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { callsOf } from './changes/callers.js';
import { nodesOf, parse, sourcesOfTheHouse } from './changes/source-tree.js';
import type { Source } from './changes/source-tree.js';

/** What asks for no permission of its own, each with its reason. */
const exceptions: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'they find out who is asking',
    ['ActorResolver.resolve', 'Auth.handle', 'Authenticator.authenticate'],
  ],
  [
    'each row is shown as its reader may see it',
    ['MemberDirectory.visible', 'MemberDirectory.findable'],
  ],
  ["who holds which office is the co-operative's public face", ['MemberDirectory.rolesOf']],
  ['a name for letters, in the transaction of who writes them', ['CooperativeQueries.nameOf']],
  ['what everybody may read, for rooms in their own transaction', ['CooperativeQueries.own']],
  ['for developers, where there is no mail server', ['KeptLetters.newest']],
];

interface Door {
  /** `BallotQueries.pages` */
  readonly name: string;
  readonly method: ts.MethodDeclaration;
  readonly siblings: readonly ts.MethodDeclaration[];
  readonly path: string;
}

const isOpen = (method: ts.MethodDeclaration): boolean =>
  !ts.isPrivateIdentifier(method.name) &&
  !(ts.getModifiers(method) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

function doorsIn({ path, root }: Source): Door[] {
  const classes = root.statements.filter((one) => ts.isClassDeclaration(one));
  return classes.flatMap((holder) => {
    const siblings = holder.members.filter((one) => ts.isMethodDeclaration(one));
    return siblings
      .filter((method) => isOpen(method))
      .map((method) => {
        const name = `${holder.name?.text ?? ''}.${method.name.getText()}`;
        return { name, method, siblings, path };
      });
  });
}

/** Whether a statement waits for something, or asks the database. */
const reaches = (statement: ts.Statement): boolean =>
  nodesOf(statement).some(
    (node) =>
      ts.isAwaitExpression(node) ||
      (ts.isCallExpression(node) && /^(?:tx|this\.unitOfWork)\./.test(node.expression.getText())),
  );

const isPermit = (statement: ts.Statement): boolean =>
  ts.isExpressionStatement(statement) &&
  ts.isCallExpression(statement.expression) &&
  statement.expression.expression.getText() === 'permit';

/** Whether a permission is asked for in any case, before anything is read or changed. */
function asks({ method, siblings }: Pick<Door, 'method' | 'siblings'>): boolean {
  for (const statement of method.body?.statements ?? []) {
    if (isPermit(statement)) return true;
    if (!reaches(statement) && !ts.isReturnStatement(statement)) continue;
    const first = nodesOf(statement).find((node) => ts.isCallExpression(node));
    const [, called] = /^this\.(\w+)\(/.exec(first?.getText() ?? '') ?? [];
    const sibling = siblings.find((one) => one.name.getText() === called && one !== method);
    return sibling !== undefined && asks({ method: sibling, siblings });
  }
  return false;
}

/** Of the doors that are asked from outside of their room: those that ask for no permission. */
function unguarded(sources: readonly Source[]): string[] {
  const edge = callsOf(sources.filter(({ path }) => path.startsWith('apps/api/')));
  const rooms = sources.filter(({ path }) => path.startsWith('libs/'));
  return rooms
    .flatMap((room) => doorsIn(room))
    .filter(({ name, path }) => {
      if (name.endsWith('.execute') || path.endsWith('.queries.ts')) return true;
      // Of the machinery that the platform is, the edge calls whatever it needs.
      return edge.has(name) && !path.startsWith('libs/platform/');
    })
    .filter((door) => !asks(door))
    .map(({ name }) => name);
}

describe('permission', () => {
  it('is asked for by every use case, every query, and whatever else the edge calls', () => {
    const sources = sourcesOfTheHouse();
    const excused = exceptions.flatMap(([, names]) => names);
    expect(unguarded(sources).toSorted()).toEqual(excused.toSorted());
  });
});

describe('the search for doors that ask for no permission', () => {
  const inQueries = (body: string): string[] =>
    unguarded([
      parse(
        'libs/x/src/thing.queries.ts',
        `class ThingQueries {
           async pages(tx: Tx, ids: string[]) { ${body} }
           private async guarded(tx: Tx) { permit(tx.actor, 'thing.read'); }
           async #rows(tx: Tx) { return tx.rows(all); } }`,
      ),
    ]);

  it.each([
    'return things.pages(tx, ids);',
    'return this.#rows(tx);',
    "if (ids.length > 0) permit(tx.actor, 'thing.read'); return things.pages(tx, ids);",
    "const rows = await tx.rows(all); permit(tx.actor, 'thing.read'); return rows;",
    "return tx.rows(all).then(() => permit(tx.actor, 'thing.read'));",
  ])('finds a query: %s', (body) => {
    expect(inQueries(body)).toEqual(['ThingQueries.pages']);
  });

  it.each([
    "permit(tx.actor, 'thing.read'); return things.pages(tx, ids);",
    "const own = ids.length === 1; permit(tx.actor, own ? 'thing.own' : 'thing.read');",
    'const rows = await this.guarded(tx); return rows;',
  ])('lets a query be: %s', (body) => {
    expect(inQueries(body)).toEqual([]);
  });

  it('finds a service that a resolver calls, and lets it be where only rooms call it', () => {
    const room = parse('libs/x/src/things.ts', 'class Things { find(tx: Tx) { return f(tx); } }');
    const resolver = parse(
      'apps/api/src/graphql/x/thing.resolver.ts',
      `class ThingResolver { constructor(private readonly things: Things) {}
         thing() { return this.things.find(tx); } }`,
    );
    expect(unguarded([room, resolver])).toEqual(['Things.find']);
    expect(unguarded([room])).toEqual([]);
  });

  it('finds a use case', () => {
    const useCase =
      'class EndThing { async execute(actor) { await this.unitOfWork.run(actor, f); } }';
    expect(unguarded([parse('libs/x/src/end-thing.ts', useCase)])).toEqual(['EndThing.execute']);
  });
});
