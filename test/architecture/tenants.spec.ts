import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { rooms } from '@rochdale/house';
import {
  allListStatements,
  allStatements,
  mappedClasses,
} from '../../libs/platform/src/testing/inside.js';
import { unnamedTables } from './statements/unnamed-tables.js';

/** Statements on tenants' tables that name no tenant, each with its reason. */
const exceptions: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'the worker takes the jobs of all co-operatives, by their ids and by time',
    [
      'platform.claim-jobs',
      'platform.due-jobs',
      'platform.extend-job-lease',
      'platform.finish-jobs',
      'platform.forget-ended-jobs',
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
    'an account belongs to no co-operative, and neither does what it did itself',
    [
      'platform.drop-old-facts-of-accounts',
      'platform.find-untold-facts-of-account',
      'platform.forget-facts-of-account',
      'platform.forget-jobs-of-account',
    ],
  ],
  ['letters about accounts belong to none', ['letters.sweep-letters-of-accounts']],
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

const unnamed = (text: string): string[] => unnamedTables(text, tenantTables);

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
    `select id from governance.proposals where id = $2
       and exists (select 1 from governance.actions where cooperative_id = $1)`,
    `select p.id from governance.proposals p, governance.actions a
     where a.cooperative_id = $1 and a.proposal_id = p.id`,
    `with own as (select id from governance.actions where cooperative_id = $1)
     select id from governance.proposals where id in (select id from own)`,
    `update treasury.funds f set closed_at = $3 from treasury.periods p
     where p.cooperative_id = $1 and f.id = $2`,
    'select id from governance.proposals where cooperative_id = $1 union ' +
      'select id from governance.proposals where id = $2',
    'select id from only governance.proposals where id = $1',
    'select id from governance.proposals where cooperative_id <> $1 and id = $2',
    'select id from governance.proposals where not (cooperative_id = $1) and id = $2',
    'delete from expenses.items i using expenses.expenses e where e.cooperative_id = $1',
    'select id from "governance".proposals where id = $1',
    `insert into expenses.items (cooperative_id, id)
     select cooperative_id, id from expenses.expenses where id = $1`,
    'select id from governance.proposals where cooperative_id = any ($1)',
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
