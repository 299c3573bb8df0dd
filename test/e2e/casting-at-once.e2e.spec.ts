import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import { changing } from './casting/changing.js';
import { holdRing, mostFollowed } from './casting/ring.js';
import type { HeldRing } from './casting/ring.js';
import { manyMembers, pairwise, sameMember } from './casting/rounds.js';

// The long edition, of 200 at three processes, is `casting-at-once.long.spec.ts`.
let ring: HeldRing;
beforeAll(async () => {
  ring = await holdRing(40, 2, ({ env }) => startApi({ env }));
});
afterAll(() => ring.end());

describe('forty who vote at once, at two APIs', () => {
  it('are counted each once, as the closing second comes', async () => {
    const { taken, refused } = await manyMembers(ring, 150);
    expect(taken.length + refused.length).toBe(40);
  });

  it('have one ballot each, from however many places they vote', async () => {
    const { taken } = await sameMember(ring, 4);
    expect(taken).toHaveLength(44);
  });

  it('are counted as is followed at the end, as delegations change meanwhile', async () => {
    expect(await changing(ring, mostFollowed, 150)).toBeGreaterThanOrEqual(0);
    expect(await changing(ring, mostFollowed, 1000)).toBeGreaterThan(0);
  });

  it('keep to one end, whatever comes between', async () => {
    expect(['passed', 'rejected', 'tied', 'cancelled']).toContain(
      await pairwise(ring, 'cancelling', 'closing'),
    );
    await pairwise(ring, 'taking it back', 'casting it anew');
    expect(await ring.recount()).toEqual([]);
  });
});
