import { anonymousActor, newId } from '@rochdale/platform';
import type { Parameter, Tx, UnitOfWork } from '@rochdale/platform';
import type { BetterAuthOptions } from 'better-auth';
import { createAdapterFactory } from 'better-auth/adapters';
import type { CleanedWhere, CustomAdapter, DBAdapter } from 'better-auth/adapters';
import { AccountCreated, SessionOpened, SessionsRevoked } from '../identity.events.js';
import { knownSecrets, sealRow, sealWhere, unsealRow } from './auth-secrets.js';
import { assignments, conditions, quoted, statementFor, tableOf } from './auth-statements.js';

type Values = Record<string, unknown>;
/** Conditions and data come with our column names already; sort orders do not. */
type ColumnOf = (field: { model: string; field: string }) => string;
type Work = <T>(body: (tx: Tx) => Promise<T>) => Promise<T>;

function selecting(model: string, columns: string, where: readonly CleanedWhere[]) {
  const { text, params } = conditions(sealWhere(model, where));
  return { text: `select ${columns} from ${tableOf(model)} where ${text}`, params };
}

/** Picks at most one row and keeps others from picking it too. */
function oneOf(model: string, condition: string): string {
  return `id in (select id from ${tableOf(model)} where ${condition} limit 1 for update)`;
}

async function removeRows(tx: Tx, model: string, condition: string, params: readonly Parameter[]) {
  const text = `delete from ${tableOf(model)} where ${condition} returning *`;
  const rows = await tx.rows<Values>(statementFor(text), params);
  if (model === 'sessions') announceRevoked(tx, rows);
  return rows;
}

function announceRevoked(tx: Tx, rows: readonly Values[]): void {
  const accountIds = new Set(rows.map((row) => row['account_id'] as string));
  for (const accountId of accountIds) {
    const sessionIds = rows
      .filter((row) => row['account_id'] === accountId)
      .map((row) => row['id'] as string);
    tx.announce(SessionsRevoked.of(accountId, { accountId, sessionIds }));
  }
}

function announceCreated(tx: Tx, model: string, row: Values): void {
  const id = row['id'] as string;
  if (model === 'accounts') {
    tx.announce(AccountCreated.of(id, { accountId: id }));
  } else if (model === 'sessions') {
    const accountId = row['account_id'] as string;
    tx.announce(SessionOpened.of(accountId, { accountId, sessionId: id }));
  }
}

async function create(tx: Tx, model: string, data: Values): Promise<Values> {
  const values = sealRow(model, data);
  const names = Object.keys(values);
  const text =
    `insert into ${tableOf(model)} (${names.map(quoted).join(', ')}) ` +
    `values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning *`;
  const row = await tx.one<Values>(
    statementFor(text),
    names.map((name) => values[name] as Parameter),
  );
  announceCreated(tx, model, row);
  return unsealRow(model, row, knownSecrets(model, data));
}

async function update(tx: Tx, model: string, where: CleanedWhere[], data: Values) {
  const values = sealRow(model, data);
  const secrets = knownSecrets(model, data, where);
  const set = assignments(values);
  if (set.params.length === 0) {
    const { text, params } = selecting(model, '*', where);
    return (await tx.rows<Values>(statementFor(text), params)).map((row) =>
      unsealRow(model, row, secrets),
    );
  }
  const { text, params } = conditions(sealWhere(model, where), set.params.length);
  const statement = `update ${tableOf(model)} set ${set.text} where ${text} returning *`;
  const rows = await tx.rows<Values>(statementFor(statement), [...set.params, ...params]);
  return rows.map((row) => unsealRow(model, row, secrets));
}

type FindMany = Parameters<CustomAdapter['findMany']>[0];

async function findMany(tx: Tx, { model, where = [], limit, sortBy, offset }: FindMany) {
  const { text, params } = selecting(model, '*', where);
  const direction = sortBy?.direction === 'desc' ? 'desc' : 'asc';
  const order = sortBy === undefined ? '' : ` order by ${quoted(sortBy.field)} ${direction}`;
  const paged = `${text}${order} limit $${params.length + 1} offset $${params.length + 2}`;
  const rows = await tx.rows<Values>(statementFor(paged), [...params, limit, offset ?? 0]);
  return rows.map((row) => unsealRow(model, row, knownSecrets(model, {}, where)));
}

