import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countVote } from '../count/count-vote.js';
import { ballotsFor, grouped, optionRules } from '../testing/option-votes.js';
import type { Edge } from './delegation.js';
import { leadsTo, resolve } from './delegation.js';

const edge = (memberId: string, delegateId: string, nth = 0): Edge => ({
  id: `${nth}-${memberId}`,
  memberId,
  delegateId,
  givenAt: new Date(1_000 * nth),
});
const pairs = (edges: readonly Edge[], voted: readonly string[], atMost = 99) =>
  Object.fromEntries(
    resolve({ edges, voted: new Set(voted), atMost }).map(({ memberId, byId }) => [memberId, byId]),
  );

const names = 'abcdefgh'.split('');
const name = fc.constantFrom(...names);
const world = fc.record({
  to: fc.dictionary(name, name, { maxKeys: 8 }),
  voted: fc.uniqueArray(name),
  order: fc.shuffledSubarray(names, { minLength: names.length }),
});
const edgesOf = (to: Readonly<Record<string, string>>) =>
  Object.entries(to)
    .filter(([from, whom]) => from !== whom)
    .map(([from, whom]) => edge(from, whom, names.indexOf(from)));

/** One after the other, without a memory. */
function slowEnd(to: Readonly<Record<string, string>>, voted: readonly string[], from: string) {
  let at: string | undefined = from;
  for (let step = 0; step <= names.length && at !== undefined; step += 1) {
    if (voted.includes(at)) return at;
    at = to[at] === at ? undefined : to[at];
  }
  return null;
}

describe('whose ballot counts for whom', () => {
  it('is that of the first in the chain who voted, and in a circle nobody’s', () => {
    expect(pairs([edge('a', 'b'), edge('b', 'c'), edge('c', 'd')], ['c'])).toEqual({
      a: 'c',
      b: 'c',
    });
    expect(pairs([edge('a', 'b'), edge('b', 'c')], ['a', 'b', 'c'])).toEqual({});
    expect(pairs([edge('a', 'b'), edge('b', 'a'), edge('x', 'a')], ['z'])).toEqual({});
    expect(pairs([edge('a', 'b'), edge('b', 'a'), edge('x', 'a')], ['b'])).toEqual({
      a: 'b',
      x: 'b',
    });
  });

  it('is at most what one may vote for: who gave theirs first', () => {
    const edges = [edge('a', 'v', 3), edge('b', 'v', 1), edge('c', 'a', 2)];
    expect(pairs(edges, ['v'], 2)).toEqual({ b: 'v', c: 'v' });
  });

  it('comes to the same in any order, and as a slow walk has it', () => {
    fc.assert(
      fc.property(world, ({ to, voted, order }) => {
        const edges = edgesOf(to);
        const found = pairs(edges, voted);
        const turned = [...edges].sort(
          (one, other) => order.indexOf(one.memberId) - order.indexOf(other.memberId),
        );
        expect(pairs(turned, voted)).toEqual(found);
        const slow = edges
          .filter(({ memberId }) => !voted.includes(memberId))
          .map(({ memberId }) => [memberId, slowEnd(to, voted, memberId)] as const)
          .filter(([, end]) => end !== null);
        expect(found).toEqual(Object.fromEntries(slow));
      }),
    );
  });

  it('makes no circle that is refused where it would close', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 20 }), (given) => {
        const edges: Edge[] = [];
        for (const [from, to] of given) {
          const others = edges.filter(({ memberId }) => memberId !== from);
          if (from === to || leadsTo(others, to, from)) continue;
          edges.splice(0, edges.length, ...others, edge(from, to));
        }
        // Whoever ends a chain votes: then everybody is represented.
        const senders = new Set(edges.map(({ memberId }) => memberId));
        const voted = names.filter((one) => !senders.has(one));
        expect(Object.keys(pairs(edges, voted)).toSorted()).toEqual([...senders].toSorted());
      }),
    );
  });

  it('walks past ten thousand in a row once', () => {
    const many = Array.from({ length: 10_000 }, (_, nth) => edge(`m${nth}`, `m${nth + 1}`, nth));
    expect(resolve({ edges: many, voted: new Set(['m10000']), atMost: 10_000 })).toHaveLength(
      10_000,
    );
    expect(
      resolve({ edges: [...many, edge('m10000', 'm0')], voted: new Set(), atMost: 1 }),
    ).toEqual([]);
  });
});

describe.each(Object.entries(optionRules))('a vote by %s', (_, rule) => {
  it('comes to the same with ballots for others as with the delegate’s times their weight', () => {
    fc.assert(
      fc.property(ballotsFor(rule), fc.array(fc.nat(6), { maxLength: 5 }), (cast, followed) => {
        const others = followed.flatMap((nth) => {
          const ballot = cast[nth];
          return ballot === undefined ? [] : [{ mark: ballot.mark, weight: 1n, nth }];
        });
        const heavier = cast.map((ballot, nth) => ({
          ...ballot,
          weight: ballot.weight + BigInt(others.filter((one) => one.nth === nth).length),
        }));
        const size = { electorateWeight: 99n, activeMembersWeight: 99n };
        const outcomeOf = (ballots: typeof heavier) => {
          const { outcome, reason, count } = countVote(rule, grouped(ballots), size, 'seed');
          return { outcome, reason, count };
        };
        expect(outcomeOf([...cast, ...others])).toEqual(outcomeOf(heavier));
      }),
      { numRuns: 30 },
    );
  });
});
