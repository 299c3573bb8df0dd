import type { RateLimits } from '@rochdale/identity';
import type { UnitOfWork } from '@rochdale/platform';
import { expect, it } from 'vitest';
import type { ProposalQueries } from '../proposal/proposal.queries.js';
import { memberActor, ruleLike } from '../testing/decision-world.js';
import { SimulatePolicy } from './simulate-policy.js';

const ids = Array.from({ length: 5 }, (_, nth) => `vote-${nth}`);
const size = { electorateWeight: 90_000n, activeMembersWeight: 90_000n, leftOut: null };
const came = { outcome: 'passed', outcomeReason: 'agreement-reached', winners: null };
const view = (id: string) => ({ id, rule: ruleLike(), lotSeed: null, ...size, ...came });
const groups = [{ mark: 'agree', weight: 30_000n, ballots: 30_000 }];
const tally = (proposalId: string) => ({ proposalId, ballots: 30_000, silentWeight: 0n, groups });

/** Nothing of it waits for anything but what a promise waits for. */
const simulation = (): SimulatePolicy => {
  const actor = memberActor('a-cooperative', 'a-member');
  const tx = { actor, cooperativeId: 'a-cooperative', rows: async () => ids.map((id) => ({ id })) };
  const parts = [
    { read: async (_actor: unknown, body: (inside: unknown) => unknown) => body(tx) },
    { byIds: async () => ids.map(view), tallies: async () => ids.map(tally) },
    { consume: async () => ({ allowed: true, retryAfterSeconds: 0 }) },
  ] as unknown as [UnitOfWork, ProposalQueries, RateLimits];
  return new SimulatePolicy(...parts);
};

it('counts no vote once it counted enough ballots, and lets others work between two', async () => {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const span = { from: new Date('2026-01-01'), before: new Date('2026-02-01') };
  const input = { rule: ruleLike(), ...span };
  const { votes, isCutOff } = await simulation().execute(
    memberActor('a-cooperative', 'a-member'),
    input,
  );
  isOver = true;
  expect([votes.map(({ proposalId }) => proposalId), isCutOff]).toEqual([ids.slice(0, 2), true]);
  expect(turns).toBeGreaterThanOrEqual(2);
});
