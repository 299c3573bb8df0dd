import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { rankedElection } from '../model/make-election.js';
import {
  countBy,
  outcomeOf,
  rankedOf,
  rankedProfiles,
  splitAndReversed,
} from '../testing/arbitrary-ballots.js';

const four = { candidates: ['A', 'B', 'C', 'D'] };

describe('Borda points', () => {
  it('n..1 gives n for the first place down to 1, ties and left-out share the average', () => {
    const election = rankedElection(four, [[2, [[1, 2]]]]);
    expect(countBy('borda/n..1', election).totals).toEqual(['3', '7', '7', '3']);
  });

  it('n-1..0 gives a point per candidate beaten', () => {
    const election = rankedElection(four, [[1, [0, 1, 2, 3]]]);
    expect(countBy('borda/n-1..0', election).totals).toEqual(['3', '2', '1', '0']);
  });

  it('modified gives as many points as candidates are ranked', () => {
    const election = rankedElection(four, [[1, [3, [0, 1]]]]);
    expect(countBy('borda/modified', election).totals).toEqual(['3/2', '3/2', '0', '3']);
  });

  it('dowdall gives 1, 1/2, 1/3', () => {
    const election = rankedElection(four, [[1, [2, 0, 1, 3]]]);
    expect(countBy('borda/dowdall', election).totals).toEqual(['1/2', '1/3', '1', '1/4']);
  });

  it('gives nothing to those left out if that is no opinion', () => {
    const election = rankedElection(four, [[1, [2]]], 'no-opinion');
    expect(countBy('borda/n..1', election).totals).toEqual(['0', '0', '4', '0']);
    const last = countBy('borda/n..1', election, { unranked: 'last' });
    expect(last.totals).toEqual(['2', '2', '4', '2']);
  });

  it('passes over those who withdrew, on the ballots and among the places', () => {
    const election = rankedElection({ ...four, withdrawn: [1] }, [[1, [1, 0, 2, 3]]]);
    expect(countBy('borda/n..1', election).totals).toEqual(['3', '0', '2', '1']);
    expect(countBy('borda/modified', election).totals).toEqual(['3', '0', '2', '1']);
  });
});

describe('what Borda promises', () => {
  it('the points of a ballot are always the same in sum', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const { totals = [] } = countBy('borda/n..1', rankedOf(profile));
        const sum = totals
          .map((total) => Rational.parse(total) as Rational)
          .reduce((all, one) => all.add(one), Rational.ZERO);
        const n = profile.candidates;
        const weight = profile.ballots.reduce((all, [one]) => all + one, 0);
        expect(sum.toString()).toBe(String((weight * n * (n + 1)) / 2));
      }),
    );
  });

  it('n-1..0 counts the candidates beaten in all comparisons', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const borda = countBy('borda/n-1..0', rankedOf(profile));
        const { pairwise = [] } = countBy('schulze/winning', rankedOf(profile));
        const weight = profile.ballots.reduce((all, [one]) => all + one, 0);
        pairwise.forEach((row, a) => {
          const wins = row.reduce((all, votes) => all + Number(votes), 0);
          const losses = pairwise.reduce((all, other) => all + Number(other[a]), 0);
          const equal = weight * (profile.candidates - 1) - wins - losses;
          expect(Rational.parse(borda.totals?.[a] ?? '')?.toString()).toBe(
            Rational.of(2 * wins + equal, 2).toString(),
          );
        });
      }),
    );
  });

  it('the order of ballots and how their weight is split make no difference', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        for (const name of ['borda/n..1', 'borda/modified', 'borda/dowdall']) {
          expect(outcomeOf(countBy(name, rankedOf(splitAndReversed(profile))))).toEqual(
            outcomeOf(countBy(name, rankedOf(profile))),
          );
        }
      }),
    );
  });
});
