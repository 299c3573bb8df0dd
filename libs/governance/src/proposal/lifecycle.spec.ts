import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ProposalState } from './lifecycle.js';
import {
  mayFollow,
  proposalStates,
  transition,
  transitions,
  undecidedStates,
  votingStates,
} from './lifecycle.js';

const migration = readFileSync(
  new URL('../../../../migrations/1796020000002-governance-name-states.ts', import.meta.url),
  'utf8',
);

/** The life of a proposal, written down a second time: state, and all that may follow it. */
const life: readonly (readonly [ProposalState, string])[] = [
  ['draft', 'notice open cancelled withdrawn'],
  ['notice', 'open cancelled withdrawn'],
  ['open', 'extended closed cancelled withdrawn'],
  ['extended', 'closed cancelled withdrawn'],
  ['closed', 'passed rejected no-quorum tied'],
  ['passed', 'queued'],
  ['rejected', ''],
  ['no-quorum', ''],
  ['tied', ''],
  ['queued', 'executed execution-failed expired'],
  ['executed', ''],
  ['execution-failed', 'queued expired'],
  ['expired', ''],
  ['cancelled', ''],
  ['withdrawn', ''],
];

const pairs = life.flatMap(([from, followers]) =>
  life.map(([to]) => [from, to, followers.split(' ').includes(to)] as const),
);

describe('every pair of states', () => {
  it('is in the table, each once', () => {
    expect(life.map(([state]) => state)).toEqual([...proposalStates]);
    expect(pairs).toHaveLength(15 * 15);
  });

  it.each(pairs.filter(([, , allowed]) => allowed))('%s may become %s', (from, to) => {
    expect(mayFollow(from, to)).toBe(true);
    expect(transition(from, to)).toBe(to);
  });

  it('that is not is refused with its own code, and says both', () => {
    const refused = pairs.filter(([, , allowed]) => !allowed);
    expect(refused).toHaveLength(15 * 15 - 24);
    for (const [from, to] of refused) {
      expect(mayFollow(from, to)).toBe(false);
      expect(() => transition(from, to)).toThrow(
        expect.objectContaining({
          code: 'PROPOSAL_STATUS_CONFLICT',
          details: { path: ['proposalId'], data: { from, to } },
        }) as Error,
      );
      expect(() => transition(from, to)).toThrow(`that is ${from} cannot become ${to}.`);
    }
  });

  it('that is allowed is a step of the list, once', () => {
    const allowed = pairs.filter(([, , isAllowed]) => isAllowed);
    const steps = transitions().map(([from, to]) => `${from}>${to}`);
    expect(steps.toSorted()).toEqual(allowed.map(([from, to]) => `${from}>${to}`).toSorted());
  });
});

describe('the life of a proposal', () => {
  it('can be ended by hand as long as it is not decided, and never after', () => {
    for (const state of proposalStates) {
      const isUndecided = undecidedStates.includes(state);
      expect([state, mayFollow(state, 'withdrawn')]).toEqual([state, isUndecided]);
      expect([state, mayFollow(state, 'cancelled')]).toEqual([state, isUndecided]);
    }
    expect(undecidedStates).toEqual(['draft', 'notice', 'open', 'extended']);
  });

  it('takes ballots while it can be closed, and at no other time', () => {
    expect(votingStates).toEqual(proposalStates.filter((state) => mayFollow(state, 'closed')));
  });

  it('never returns to what it was before the vote', () => {
    const after = proposalStates.slice(proposalStates.indexOf('closed'));
    for (const from of after) {
      for (const to of ['draft', 'notice', 'open', 'extended', 'closed'] as const) {
        expect(mayFollow(from, to)).toBe(false);
      }
    }
  });

  it('carries nothing out but what passed', () => {
    const before = new Set<ProposalState>(['queued']);
    for (const _ of proposalStates) {
      for (const [from, to] of transitions()) if (before.has(to)) before.add(from);
    }
    for (const state of ['rejected', 'no-quorum', 'tied', 'cancelled', 'withdrawn'] as const) {
      expect(before.has(state)).toBe(false);
    }
    expect(transitions().filter(([, to]) => to === 'executed')).toEqual([['queued', 'executed']]);
  });

  it('reaches every state from a draft', () => {
    const reached = new Set<string>(['draft']);
    for (const _ of proposalStates) {
      for (const [from, to] of transitions()) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...proposalStates].toSorted());
  });

  it('is guarded by Postgres with the very same steps', () => {
    const guard = /old\.state, new\.state\) NOT IN \(([\s\S]*?)\) THEN/.exec(migration)?.[1] ?? '';
    const guarded = [...guard.matchAll(/\('([a-z-]+)', '([a-z-]+)'\)/g)].map(
      ([, from, to]) => `${from}>${to}`,
    );
    expect(guarded.toSorted()).toEqual(
      transitions()
        .map((step) => step.join('>'))
        .toSorted(),
    );
  });
});
