import { fromMemberId, newId, toIdOf } from '@rochdale/platform';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { gatherCast, keepNothing } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { nodeTypesOf, operationsOf } from './permissions-operations.js';
import type { Operation } from './permissions-operations.js';
import { differencesOf } from './unseen-ids.js';

let cast: Cast;
let keepAgain = (): void => undefined;
let operations: readonly Operation[];
let nodeTypes: readonly string[];
/** Plain ids of another co-operative, by type. */
let foreign: ReadonlyMap<string, string>;
let applicantId: string;

beforeAll(async () => {
  const schema = buildSchema(await printSchemaSdl());
  operations = operationsOf(schema).filter(({ kind }) => kind !== 'subscription');
  nodeTypes = nodeTypesOf(schema);
  cast = await gatherCast();
  foreign = await foreignIds();
  const asked = '{ viewer { applications { applicant { id } } } }';
  const { viewer } = await cast
    .client('applicant')
    .query<{ viewer: { applications: { applicant: { id: string } }[] } }>(asked);
  const told = viewer.applications[0]?.applicant.id ?? '';
  applicantId = fromMemberId(told, cast.audienceOf('applicant'));
  keepAgain = keepNothing();
}, 240_000);

afterAll(async () => {
  keepAgain();
  await cast.close();
});

async function foreignIds(): Promise<ReadonlyMap<string, string>> {
  const { members } = await cast.client('foreigner').in('forge').query<{
    members: { edges: { node: { id: string } }[] };
  }>('{ members(first: 1) { edges { node { id } } } }');
  return new Map(members.edges.map(({ node }) => ['Member', fromMemberId(node.id, 'inside')]));
}

/** The ids of what is there, and not for this actor: what they see is none of it. */
async function unseenBy(actor: ActorName): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const type of nodeTypes) {
    const told = (plain: string): string => toIdOf(type, plain, cast.audienceOf(actor));
    const ids = [cast.idOf(type, actor), ...(type === 'Member' ? [told(applicantId)] : [])];
    const hidden: string[] = [];
    for (const id of ids) {
      const { data } = await cast
        .client(actor)
        .answer<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', { id });
      if ((data?.node ?? null) === null) hidden.push(id);
    }
    const elsewhere = foreign.get(type);
    found.set(type, elsewhere === undefined ? hidden : [...hidden, told(elsewhere)]);
  }
  return found;
}

const actors: readonly ActorName[] = [
  'anonymous',
  'applicant',
  'member',
  'treasurer',
  'administrator',
  'partner',
  'foreigner',
  'former',
];

describe('an id of what one does not see', () => {
  it.each(actors)('is answered to %s as one of nothing', async (actor) => {
    const unseen = await unseenBy(actor);
    const audience = cast.audienceOf(actor);
    expect(unseen.get('Member')).toContain(toIdOf('Member', foreign.get('Member') ?? '', audience));
    const found: string[] = [];
    for (const operation of operations) {
      const reader = cast.client(actor);
      const ids = {
        seen: (type: string) => cast.idOf(type, actor),
        unseen: (type: string) => unseen.get(type) ?? [],
        ofNothing: (type: string) => toIdOf(type, newId(), audience),
      };
      found.push(...(await differencesOf(reader, operation, ids)));
    }
    expect(found).toEqual([]);
  });
});
