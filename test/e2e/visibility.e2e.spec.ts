import { KeptLetters } from '@rochdale/letters';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { people } from '../../apps/demo/src/year/people.js';
import { actorNames, gatherCast } from './permissions-cast.js';
import type { Cast } from './permissions-cast.js';
import { routesOf } from './permissions-routes.js';
import { WholeThings } from './visibility-asking.js';
import type { Root, Said } from './visibility-asking.js';
import {
  forbiddenTo,
  hiddenNames,
  callBy,
  plant,
  pseudonyms,
  readersOf,
  renameHidden,
  wherever,
  words,
} from './visibility-cast.js';
import type { Reader } from './visibility-cast.js';
import { factsOf, feedsTo } from './visibility-feeds.js';
import { nodesIn, queriesOf, searchesOf } from './visibility-roots.js';

let cast: Cast;
let schema: GraphQLSchema;
let things: WholeThings;
let readers: ReadonlyMap<string, Reader>;
let queries: readonly Root[];
/** What officers were shown: it has the ids of all kinds of things. */
let shown: readonly Said[];

beforeAll(async () => {
  schema = buildSchema(await printSchemaSdl());
  things = new WholeThings(schema);
  cast = await gatherCast();
  await plant(cast);
  readers = new Map((await readersOf(cast)).map((reader) => [reader.name, reader]));
  queries = await queriesOf(cast, schema);
  // The treasurer first: the administrator is shown who looked at their dues.
  shown = [
    ...(await readAll(readerOf('treasurer'))),
    ...(await readAll(readerOf('administrator'))),
  ];
  // Before those who are shown that the auditor looked at their dues.
  await readingOf(readerOf('auditor'));
}, 240_000);

afterAll(() => cast.close());

const unchanged = ['anonymous', 'applicant', 'partner', 'foreigner', 'former', 'member'];
/** An auditor besides, who reads of each change that there was one. */
const names = [...unchanged, 'auditor'];
/** Who is told what a member is called instead; a partner is not. */
const toldPseudonyms = names.filter((name) => name !== 'partner');

function readerOf(name: string): Reader {
  const reader = readers.get(name);
  if (reader === undefined) throw new Error(`nobody is called ${name}`);
  return reader;
}

const readings = new Map<string, Promise<Said[]>>();

/** What somebody reads before anything is changed. */
function readingOf(reader: Reader): Promise<Said[]> {
  const reading = readings.get(reader.name) ?? readAll(reader, shown);
  readings.set(reader.name, reading);
  return reading;
}

/** All that somebody reads: every query, and things of every type by their ids. */
async function readAll({ client }: Reader, others: readonly Said[] = []): Promise<Said[]> {
  const said: Said[] = [];
  for (const root of queries) said.push(...(await things.shownTo(client, root)));
  const known = [...said, ...others];
  for (const root of nodesIn(known, schema, (type) => (type === 'Member' ? 40 : 6))) {
    said.push(...(await things.shownTo(client, root)));
  }
  return said;
}

/** Where a reader meets a word that is not for them. */
function met(reader: Reader, said: readonly Said[]): string[] {
  const others = said.filter(({ at }) => reader.audits?.test(at) !== true);
  const found = others.flatMap(({ at, text }) =>
    forbiddenTo(reader)
      .filter(({ word }) => word.test(text))
      .map(({ of }) => `${at}: ${of} in ${text.slice(0, 80)}`),
  );
  return [...new Set(found)];
}

/** `Expense.submitter`: every field of the schema that shows a member. */
function fieldsOfMembers(): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter(({ name }) => !/(Payload|Edge|Connection)$/.test(name))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name === 'Member')
        .map((field) => `${type.name}.${field.name}`),
    );
}

