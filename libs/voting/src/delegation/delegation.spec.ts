import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countVote } from '../count/count-vote.js';
import { ballotsFor, grouped, optionRules } from '../testing/option-votes.js';
import type { Edge } from './delegation.js';
import { resolve } from './delegation.js';

const edge = (memberId: string, delegateId: string, nth = 0): Edge => ({
  id: `${nth}-${memberId}`,
  memberId,
  delegateId,
  givenAt: new Date(1_000 * nth),
  isProxy: false,
});
const resolved = (edges: readonly Edge[], voted: readonly string[], atMost = 99, depth?: number) =>
  resolve({ edges, voted: new Set(voted), atMost, depth });
const pairs = (...asked: Parameters<typeof resolved>) =>
  Object.fromEntries(resolved(...asked).represented.map(({ memberId, byId }) => [memberId, byId]));

const names = 'abcdefgh'.split('');
const name = fc.constantFrom(...names);
const world = fc.record({
  to: fc.dictionary(name, name, { maxKeys: 8 }),
  voted: fc.uniqueArray(name),
  order: fc.shuffledSubarray(names, { minLength: names.length }),
  depth: fc.integer({ min: 1, max: names.length }),
});
const edgesOf = (to: Readonly<Record<string, string>>) =>
  Object.entries(to)
    .filter(([from, whom]) => from !== whom)
    .map(([from, whom]) => edge(from, whom, names.indexOf(from)));

/** One after the other, without a memory. */
function slowEnd(
  to: Readonly<Record<string, string>>,
  voted: readonly string[],
  from: string,
  depth: number,
) {
  let at: string | undefined = from;
  for (let step = 0; step <= depth && at !== undefined; step += 1) {
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
    expect(resolved(edges, ['v'], 2).leftOut).toBe(1);
    expect(resolved(edges, ['v'], 3).leftOut).toBe(0);
  });

  it('is by a proxy that of who holds it alone, of so many as one may hold', () => {
    const proxy = (from: string, to: string, nth = 0) => ({
      ...edge(from, to, nth),
      isProxy: true,
    });
    const of = (edges: readonly Edge[], voted: readonly string[], proxiesAtMost: number) => {
      const proxies = { atMost: proxiesAtMost };
      const asked = { edges, voted: new Set(voted), atMost: 1, proxies };
      const { represented, leftOut } = resolve(asked);
      return [represented.map(({ memberId, byId }) => `${memberId}${byId}`).join(), leftOut];
    };
    // Nobody behind who holds it votes by it, and nobody votes by whoever gave one away.
    expect(of([proxy('a', 'b'), edge('b', 'c'), edge('x', 'a')], ['c'], 2)).toEqual(['bc', 0]);
    const three = [proxy('a', 'v', 1), proxy('b', 'v', 2), proxy('c', 'v', 3), edge('d', 'v', 4)];
    expect(of(three, ['v'], 2)).toEqual(['av,bv,dv', 1]);
    expect(of(three, ['v', 'a'], 2)).toEqual(['bv,cv,dv', 0]);
    expect(of(three, ['v'], 0)).toEqual(['dv', 0]);
    expect(of(three, [], 2)).toEqual(['', 0]);
  });

  it('is no further away than the rule lets it be', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('x', 'a'), edge('c', 'v')];
    expect(pairs(edges, ['v'], 99, 1)).toEqual({ c: 'v' });
    expect(pairs(edges, ['v'], 99, 3)).toEqual({ a: 'v', b: 'v', c: 'v' });
    expect(pairs(edges, ['b'], 99, 1)).toEqual({ a: 'b' });
  });

  it('comes to the same in any order, and as a slow walk has it', () => {
    fc.assert(
      fc.property(world, ({ to, voted, order, depth }) => {
        const edges = edgesOf(to);
        const found = pairs(edges, voted, 99, depth);
        const turned = [...edges].sort(
          (one, other) => order.indexOf(one.memberId) - order.indexOf(other.memberId),
        );
        expect(pairs(turned, voted, 99, depth)).toEqual(found);
        const slow = edges
          .filter(({ memberId }) => !voted.includes(memberId))
          .map(({ memberId }) => [memberId, slowEnd(to, voted, memberId, depth)] as const)
          .filter(([, end]) => end !== null);
        expect(found).toEqual(Object.fromEntries(slow));
      }),
    );
  });

  it('walks past ten thousand in a row once', () => {
    const many = Array.from({ length: 10_000 }, (_, nth) => edge(`m${nth}`, `m${nth + 1}`, nth));
    expect(resolved(many, ['m10000'], 10_000).represented).toHaveLength(10_000);
    expect(pairs([...many, edge('m10000', 'm0')], [])).toEqual({});
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
