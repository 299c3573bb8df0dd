import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../voting.kinds.js';
import { countVote } from '../count/count-vote.js';
import { groupsOf } from '../proof/vote-record.js';
import { everyRule, marksFor } from '../testing/every-kind.js';
import { resolve } from './delegation.js';
import type { Edge } from './delegation.js';

const size = { electorateWeight: 60n, activeMembersWeight: 70n };

/** Of so many members each votes or not, and trusts somebody or not. */
const members = 8;
const nameOf = (nth: number): string => `member-${nth}`;

interface Drawn {
  readonly weight: bigint;
  /** What they cast; undefined of who does not vote. */
  readonly mark: unknown;
  /** Whom they have vote for them; none where it is themselves. */
  readonly trusts: number;
  readonly isProxy: boolean;
}

const drawn = (marks: fc.Arbitrary<unknown>): fc.Arbitrary<readonly Drawn[]> =>
  fc.array(
    fc.record({
      weight: fc.bigInt({ min: 1n, max: 4n }),
      mark: fc.option(marks, { nil: undefined, freq: 1 }),
      trusts: fc.nat(members - 1),
      isProxy: fc.boolean(),
    }),
    { minLength: members, maxLength: members },
  );

const edgesOf = (all: readonly Drawn[]): Edge[] =>
  all.flatMap(({ trusts, isProxy }, nth) =>
    trusts === nth
      ? []
      : [
          {
            id: `edge-${nth}`,
            memberId: nameOf(nth),
            delegateId: nameOf(trusts),
            givenAt: new Date(Date.UTC(2026, 0, 1, 0, 0, nth)),
            isProxy,
          },
        ],
  );

const byName = (all: readonly Drawn[]): Map<string, Drawn> =>
  new Map(all.map((one, nth) => [nameOf(nth), one]));
const votedIn = (all: readonly Drawn[]): Set<string> =>
  new Set([...byName(all)].flatMap(([name, { mark }]) => (mark === undefined ? [] : [name])));

describe.each(Object.entries(everyRule))('in a vote by %s', (_name, rule) => {
  const told = (ballots: Parameters<typeof groupsOf>[0]) =>
    canonicalJson(countVote(rule, groupsOf(ballots), size, null));

  it('who votes for others counts as their own ballot with the weight of all of them', () => {
    const caps = fc.record({ atMost: fc.integer({ min: 0, max: 4 }), held: fc.nat(2) });
    fc.assert(
      fc.property(drawn(marksFor(rule)), caps, (all, { atMost, held }) => {
        const people = byName(all);
        const { represented } = resolve({
          edges: edgesOf(all),
          voted: votedIn(all),
          atMost,
          ...(held === 0 ? {} : { proxies: { atMost: held } }),
        });
        const own = [...people].filter(([, { mark }]) => mark !== undefined);
        const carried = new Map(own.map(([name, { weight }]) => [name, weight]));
        for (const { memberId, byId } of represented) {
          carried.set(byId, carried.get(byId)! + people.get(memberId)!.weight);
        }
        // As it is written down: a ballot each. As it is meant: one, that weighs as much.
        const written = [
          ...own.map(([, { mark, weight }]) => ({ mark, weight })),
          ...represented.map(({ memberId, byId }) => ({
            mark: people.get(byId)!.mark,
            weight: people.get(memberId)!.weight,
          })),
        ];
        const meant = own.map(([name, { mark }]) => ({ mark, weight: carried.get(name)! }));
        expect(told(written)).toBe(told(meant));
      }),
      { numRuns: 15 },
    );
  });
});

describe('what is delegated, whoever trusts whom', () => {
  const caps = fc.record({ atMost: fc.nat(3), held: fc.integer({ min: 1, max: 2 }) });
  const yes = drawn(fc.constant('yes'));

  it('counts nobody twice, nor by who did not vote, nor more than one may vote for', () => {
    fc.assert(
      fc.property(yes, caps, (all, { atMost, held }) => {
        const [edges, voted] = [edgesOf(all), votedIn(all)];
        const { represented } = resolve({ edges, voted, atMost, proxies: { atMost: held } });
        const ids = represented.map(({ memberId }) => memberId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.some((id) => voted.has(id))).toBe(false);
        const byProxy = new Set(edges.filter((one) => one.isProxy).map((one) => one.memberId));
        for (const name of voted) {
          const theirs = represented.filter(({ byId }) => byId === name);
          const proxies = theirs.filter(({ memberId }) => byProxy.has(memberId));
          expect(proxies.length).toBeLessThanOrEqual(held);
          expect(theirs.length - proxies.length).toBeLessThanOrEqual(atMost);
        }
        expect(represented.every(({ byId }) => voted.has(byId))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('comes to the same in whichever order they are read', () => {
    fc.assert(
      fc.property(yes, caps, fc.nat(members), (all, { atMost, held }, turn) => {
        const edges = edgesOf(all);
        const terms = { voted: votedIn(all), atMost, proxies: { atMost: held } };
        const mixed = [...edges.slice(turn), ...edges.slice(0, turn)].toReversed();
        expect(resolve({ ...terms, edges: mixed })).toEqual(resolve({ ...terms, edges }));
      }),
      { numRuns: 100 },
    );
  });
});
