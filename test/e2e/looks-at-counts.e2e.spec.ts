import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLArgument } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOfPersons } from '../../apps/api/src/graphql/looks/rows-of-persons.js';
import { DuesPaid } from './dues-paid.js';
import { countQueries } from './money-world.js';

let paid: DuesPaid;
let auditor: string;
beforeAll(async () => {
  paid = await DuesPaid.open();
  auditor = await paid.world.member('mill', 'aude', 'AUDITOR');
});
afterAll(() => paid.world.close());

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const ofPages = new Set(['first', 'after', 'last', 'before', 'order', 'orderBy']);

function namesOf({ name, type }: GraphQLArgument): string[] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return ofPages.has(name) ? [] : [name];
  return Object.keys(named.getFields()).map((field) => `${name}.${field}`);
}

/** `bankLines filter.text`: by what lists of rows of persons are narrowed. */
const narrowings = Object.values(schema.getQueryType()!.getFields()).flatMap((field) => {
  const [, row = ''] = /^(\w+)Connection$/.exec(getNamedType(field.type).name) ?? [];
  if (!Object.hasOwn(rowsOfPersons, row)) return [];
  return field.args.flatMap(namesOf).map((name) => `${field.name} ${name}`);
});

interface Looks {
  readonly name: string;
  readonly what: string;
}

async function looks(): Promise<Looks[]> {
  return paid.world.rows<Looks>(
    `select m.display_name as name, l.what from platform.looks l
       join membership.members m on m.id = l.member_id order by l.looked_at, l.id`,
  );
}

/** Whom somebody looks at by it, and at what: each once, whatever the order. */
async function looksBy(token: string, query: string): Promise<string[]> {
  const before = (await looks()).length;
  await paid.world.ask(token, query);
  const added = (await looks()).slice(before).map(({ name, what }) => `${name} ${what}`);
  return [...new Set(added)].toSorted();
}

const day = (days: number): string =>
  new Date(paid.world.clock.now().getTime() + days * 86_400_000).toISOString();
const ofDay = (at: string): string => at.slice(0, 10);
const ofBen = () => paid.world.memberId(paid.ben, 'mill');
const ofAda = () => paid.world.memberId(paid.ada, 'mill');

/** What each list is asked by for whom it can mean; all of them find somebody. */
const meaning: Readonly<Record<string, () => Promise<string> | string>> = {
  'auditTrail filter.before': () => day(1),
  'auditTrail filter.from': () => day(-30),
  'auditTrail filter.memberId': () => paid.world.memberId(paid.tess, 'mill'),
  'auditTrail subjectId': async () => {
    const [row] = await paid.world.rows<{ id: string }>(
      `select subject_id as id from platform.facts where type = 'dues.InvoicePaid' limit 1`,
    );
    return row?.id ?? '';
  },
  'bankLines filter.before': () => ofDay(day(1)),
  'bankLines filter.from': () => ofDay(day(-30)),
  'bankLines filter.text': () => paid.referenceOf(paid.ben),
  'duesCreditEntries memberId': ofAda,
  'invoices filter.before': () => day(1),
  'invoices filter.from': () => day(-30),
  'invoices filter.planId': () => paid.planId,
  'invoices filter.reference': () => paid.referenceOf(paid.ben),
  'invoices memberId': ofBen,
  'ledgerTransactions filter.before': () => day(1),
  'ledgerTransactions filter.from': () => day(-30),
  'ledgerTransactions filter.text': () => paid.referenceOf(paid.ben),
  'payouts filter.before': () => day(1),
  'payouts filter.from': () => day(-30),
  'payouts filter.payeeId': ofAda,
};

const figure = 'how many of a state, a kind or an account there are is a figure';
const vouchers = 'of who was erased alone: see the looks at vouchers';
const own = 'one’s own';

/** By what else lists are narrowed: why a count by it is no look at anybody. */
const meaningless: Readonly<Record<string, string>> = {
  'auditTrail type': figure,
  'bankLines filter.bankAccountId': figure,
  'bankLines state': figure,
  'expenses filter.before': vouchers,
  'expenses filter.from': vouchers,
  'expenses filter.payeeId': vouchers,
  'expenses filter.text': vouchers,
  'expenses statuses': figure,
  'expenses submitterId': vouchers,
  'holds filter.accountId': figure,
  'holds state': figure,
  'invoices state': figure,
  'ledgerStatement accountId': figure,
  'ledgerTransactions filter.accountId': figure,
  'ledgerTransactions filter.sourceKind': figure,
  'myInvoices filter.before': own,
  'myInvoices filter.from': own,
  'myInvoices filter.planId': own,
  'myInvoices filter.reference': own,
  'myInvoices state': own,
  'payouts state': figure,
};

