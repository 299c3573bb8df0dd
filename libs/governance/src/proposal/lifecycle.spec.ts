import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayFollow, proposalStates, transition, transitions } from './lifecycle.js';

const migration = readFileSync(
  new URL('../../../../migrations/1796020000002-governance-name-states.ts', import.meta.url),
  'utf8',
);

describe('the life of a proposal', () => {
  it('refuses every step that is not in the table, with its own code', () => {
    const refused = proposalStates.flatMap((from) =>
      proposalStates.filter((to) => !mayFollow(from, to)).map((to) => [from, to] as const),
    );
    for (const [from, to] of refused) {
      expect(() => transition(from, to)).toThrow(`cannot become ${to}`);
    }
    for (const [from, to] of transitions()) expect(transition(from, to)).toBe(to);
  });

  it('cannot be cancelled or withdrawn once it is closed', () => {
    for (const from of ['closed', 'passed', 'queued', 'executed', 'tied'] as const) {
      expect(mayFollow(from, 'cancelled') || mayFollow(from, 'withdrawn')).toBe(false);
    }
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
    const pairs = [...guard.matchAll(/\('([a-z-]+)', '([a-z-]+)'\)/g)].map(
      ([, from, to]) => `${from}>${to}`,
    );
    expect(pairs.toSorted()).toEqual(
      transitions()
        .map((step) => step.join('>'))
        .toSorted(),
    );
  });
});
