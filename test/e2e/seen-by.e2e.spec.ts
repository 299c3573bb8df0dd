import type { PersonalColumn } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { officers } from '../../apps/demo/src/year/people.js';
import { gatherCast } from './permissions-cast.js';
import type { Cast } from './permissions-cast.js';
import { nameOf, personal, Planted } from './seen-by-planting.js';
import { fieldsOfColumns } from './seen-by-fields.js';
import { WholeThings } from './visibility-asking.js';
import type { Root, Said } from './visibility-asking.js';
import { readersOf } from './visibility-cast.js';
import { nodesIn, queriesOf } from './visibility-roots.js';

type Viewer = PersonalColumn['seenBy'][number];

/** Who reads, and as whom the catalogue knows them. */
const inside: readonly Viewer[] = ['anyone', 'members', 'payer'];
const knownAs: Readonly<Record<string, readonly Viewer[]>> = {
  anonymous: ['anyone'],
  applicant: ['anyone'],
  foreigner: ['anyone'],
  former: ['anyone', 'payer'],
  partner: ['anyone'],
  member: inside,
  secretary: [...inside, 'secretary'],
  auditor: [...inside, 'auditor'],
  'membership-officer': [...inside, 'membership-officer', 'deciders'],
  treasurer: [...inside, 'treasurer', 'deciders'],
  administrator: [...inside, 'administrator', 'deciders'],
};

interface Reading extends Said {
  /** Of whom it is, where a member was asked for by the id. */
  readonly of: unknown;
}

let cast: Cast;
let schema: GraphQLSchema;
let things: WholeThings;
let queries: readonly Root[];
let clients: ReadonlyMap<string, ApiClient>;
let planted: Planted;
let ids: ReadonlyMap<string, string>;
const readings = new Map<string, readonly Reading[]>();

async function ownOf(client: ApiClient) {
  const { viewer } = await client.query<{
    viewer: { account: { email: string } | null; member: { id: string } | null };
  }>('{ viewer { account { email } member { id } } }');
  return viewer;
}

beforeAll(async () => {
  schema = buildSchema(await printSchemaSdl());
  things = new WholeThings(schema);
  cast = await gatherCast();
  const readers = await readersOf(cast);
  clients = new Map([
    ...readers.map(({ name, client }): [string, ApiClient] => [name, client]),
    ['secretary', await cast.signIn(officers.secretary)],
    ['membership-officer', await cast.signIn(officers['membership-officer'])],
  ]);
  queries = await queriesOf(cast, schema);
  const emails: string[] = [];
  const members = new Map<string, string>();
  for (const name of Object.keys(knownAs)) {
    const { account, member } = await ownOf(clientOf(name));
    if (member !== null) members.set(name, member.id);
    if (account !== null) emails.push(account.email);
  }
  ids = members;
  planted = await Planted.in(cast.adminUrl, emails);
  const [first, second, ...others] = Object.keys(knownAs).toReversed();
  let known: readonly Said[] = [];
  for (const name of [first ?? '', second ?? '']) {
    readings.set(name, await readAll(name));
    known = [...known, ...(readings.get(name) ?? [])];
  }
  for (const name of others) readings.set(name, await readAll(name, known));
}, 600_000);

afterAll(() => cast.close());

function clientOf(name: string): ApiClient {
  const client = clients.get(name);
  if (client === undefined) throw new Error(`nobody is called ${name}`);
  return client;
}

/** All that somebody reads: every query, and things of every type by their ids. */
async function readAll(name: string, others: readonly Said[] = []): Promise<Reading[]> {
  const client = clientOf(name);
  const said: Reading[] = [];
  const read = async (root: Root) => {
    const texts = await things.shownTo(client, root);
    const { variables } = root;
    const of = variables !== undefined && 'id' in variables ? variables.id : undefined;
    said.push(...texts.map((one) => ({ ...one, of })));
  };
  for (const root of queries) await read(root);
  for (const root of nodesIn([...said, ...others], schema, () => 6)) await read(root);
  return said;
}

/** The columns that a text tells of, of others than the reader. */
function columnsIn(name: string, { at, text, of }: Reading): PersonalColumn[] {
  const fields = at.split(' ');
  const field = fields.at(-1) ?? '';
  // Of a member who was asked for by the id, one knows who it is.
  const isOfOther = !field.startsWith('Member.') || (fields.length === 2 && of !== ids.get(name));
  const alone = isOfOther && of !== undefined ? fieldsOfColumns[field] : undefined;
  const told = [field.startsWith('Member.') ? alone : fieldsOfColumns[field]];
  told.push(fieldsOfColumns[fields.slice(-2).join(' ')]);
  return [...planted.behind(text), ...personal.filter((one) => told.includes(nameOf(one)))];
}

/** Each column that one was told of and the catalogue says otherwise, and where. */
function tooMuchFor(name: string): Record<string, string> {
  const isSaid = ({ seenBy, givenTo }: PersonalColumn) =>
    (name === 'partner' && givenTo.includes('partner')) ||
    seenBy.some((viewer) => knownAs[name]?.includes(viewer));
  const found = (readings.get(name) ?? []).flatMap((one) =>
    columnsIn(name, one)
      .filter((column) => !isSaid(column))
      .map((column): [string, string] => [nameOf(column), one.at]),
  );
  return Object.fromEntries(found);
}

it.each(Object.keys(knownAs))('%s sees no more of others than the catalogue says', (name) => {
  expect(tooMuchFor(name)).toEqual({});
});

it('what is planted is met, and no answer breaks by it', () => {
  const all = [...readings].flatMap(([name, said]) => said.map((one) => ({ name, one })));
  const met = new Set(all.flatMap(({ name, one }) => columnsIn(name, one).map(nameOf)));
  expect(met.size).toBeGreaterThan(90);
  const broken = all.filter(({ one }) => one.text.startsWith('Something went wrong'));
  expect(broken.map(({ name, one }) => `${name}: ${one.at}`)).toEqual([]);
});