type Increment = Parameters<NonNullable<CustomAdapter['incrementOne']>>[0];

async function incrementOne(tx: Tx, { model, where, increment, set = {} }: Increment) {
  const fixed = assignments(sealRow(model, set));
  const deltas = Object.entries(increment);
  const params: Parameter[] = [...fixed.params, ...deltas.map(([, delta]) => delta)];
  const steps = deltas.map(
    ([column], index) =>
      `${quoted(column)} = ${quoted(column)} + $${fixed.params.length + index + 1}`,
  );
  const found = conditions(sealWhere(model, where), params.length);
  const text =
    `update ${tableOf(model)} set ${[fixed.text, ...steps].filter(Boolean).join(', ')} ` +
    `where ${oneOf(model, found.text)} and ${found.text} returning *`;
  const rows = await tx.rows<Values>(statementFor(text), [...params, ...found.params]);
  return rows.map((row) => unsealRow(model, row, knownSecrets(model, set, where)))[0] ?? null;
}

/** better-auth types rows by its own models; ours are records of columns, checked at boot. */
function customAdapter(work: Work, columnOf: ColumnOf): CustomAdapter {
  return {
    create: ({ model, data }) => work((tx) => create(tx, model, data)) as never,
    update: ({ model, where, update: data }) =>
      work(async (tx) => (await update(tx, model, where, data as Values))[0] ?? null) as never,
    updateMany: ({ model, where, update: data }) =>
      work(async (tx) => (await update(tx, model, where, data)).length),
    findOne: ({ model, where }) =>
      work(async (tx) => (await findMany(tx, { model, where, limit: 1 }))[0] ?? null) as never,
    findMany: ({ sortBy, ...query }) => {
      if (sortBy === undefined) return work((tx) => findMany(tx, query)) as never;
      const { model } = query;
      const sorted = { ...sortBy, field: columnOf({ model, field: sortBy.field }) };
      return work((tx) => findMany(tx, { ...query, sortBy: sorted })) as never;
    },
    delete: ({ model, where }) =>
      work(async (tx) => {
        const { text, params } = conditions(sealWhere(model, where));
        await removeRows(tx, model, text, params);
      }),
    deleteMany: ({ model, where }) =>
      work(async (tx) => {
        const { text, params } = conditions(sealWhere(model, where));
        return (await removeRows(tx, model, text, params)).length;
      }),
    consumeOne: ({ model, where }) =>
      work(async (tx) => {
        const { text, params } = conditions(sealWhere(model, where));
        const row = (await removeRows(tx, model, oneOf(model, text), params))[0];
        return row === undefined ? null : unsealRow(model, row, knownSecrets(model, {}, where));
      }) as never,
    incrementOne: (step) => work((tx) => incrementOne(tx, step)) as never,
    count: ({ model, where = [] }) =>
      work(async (tx) => {
        const { text, params } = selecting(model, 'count(*)::int as found', where);
        return (await tx.one<{ found: number }>(statementFor(text), params)).found;
      }),
  };
}

type Transaction = <R>(callback: (trx: DBAdapter) => Promise<R>) => Promise<R>;

function build(work: Work, transaction: Transaction | false, options: BetterAuthOptions) {
  const factory = createAdapterFactory({
    config: {
      adapterId: 'rochdale',
      adapterName: 'Rochdale',
      supportsJSON: true,
      customIdGenerator: newId,
      transaction,
    },
    adapter: ({ getFieldName }) => customAdapter(work, getFieldName),
  });
  return factory(options) as DBAdapter;
}

/**
 * better-auth's door to our tables. Everything goes through the unit of work, as everything else
 * does, and no token, link or provider's secret passes here without being hashed or dropped.
 */
export function authAdapter(unitOfWork: UnitOfWork): (options: BetterAuthOptions) => DBAdapter {
  const stranger = anonymousActor();
  return (options) => {
    const transaction: Transaction = (callback) =>
      unitOfWork.run(stranger, (tx) => callback(build((body) => body(tx), false, options)));
    return build((body) => unitOfWork.run(stranger, body), transaction, options);
  };
}