/** `bankLines(first: 0, filter: { text: "x" }) { … }` */
function asking(name: string, value: string, page: string, asked: string): string {
  const [list = '', path = ''] = name.split(' ');
  const [outer = '', inner] = path.split('.');
  const given = JSON.stringify(value);
  const narrowed = inner === undefined ? `${outer}: ${given}` : `${outer}: { ${inner}: ${given} }`;
  return `{ ${list}(${page}, ${narrowed}) { ${asked} } }`;
}

const readerOf = (name: string): string => (name.startsWith('auditTrail') ? auditor : paid.tess);

describe('who asks of one person and finds none', () => {
  it('looks at them all the same, whatever else was asked for', async () => {
    const { tess } = paid;
    const [ben, ada] = [await ofBen(), await ofAda()];
    const reference = await paid.referenceOf(paid.ben);
    const count = async (reader: string, list: string) => {
      const query = `{ list: ${list} { totalCount edges { cursor } } }`;
      const { list: found } = await paid.world.ask<{ list: { totalCount: number } }>(reader, query);
      return { found: found.totalCount, looks: await looksBy(reader, query) };
    };
    expect(await count(tess, `payouts(first: 1, filter: { payeeId: "${ben}" })`)).toEqual({
      found: 0,
      looks: ['ben credit'],
    });
    const waivers = 'first: 1, type: "dues.WaiverChanged"';
    const asked = [`filter: { memberId: "${ada}" }`, `subjectId: "${ada}"`];
    for (const one of asked) {
      expect(await count(auditor, `auditTrail(${waivers}, ${one})`)).toEqual({
        found: 0,
        looks: ['ada waiver'],
      });
    }
    const open = `invoices(first: 1, filter: { reference: "${reference}" }, state: CANCELLED)`;
    expect(await count(tess, open)).toEqual({ found: 0, looks: ['ben invoice'] });
    // Who may see no refund learns of none.
    const unseen = await looksBy(
      paid.cleo,
      `{ payouts(first: 1, filter: { payeeId: "${ada}" }) {
      totalCount } }`,
    );
    expect(unseen).toEqual([]);
  });
});

describe('a list that is narrowed to few', () => {
  it('is known by what it is narrowed by, all of it, or has a reason', () => {
    const known = [...Object.keys(meaning), ...Object.keys(meaningless)];
    expect(known.toSorted()).toEqual(narrowings.toSorted());
  });

  it.each(Object.keys(meaning))('tells of whom it has by how many they are: %s', async (name) => {
    const value = (await meaning[name]?.()) ?? '';
    const reader = readerOf(name);
    const shown = await looksBy(reader, asking(name, value, 'first: 100', 'edges { cursor }'));
    expect(shown).not.toEqual([]);
    for (const count of ['totalCount', 'isTotalExact']) {
      expect(await looksBy(reader, asking(name, value, 'first: 0', count)), count).toEqual(shown);
    }
    const first = await looksBy(reader, asking(name, value, 'first: 1', 'edges { cursor }'));
    const goesOn = asking(name, value, 'first: 0', 'pageInfo { hasNextPage }');
    expect(await looksBy(reader, goesOn), 'that it goes on').toEqual(first);
  });

  it('tells of nobody by anything else', async () => {
    const text = await paid.referenceOf(paid.ben);
    const asked = asking('bankLines filter.text', text, 'first: 0', '__typename');
    expect(await looksBy(paid.tess, asked)).toEqual([]);
    for (const all of ['bankLines(first: 0)', 'invoices(state: PAID, first: 0)']) {
      const count = `{ ${all} { totalCount isTotalExact pageInfo { hasNextPage } } }`;
      expect(await looksBy(paid.tess, count), all).toEqual([]);
    }
  });

  it('is none of what members see', async () => {
    const asked = asking('ledgerTransactions filter.from', day(-30), 'first: 0', 'totalCount');
    expect(await looksBy(paid.ben, asked)).toEqual([]);
  });

  it('costs the same for one and for many', async () => {
    const counted = (text: string) =>
      countQueries(() =>
        paid.world.ask(
          paid.tess,
          asking('bankLines filter.text', text, 'first: 0', 'totalCount isTotalExact'),
        ),
      );
    await counted('Dues');
    expect(await counted('Dues')).toBe(await counted(await paid.referenceOf(paid.ben)));
  });
});