describe('a word', () => {
  it.each([
    ['in JSON in a text', JSON.stringify({ letter: 'Dear\nOkonjo' })],
    ['in an address', 'https://mill.example/?name=Bram%20Okonjo&page=2'],
    ['in the name of a file', 'attachment; filename="BramOkonjo.pdf"'],
    ['in the long name of a file', 'receipts-of-march-from-bram-okonjo-2026.pdf'],
    ['in a long word', '/files/BramOkonjoExpenseReceipt.pdf'],
    ['in a long word with hyphens', 'BramOkonjo-receipt-of-march.pdf'],
    ['in a long key of words', 'receipt_of_march_bramOkonjo.pdf'],
    ['in a key of words', 'bram_okonjo'],
    ['in capitals', 'BRAMOKONJO'],
  ])('is met %s', (_, text) => {
    expect(wherever('Okonjo').test(text)).toBe(true);
    expect(wherever('Nightjar').test(text)).toBe(false);
  });

  it('is not met where its letters come about in what is sealed', () => {
    const { test } = wherever('Moss');
    expect(test('eyJhbGciOiJIUzI1NiIsInR5cMoss7Qx0aVbZ')).toBe(false);
    expect(wherever('Fade').test('9c1fade0-77b2-4c1e-8f00-3a5d1e2b9c04')).toBe(false);
  });
});

/** No assembly is held here, and nothing taken out: asked in `assemblies` and `deliberation`. */
const notMet: ReadonlySet<string> = new Set([
  'AssemblyVote.closedBy',
  'AssemblyVote.openedBy',
  'Attendance.checkedInBy',
  'Attendance.secondedBy',
  'OutcomeStatement.removedBy',
]);

