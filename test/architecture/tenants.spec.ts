import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { rooms } from '@rochdale/house';
import { allListStatements, allStatements, mappedClasses } from '@rochdale/platform';

/** Statements on tenants' tables that name no tenant, each with its reason. */
const exceptions: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'the worker takes the jobs of all co-operatives, by their ids and by time',
    [
      'platform.claim-jobs',
      'platform.due-jobs',
      'platform.extend-job-lease',
      'platform.finish-jobs',
      'platform.forget-done-jobs',
      'platform.hand-back-jobs',
      'platform.postpone-job',
      'platform.put-back-job',
      'platform.queue-state',
      'platform.retry-dead-job',
      'platform.revive-expired-jobs',
    ],
  ],
  ['each fact is handed over with its own co-operative', ['webhooks.fan-out-facts']],
  [
    'who shows a secret has said no co-operative yet; the row of the secret says it',
    ['identity.note-api-key-use', 'identity.note-personal-token-use'],
  ],
  [
    'the operator of a service without a mail server reads what it would have sent',
    ['letters.list-kept-letters'],
  ],
];

const column = (entity: unknown, name: string): boolean =>
  getMetadataArgsStorage().columns.some(
    ({ target, options, propertyName }) =>
      target === entity && (options.name ?? propertyName) === name,
  );

const tenantTables = new Set(
  getMetadataArgsStorage()
    .tables.filter(({ target }) => column(target, 'cooperative_id'))
    .map(({ schema, name }) => `${schema}.${name}`),
);

const keywords =
  'where on using set as join left right inner cross full order group limit for values select'
    .concat(' returning union having lateral default do with tablesample except window')
    .replaceAll(' ', '|');
const asked = new RegExp(
  String.raw`\b(?:from|join|update|using)\s+([a-z_]+\.[a-z_]+)` +
    String.raw`(?:\s+(?:as\s+)?(?!(?:${keywords})\b)([a-z_]\w*))?`,
  'gi',
);

const tenant = String.raw`\b(?:(\w+)\.)?cooperative_id\b`;
const given = new RegExp(String.raw`${tenant}\s*(?:=|is not distinct from)\s*\(?[$]\d`, 'gi');
const givenFirst = new RegExp(String.raw`[$]\d+(?:::\w+)?\s*=\s*${tenant}`, 'gi');
const joined = new RegExp(String.raw`${tenant}\s*=\s*${tenant}`, 'gi');
/** Of `insert into`, which has no condition: its columns. */
const inserted = /\binsert into ([a-z_]+\.[a-z_]+)\s*(?:as \w+\s*)?\(([^)]*)\)/gi;

/**
 * What of a statement says which rows: not what it shows, sets, gives back or sorts by, nor what
 * holds only instead of something else.
 */
function conditionsOf(text: string): string {
  return text
    .replaceAll(/\bset\b.*?(?=\bwhere\b|\bfrom\b|$)/gis, ' ')
    .replaceAll(/\border by\b[^()]*/gi, ' ')
    .replaceAll(/\breturning\b[^()]*/gi, ' ')
    .replaceAll(/\bselect\b[^()]*?\bfrom\b/gis, 'from')
    .replaceAll(/\bor\s+(?:\w+\.)?cooperative_id\b/gi, ' ');
}

/** The names that a statement binds to a given tenant, at once or through a join. */
function boundNames(text: string): ReadonlySet<string> {
  const matches = [...text.matchAll(given), ...text.matchAll(givenFirst)];
  const bound = new Set(matches.map(([, name = '']) => name));
  const joins = [...text.matchAll(joined)].map(([, one = '', other = '']) => [one, other] as const);
  for (let before = -1; before !== bound.size;) {
    before = bound.size;
    for (const [one, other] of joins) {
      if (bound.has(one)) bound.add(other);
      if (bound.has(other)) bound.add(one);
    }
  }
  return bound;
}

/** The tenants' tables of a statement that are not bound to the tenant that is given. */
function unnamed(text: string): string[] {
  const bound = boundNames(conditionsOf(text));
  const read = [...text.matchAll(asked)].flatMap(([, table = '', alias]) => {
    const name = alias ?? table.split('.')[1] ?? '';
    // A column without an alias may be of any table: it counts for those that have none.
    return bound.has(name) || (alias === undefined && bound.has('')) ? [] : [table];
  });
  const written = [...text.matchAll(inserted)].flatMap(([, table = '', columns = '']) =>
    /\bcooperative_id\b/.test(columns) ? [] : [table],
  );
  return [...read, ...written].filter((table) => tenantTables.has(table));
}

describe('prepared statements', () => {
  it('name their tenant', () => {
    expect(rooms.length).toBeGreaterThan(0);
    expect(mappedClasses().length).toBeGreaterThan(50);
    const lists = allListStatements();
    expect(lists.size).toBeGreaterThan(40);
    const found = [...new Map([...allStatements(), ...lists])].filter(
      ([, text]) => unnamed(text).length > 0,
    );
    const excused = exceptions.flatMap(([, names]) => names);
    expect(found.map(([name]) => name).toSorted()).toEqual(excused.toSorted());
  });
});

describe('the search for statements without a tenant', () => {
  it.each([
    'select id from governance.proposals where id = $1',
    'select cooperative_id as "cooperativeId" from governance.proposals where id = $1',
    'update treasury.funds set closed_at = $2 where id = $1 returning cooperative_id as x',
    'select p.id from governance.actions a join governance.proposals p on p.id = a.proposal_id',
    'delete from expenses.items where expense_id = $1',
    'select id from governance.proposals where id = $1 order by cooperative_id = $2, id',
    'update treasury.funds set cooperative_id = $2, closed_at = $3 where id = $1',
    'select id, cooperative_id = $2 as own from governance.proposals where id = $1',
    'update treasury.funds set closed_at = $3 where id = $1 returning cooperative_id = $2',
    'select id from governance.proposals where id = $1 or cooperative_id = $2',
    `select p.id from governance.proposals p
     join governance.actions a on a.cooperative_id = p.cooperative_id where p.id = $1`,
    `select p.id from governance.proposals p join governance.actions a on a.proposal_id = p.id
     where a.cooperative_id = $1`,
    'insert into expenses.items (id, title) values ($1, $2)',
  ])('finds %s', (text) => {
    expect(unnamed(text)).not.toEqual([]);
  });

  it.each([
    'select id from governance.proposals where cooperative_id = $1 and id = $2',
    `select p.id from governance.proposals p
     join governance.actions a on a.cooperative_id = p.cooperative_id where p.cooperative_id = $1`,
    'insert into expenses.items (id, cooperative_id, title) values ($1, $2, $3)',
    'select id from identity.accounts where id = $1',
  ])('lets %s be', (text) => {
    expect(unnamed(text)).toEqual([]);
  });
});
