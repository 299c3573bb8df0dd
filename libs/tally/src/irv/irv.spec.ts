import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import { rankedElection } from '../model/make-election.js';
import type { TallyResult } from '../model/result.js';
import type { PlainElection } from '../testing/arbitrary-elections.js';
import { arbitraryStrict, electionOf } from '../testing/arbitrary-elections.js';

function irv(plain: PlainElection, tie: string): TallyResult {
  const request = { method: 'irv', variant: 'irv-single-elimination', options: { tie } };
  return count(electionOf(plain), request);
}

interface SlowRound {
  readonly votes: readonly string[];
  readonly exhausted: string;
  readonly elected: readonly number[];
  readonly excluded: readonly number[];
}

/** Every round from the ballots anew; of equals the last candidate is out. */
function slowIrv({ candidates, ballots }: PlainElection): SlowRound[] {
  const standing = Array.from({ length: candidates }, (_, index) => index);
  const rounds: SlowRound[] = [];
  for (;;) {
    const votes = Array.from({ length: candidates }, () => 0);
    let exhausted = 0;
    for (const [weight, ranks] of ballots) {
      const choice = ranks.flat().find((candidate) => standing.includes(candidate));
      if (choice === undefined) exhausted += weight;
      else votes[choice] = (votes[choice] as number) + weight;
    }
    const active = votes.reduce((sum, held) => sum + held, 0);
    const frame = { votes: votes.map(String), exhausted: String(exhausted) };
    const winner = standing.find(
      (candidate) => (votes[candidate] as number) * 2 > active || standing.length === 1,
    );
    if (winner !== undefined) return [...rounds, { ...frame, elected: [winner], excluded: [] }];
    const least = Math.min(...standing.map((candidate) => votes[candidate] as number));
    const at = standing.findLastIndex((candidate) => votes[candidate] === least);
    rounds.push({ ...frame, elected: [], excluded: standing.splice(at, 1) });
  }
}

describe('instant run-off', () => {
  it('agrees round by round with a count from the ballots anew', () => {
    fc.assert(
      fc.property(arbitraryStrict(1), (plain) => {
        const { rounds, winnerIndexes, totals } = irv(plain, 'candidate-order');
        const slow = slowIrv(plain);
        const shown = rounds?.map(({ votes, exhausted, elected, excluded }) => ({
          votes,
          exhausted,
          elected,
          excluded,
        }));
        expect(shown).toEqual(slow);
        expect(winnerIndexes).toEqual(slow.at(-1)?.elected);
        expect(totals).toEqual(slow.at(-1)?.votes);
      }),
    );
  });

  it('ranks the winner, then those left by votes, then the excluded, last out first', () => {
    const plain = {
      candidates: 5,
      seats: 1,
      ballots: [
        [1, [[0], [3]]],
        [2, [[1], [2]]],
        [4, [[2]]],
        [8, [[3]]],
        [3, [[4]]],
      ],
    } as const;
    const { rankingIndexes, rounds, account } = irv(plain, 'report');
    expect(rankingIndexes).toEqual([[3], [2], [4], [1], [0]]);
    expect(rounds?.map(({ figures }) => figures?.['half'])).toEqual(['9', '9', '9', '7.5']);
    expect(account[0]).toBe(
      'Round 1: nobody has more than half of 18 votes; C0 has the fewest (1) and is out.',
    );
  });

  it('lets the latest earlier round in which they differed decide between equals', () => {
    // C0 and C1 have 3 each in round 2; in round 1 C1 had 2, and so C1 goes.
    const ballots = [
      [3, [[0]]],
      [2, [[1]]],
      [1, [[2], [1]]],
      [4, [[3]]],
    ] as const;
    const { rounds, ties } = irv({ candidates: 4, seats: 1, ballots }, 'previous-rounds');
    expect(rounds?.map(({ excluded }) => excluded).slice(0, 2)).toEqual([[2], [1]]);
    expect(ties[0]).toMatchObject({ round: 2, candidates: [0, 1], brokenBy: 'previous-rounds' });
  });

  it('fills one seat, with strict rankings', () => {
    const frame = { candidates: ['A', 'B', 'C'], seats: 2 };
    const request = { method: 'irv', variant: 'irv-single-elimination', options: {} };
    expect(() => count(rankedElection(frame, [[1, [0]]]), request)).toThrow(
      'IRV fills one seat, not 2',
    );
    const equal = rankedElection({ ...frame, seats: 1 }, [[1, [[0, 1]]]]);
    expect(() => count(equal, request)).toThrow('this rule counts no equal ranks');
  });
});