describe('the name of a member', () => {
  it('is in every place of the schema where a member can stand, for whoever may see it', () => {
    const places = shown.filter(({ text }) => words.some(({ word }) => word.test(text)));
    const missed = fieldsOfMembers().filter(
      (field) =>
        !notMet.has(field) && !places.some(({ at }) => at.includes(` ${field} Member.displayName`)),
    );
    expect(missed).toEqual([]);
    // By a stranger's measure, what officers read is found out.
    expect(met(readerOf('anonymous'), shown).length).toBeGreaterThan(100);
  });

  it.each([...names, 'member who is hidden'])(
    'is nowhere that %s reads who may not',
    async (name) => {
      const reader = readerOf(name);
      expect(met(reader, await readingOf(reader))).toEqual([]);
    },
  );

  it.each(names)('does not find the member for %s who may not see it', async (name) => {
    const reader = readerOf(name);
    const { client } = reader;
    const searches = searchesOf(schema).filter((one) => reader.audits?.test(one.name) !== true);
    expect(searches.map((search) => search.name)).toContain('members');
    const found: string[] = [];
    for (const search of searches) {
      const answerTo = async (text: string) => {
        const query = `query ($text: String!) {
          ${search.name}(first: 5, filter: { text: $text }) { edges { cursor } totalCount } }`;
        const { data, errors } = await client.answer(query, { text });
        return JSON.stringify({ data, codes: errors?.map(({ extensions }) => extensions.code) });
      };
      const nothing = await answerTo('Nobodywhatsoever');
      const called = Object.values(pseudonyms).filter((pseudonym) =>
        forbiddenTo(reader).some(({ word }) => word.test(pseudonym)),
      );
      for (const text of [...hiddenNames, ...called]) {
        if ((await answerTo(text)) !== nothing) found.push(`${search.name}: ${text}`);
      }
    }
    expect(found).toEqual([]);
  });

  it.each(toldPseudonyms)(
    'is told apart from the pseudonym, which %s reads instead',
    async (name) => {
      const reader = readerOf(name);
      const said = await readingOf(reader);
      const asker = actorNames.find((actor) => actor === name) ?? 'member';
      const id = cast.idOf('Member', asker, 'pseudonym');
      const places = said.flatMap(({ at, text }) =>
        text === id && at.endsWith(' Member.id') ? [at.slice(0, -3)] : [],
      );
      const called = said.flatMap(({ at, text }) =>
        text === pseudonyms.casimir && at.endsWith(' Member.displayName') ? [at] : [],
      );
      expect(places.length).toBeGreaterThan(1);
      expect(new Set(called)).toEqual(new Set(places.map((place) => `${place}.displayName`)));
      const { members } = await reader.client.query<{
        members: { edges: { node: { displayName: string; isPseudonym: boolean } }[] };
      }>(
        `query ($text: String) { members(filter: { text: $text }, first: 5) {
         edges { node { displayName isPseudonym } } } }`,
        { text: pseudonyms.casimir },
      );
      const node = { displayName: pseudonyms.casimir, isPseudonym: true };
      expect(members.edges).toEqual([{ node }]);
    },
  );

  it('finds the member for officers', async () => {
    const { members } = await cast
      .client('treasurer')
      .query<{ members: { totalCount: number } }>(
        'query ($text: String) { members(filter: { text: $text }) { totalCount } }',
        { text: hiddenNames[0] },
      );
    expect(members.totalCount).toBe(1);
  });

  it.each(names)('is in no file, report or page that %s gets', async (name) => {
    const reader = readerOf(name);
    const routes = routesOf(cast.api.app.getHttpAdapter().getInstance().printRoutes());
    const paths = routes
      .filter((route) => route.startsWith('GET ') && route !== 'GET /development/outbox')
      .flatMap((route) => pathsOf(route.slice(4)));
    const said: Said[] = [];
    for (const path of paths) {
      const { text, headers } = await reader.client.get(path).redirects(0);
      said.push({ at: path, text: `${text} ${JSON.stringify(headers)}` });
    }
    expect(said.length).toBeGreaterThan(10);
    expect(met(reader, said)).toEqual([]);
  });

  it.each(['administrator', ...names])('is in no feed that %s watches', async (name) => {
    const reader = readerOf(name);
    const reading = name === 'administrator' ? shown : await readingOf(reader);
    const said = await feedsTo(reader, { cast, schema, things }, { reading, all: shown });
    expect(met(reader, said)).toEqual([]);
    const names = said.filter(({ at }) => at.endsWith(' Member.displayName'));
    const isInside = reader.closeness !== 'public';
    expect(names.length > 5).toBe(isInside);
    expect(names.some(({ text }) => text === pseudonyms.casimir)).toBe(
      reader.closeness === 'members',
    );
  });

  it('is in nothing that other programs are told', async () => {
    const facts = await factsOf(cast);
    expect(facts.length).toBeGreaterThan(100);
    const found = facts.filter(({ text }) => words.some(({ word }) => word.test(text)));
    expect(found.map(({ text }) => text)).toEqual([]);
  });

  it('is in no letter to somebody else', async () => {
    const letters = await cast.api.app.get(KeptLetters).newest(1000);
    const found = letters.flatMap(({ to, kind, subject, text }) => {
      const key = people.find((person) => to.startsWith(`${person.key}@`))?.key ?? 'reader';
      const others = words.filter(({ of, word }) => of !== key && word.test(`${subject} ${text}`));
      return others.map(({ of }) => `${kind} to ${to}: ${of}`);
    });
    expect(letters.length).toBeGreaterThan(30);
    expect(found).toEqual([]);
  });

  it.each(unchanged)('can be another, and %s who may not see it reads the same', async (name) => {
    const reader = readerOf(name);
    const before = await readingOf(reader);
    await renameHidden(cast, name);
    const told = (said: readonly Said[]) => said.map(({ at, text }) => `${at}: ${text}`);
    expect(told(await readAll(reader, shown))).toEqual(told(before));
  });

  it('is called by another pseudonym, and a partner reads the same', async () => {
    const reader = readerOf('partner');
    const before = await readingOf(reader);
    await callBy(cast.client('member'), 'Kestrel');
    const told = (said: readonly Said[]) => said.map(({ at, text }) => `${at}: ${text}`);
    expect(told(await readAll(reader, shown))).toEqual(told(before));
    await callBy(cast.client('member'), pseudonyms.casimir);
  });
});

const files: Readonly<Record<string, string>> = {
  '/files/:id': 'File',
  '/bank/payment-files/:id': 'PaymentFile',
  '/v1/recounts/:id': 'DecidedProposal',
};

/** The paths of a route, with what stands for its open end. */
function pathsOf(pattern: string): string[] {
  if (pattern === '/v1/reports/:file') return ['/v1/reports/trial-balance.csv'];
  if (pattern === '/pages/:page') return ['/pages/confirm?token=none'];
  const id = cast.plainIdOf(files[pattern] ?? 'Member');
  return [pattern.replace('*', 'get-session').replaceAll(/:[A-Za-z]+/g, id)];
}
