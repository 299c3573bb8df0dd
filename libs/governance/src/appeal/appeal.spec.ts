import { expect, it } from 'vitest';
import { proposalStates } from '../proposal/lifecycle.js';
import { verdictOf } from './appeal.js';

it('an appeal comes to what its last vote came to, and to nothing before', () => {
  const verdicts = (isErased: boolean) =>
    proposalStates.map((state) => [state, verdictOf(state, { isErased })]);
  expect(Object.fromEntries(verdicts(false))).toEqual({
    draft: null,
    notice: null,
    open: null,
    extended: null,
    closed: null,
    passed: null,
    // Nobody spoke for it, or too few: what was decided before goes on.
    rejected: 'dismissed',
    'no-quorum': 'dismissed',
    tied: 'dismissed',
    // It upholds the appeal when it is carried out, and lapses to nobody's harm.
    queued: null,
    executed: null,
    'execution-failed': null,
    expired: 'upheld',
    // A rule ended it, and nobody decided.
    cancelled: 'void',
    withdrawn: 'withdrawn',
  });
  const ofErased = Object.fromEntries(verdicts(true));
  expect([ofErased['cancelled'], ofErased['execution-failed'], ofErased['open']]).toEqual([
    'withdrawn',
    'withdrawn',
    null,
  ]);
});
