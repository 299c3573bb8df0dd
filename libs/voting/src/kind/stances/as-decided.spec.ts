import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../../testing/rules.js';
import { asDecided } from './as-decided.js';
import { decideOutcome } from './outcome.js';
import { denominatorNames } from './stances.js';

const weight = fc.bigInt({ min: 0n, max: 6n });
const counts = fc.record({ agree: weight, abstain: weight, disagree: weight, block: weight });
const share = fc.constantFrom('1/3', '1/2', '2/3');
const rule = fc
  .record({
    share,
    strict: fc.boolean(),
    of: fc.constantFrom(...denominatorNames),
    quorum: fc.option(share),
    isLazy: fc.boolean(),
  })
  .map(({ quorum, isLazy, ...agree }) => {
    // A quorum and a share of all are of the same body.
    const of = agree.of === 'active-members' ? agree.of : 'electorate';
    return ruleLike({
      quorum: quorum === null ? null : { share: quorum, of, counts: 'ballots' },
      decision: isLazy ? { kind: 'lazy', objectionsToReject: 2 } : { kind: 'threshold', agree },
    });
  });
const exact = { electorateWeight: 24n, activeMembersWeight: 30n };

describe('the figures of what is decided', () => {
  it('are as they were counted, where the sizes that are told are the sizes', () => {
    fc.assert(
      fc.property(rule, counts, (held, given) => {
        const verdict = decideOutcome(held, given, exact);
        expect(asDecided(held, verdict.figures, verdict)).toEqual(verdict.figures);
      }),
    );
  });

  it('say what was reached by the sizes themselves, whatever is told of them', () => {
    fc.assert(
      fc.property(rule, counts, fc.bigInt({ min: 0n, max: 9n }), (held, given, leftOut) => {
        const told = {
          electorateWeight: exact.electorateWeight + leftOut,
          activeMembersWeight: exact.activeMembersWeight + leftOut,
        };
        const verdict = decideOutcome(held, given, exact);
        const { figures } = decideOutcome(held, given, told);
        const { quorumReached, agreementReached, blockStands } = asDecided(held, figures, verdict);
        expect(quorumReached).toBe(verdict.figures.quorumReached);
        if (!quorumReached) return;
        expect({ agreementReached, blockStands }).toEqual({
          agreementReached: verdict.figures.agreementReached,
          blockStands: verdict.figures.blockStands,
        });
      }),
    );
  });
});
