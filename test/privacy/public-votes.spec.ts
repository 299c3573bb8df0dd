import { canonicalJson } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from '../e2e/deciding-world.js';
import { Reader } from './kit/reader.js';

const minutes = 60_000;
const options = ['A bakery', 'A repair shop', 'A garden', 'A library'];
const dates = ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04'];

/** Nobody's is another's. */
const orders = [
  [1, 2, 3, 4],
  [2, 1, 4, 3],
  [2, 4, 1, 3],
  [4, 3, 2, 1],
  [3, 1, 2, 4],
] as const;
type Order = (typeof orders)[number];

/** Votes in which each ballot is its voter's own, by what it says. */
const votes: Readonly<
  Record<string, { rule: object; options: string[]; markOf: (order: Order) => object }>
> = {
  ranking: {
    rule: { method: 'schulze', equalRanks: false, maximum: null },
    options,
    markOf: (order) => ({ ranks: order.map((option, nth) => ({ option, rank: nth + 1 })) }),
  },
  score: {
    rule: { method: 'star', highest: 5 },
    options,
    markOf: (order) => ({ scores: order.map((score, nth) => ({ option: nth + 1, score })) }),
  },
  'time-poll': {
    rule: { winners: 1, ifNeedBe: true },
    options: dates,
    markOf: (order) => ({
      times: order
        .map((place, nth) => ({ option: nth + 1, answer: place < 3 ? 'yes' : 'if-need-be' }))
        .filter((_, nth) => order[nth] !== 4),
    }),
  },
};

/** Everything that somebody reads about the votes, as it came. */
async function read(client: ApiClient, ids: readonly string[]): Promise<string> {
  const reader = new Reader(client, false);
  await reader.everything();
  const files: string[] = [];
  for (const id of ids) {
    for (const more of ['', '?edition=strangers', '?edition=members', '?format=blt']) {
      files.push((await client.get(`/v1/recounts/${id}${more}`)).text);
    }
  }
  // JSON in a text is read as JSON.
  return [JSON.stringify(reader.answers), ...files].join('\n').replaceAll(String.raw`\"`, '"');
}

/** A ballot as JSON has it, or as a line of BLT. */
const says = (text: string, mark: object, order: Order): boolean => {
  const [said] = Object.values(mark) as object[];
  return text.includes(canonicalJson(said)) || text.includes(`1 ${order.join(' ')} 0`);
};

const kinds = Object.keys(votes);
const marksOf = (kind: string) =>
  orders.map((order) => [votes[kind]!.markOf(order), order] as const);

/** Who is known to rank one option first, or not to come on a day, is found by their whole row. */
describe('a public vote in which nobody votes as another does', () => {
  let world: DecidingWorld;
  const told: Record<string, string> = {};

  /** Five members vote, each a minute after the other. */
  async function held(kind: string, voters: readonly ApiClient[]): Promise<string> {
    const { rule, options: between } = votes[kind]!;
    await world.adopt(kind, { ballotKind: kind, ...rule });
    const id = await world.openVote(kind, { options: between, visibility: 'PUBLIC' });
    for (const [nth, [mark]] of marksOf(kind).entries()) {
      world.clock.advance({ minutes: 1 });
      await voters[nth]!.change(
        `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
           input: { markJson: $mark }) { userErrors { code } } }`,
        { id, mark: JSON.stringify(mark) },
      );
    }
    await world.finish(id);
    return id;
  }

  beforeAll(async () => {
    world = await DecidingWorld.open();
    const voters = [...world.members, await world.join('dan'), await world.join('eve')];
    const ids: string[] = [];
    for (const kind of kinds) ids.push(await held(kind, voters));
    const stranger = world.administrator.as(null);
    const account = { name: 'fay', email: 'fay@mill.example', password: 'a long enough password' };
    told['stranger'] = await read(stranger, ids);
    told['account without a membership'] = await read(await stranger.signUp(account), ids);
    told['member'] = await read(world.members[0], ids);
  }, 5 * minutes);
  afterAll(() => world.close());

  describe.each(kinds)('by %s', (kind) => {
    const foundBy = (asker: string) =>
      marksOf(kind).filter(([mark, order]) => says(told[asker] ?? '', mark, order));

    it.each(['stranger', 'account without a membership'])('has no ballot for a %s', (asker) => {
      expect(told[asker]).toContain('"rochdale-recount"');
      expect(foundBy(asker)).toEqual([]);
    });

    it('has everybody’s for a member', () => {
      expect(foundBy('member')).toEqual(marksOf(kind));
    });
  });
});
