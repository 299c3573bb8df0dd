import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { rooms } from '@rochdale/house';
import { allStatements, mappedClasses } from '@rochdale/platform';

/** Statements on tenants' tables that name no tenant, each with its reason. */
const exceptions: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'the worker takes the jobs of all co-operatives, by their ids and by time',
    [
      'platform.claim-job',
      'platform.due-jobs',
      'platform.extend-job-lease',
      'platform.finish-job',
      'platform.forget-done-jobs',
      'platform.hand-back-jobs',
      'platform.put-back-job',
      'platform.queue-state',
      'platform.retry-dead-job',
      'platform.revive-expired-jobs',
    ],
  ],
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

const asked = /\b(?:from|join|update|into|using)\s+([a-z_]+\.[a-z_]+)/gi;

const namings = [
  /\bcooperative_id\s*(?:=|is not distinct|in\b)/i,
  /\binsert into [a-z_.]+\s*\([^)]*\bcooperative_id\b/i,
  /\busing\s*\([^)]*\bcooperative_id\b/i,
  /\([^)]*\bcooperative_id\b[^)]*\)\s*(?:=|in\b|<|>)/i,
];

/** The tenants' tables of a statement that does not name its tenant. */
function unnamed(text: string): string[] {
  if (namings.some((naming) => naming.test(text))) return [];
  const tables = [...text.matchAll(asked)].map(([, table]) => table ?? '');
  return tables.filter((table) => tenantTables.has(table));
}

describe('prepared statements', () => {
  it('name their tenant', () => {
    expect(rooms.length).toBeGreaterThan(0);
    expect(mappedClasses().length).toBeGreaterThan(50);
    const found = [...allStatements()].filter(([, text]) => unnamed(text).length > 0);
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
  ])('finds %s', (text) => {
    expect(unnamed(text)).not.toEqual([]);
  });

  it.each([
    'select id from governance.proposals where cooperative_id = $1 and id = $2',
    'insert into expenses.items (id, cooperative_id, title) values ($1, $2, $3)',
    'select id from identity.accounts where id = $1',
  ])('lets %s be', (text) => {
    expect(unnamed(text)).toEqual([]);
  });
});
