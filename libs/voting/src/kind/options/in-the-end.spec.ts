import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countVote } from '../../count/count-vote.js';
import { ballotsFor, grouped, optionRules } from '../../testing/option-votes.js';
import type { OptionCount } from './option-count.js';

const size = { electorateWeight: 30n, activeMembersWeight: 30n };

describe.each(Object.entries(optionRules))('a vote by %s is told to its end', (_name, rule) => {
  const told = (ballots: Parameters<typeof grouped>[0], seed: string | null) => {
    const tieRule = seed === null ? 'status-quo' : 'lot';
    const verdict = countVote({ ...rule, tieRule }, grouped(ballots), size, seed);
    const { steps } = verdict.count as OptionCount;
    return { ...verdict, steps, words: (steps?.account ?? []).join('\n') };
  };

  it('says that nothing is decided exactly where nothing is', () => {
    fc.assert(
      fc.property(ballotsFor(rule), (ballots) => {
        const { outcome, steps, words } = told(ballots, null);
        if (steps === null) return;
        expect(words.endsWith('nothing is decided.')).toBe(outcome !== 'passed');
      }),
    );
  });

  it('names every tie, and the lot where one decided', () => {
    fc.assert(
      fc.property(ballotsFor(rule), (ballots) => {
        const { steps, words } = told(ballots, 'a seed');
        for (const { purpose, names, brokenBy } of steps?.ties ?? []) {
          expect(words).toContain(`(${purpose}) between ${names.join(', ')}`);
          if (brokenBy === 'lot') expect(words).toContain('by lot');
        }
      }),
    );
  });
});
