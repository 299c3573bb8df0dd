import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../libs/voting/src/testing/inside.js';
import { asOwner } from '../e2e/casting/one-cooperative.js';
import { changing } from '../e2e/casting/changing.js';
import { holdRing, mostFollowed } from '../e2e/casting/ring.js';
import type { Answering, HeldRing } from '../e2e/casting/ring.js';
import { manyMembers, pairwise, rivals, sameMember } from '../e2e/casting/rounds.js';
import type { Rival } from '../e2e/casting/rounds.js';

const minutes = 60_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const rounds = 50;
const casters = 200;

/** An API as an operator starts it, in a process of its own. */
async function startProcess({ env }: ServiceEnvironment): Promise<Answering> {
  const child = spawn(process.execPath, ['tools/start.mjs', 'api'], {
    cwd: root,
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  let output = '';
  const url = await new Promise<string>((done, fail) => {
    void ended.then(() => fail(new Error(`the API ended:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const found = /Rochdale is at (\S+)/.exec(output)?.[1];
        if (found !== undefined && / up in \d+ ms/.test(output)) done(found);
      });
    }
  });
  return {
    url,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

let ring: HeldRing;
beforeAll(async () => {
  // Three that start at once would build at once.
  spawnSync(process.execPath, ['tools/build.mjs', '--if-stale'], { cwd: root });
  ring = await holdRing(casters, 3, startProcess);
}, 10 * minutes);
afterAll(() => ring.end());

describe(`${casters} who vote at once, at three processes, in ${rounds} rounds`, () => {
  it(
    'are counted each once, as the closing second comes in their midst',
    async () => {
      let [taken, refused] = [0, 0];
      for (let round = 0; round < rounds; round += 1) {
        const log = await manyMembers(ring, 100 + 40 * (round % 25));
        expect(log.taken.length + log.refused.length).toBe(casters);
        taken += log.taken.length;
        refused += log.refused.length;
      }
      // The second came in their midst, and not always before or after.
      expect(taken).toBeGreaterThan(rounds);
      expect(refused).toBeGreaterThan(rounds);
    },
    30 * minutes,
  );

  it(
    'have one ballot each, from however many places they vote',
    async () => {
      for (let round = 0; round < rounds; round += 1) {
        const { taken } = await sameMember(ring, 1 + (round % 10));
        expect(taken.length).toBe(casters + 1 + (round % 10));
      }
    },
    30 * minutes,
  );

  it(
    'are counted as is followed at the end, as delegations change meanwhile',
    async () => {
      let represented = 0;
      for (let round = 0; round < rounds; round += 1) {
        represented += await changing(ring, mostFollowed, 100 + 40 * (round % 25));
      }
      // The second came in their midst, and not always before the first ballot.
      expect(represented).toBeGreaterThan(rounds);
    },
    30 * minutes,
  );

  const names = Object.keys(rivals) as Rival[];
  const pairs = names.flatMap((one, nth) => names.slice(nth).map((other) => [one, other] as const));
  it.each(pairs)(
    'keep to one end beside %s and %s',
    { timeout: 5 * minutes },
    async (one, other) => {
      const ends = new Set<string>();
      for (let round = 0; round < 5; round += 1) ends.add(await pairwise(ring, one, other));
      expect(ends.has('open')).toBe(one.includes(' ') && other.includes(' '));
    },
  );

  it('leave every law whole, and each vote is the same when it is counted again', async () => {
    expect(await ring.recount()).toEqual([]);
    for (const { name, sql } of votingInvariants) {
      const rows = await asOwner(
        ring.databaseUrl,
        async (client) => (await client.query(sql)).rows,
      );
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
  });
});
