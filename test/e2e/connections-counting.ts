import { buildSchema, getNamedType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AskedList, isConnection, listsOf } from './connections-asking.js';
import type { Shown } from './connections-asking.js';
import type { Cast } from './permissions-cast.js';

const many = 50;

/**
 * What the cast has none of: files of payments that a worker drew up, rows that a source told,
 * credit of the member who is asked about, votes about who asks, looks at who looks at the others,
 * votes on paper, who is at assemblies; and several votes in which whoever asks has others vote.
 */
const empty: ReadonlySet<string> = new Set([
  'Query.attendances',
  'Query.delegationsGiven',
  'Query.duesCreditEntries',
  'Query.hearingsAboutMe',
  'Query.looksAtMe',
  'Query.paperVoters',
  'Query.paymentFiles',
  'Query.sourceRowsWaiting',
]);

type Sent = ReadonlyMap<string, number>;

/** The statements that a page sends more often than this, or that it alone sends. */
const beyond = (page: Shown, sent: Sent): string[] =>
  [...page.sent].filter(([name, times]) => times > (sent.get(name) ?? 0)).map(([name]) => name);

/**
 * What pages of one row send, each statement as often as for the row that needs it most: the first
 * row need not have what others lead to. Ends as soon as they account for the long page.
 */
async function sentByOne(list: AskedList, page: Shown): Promise<Sent> {
  const most = new Map<string, number>();
  let [rows, after]: [number, string | null] = [0, null];
  do {
    const one: Shown = await list.show(1, after);
    for (const [name, times] of one.sent) most.set(name, Math.max(times, most.get(name) ?? 0));
    rows += one.rows;
    after = one.end;
  } while (after !== null && rows < page.rows && beyond(page, most).length > 0);
  return most;
}

/**
 * Asks for every list of the schema, as somebody who sees most of it, with all that may be asked of
 * a row. They share the cast of the permission matrix, because to gather it takes most of the time.
 */
export function countStatements(cast: () => Cast): void {
  const text = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const lists = listsOf(buildSchema(text)).map((operation) => [operation.name, operation] as const);
  const isPaged = ([, { field }]: (typeof lists)[number]) => isConnection(getNamedType(field.type));

  describe(`a page of up to ${many} rows costs as many statements as a page of one`, () => {
    it.each(lists.filter((list) => isPaged(list)))('%s', async (name, operation) => {
      const list = await AskedList.of(cast(), operation);
      const page = await list.show(many);
      expect(page.rows > 1, 'counting proves something').toBe(!empty.has(name));
      expect(beyond(page, await sentByOne(list, page))).toEqual([]);
      if (page.end === null) expect(page.total, 'its length').toBe(page.rows);
      else expect(page.total).toBeGreaterThan(page.rows);
    });
  });

  describe('a list without pages sends no statement for each of its rows', () => {
    it.each(lists.filter((list) => !isPaged(list)))('%s', async (_, operation) => {
      const { rows, sent } = await (await AskedList.of(cast(), operation)).show(many);
      const often = [...sent].filter(([, times]) => times > 1 && times >= rows);
      expect(often).toEqual([]);
    });
  });
}
