import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import { command } from '../../apps/cli/src/commands/replay-erasures.js';
import { startWorker } from '../../apps/worker/src/main.js';
import { Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// A copy of the database is made, somebody is erased, and the copy takes the database's place.
let story: Story;
let zel: Person;
beforeAll(async () => {
  story = await Story.begin();
  await story.found('Wilburga Stroud');
  zel = await story.joins('Zelphina Brandt');
  await story.change(
    zel.token,
    'mutation { payload: membershipLeave { userErrors { code message } } }',
  );
  await story.work();
});
afterAll(() => story.service.close());
afterEach(() => vi.unstubAllEnvs());

const options = () => ({ env: story.service.env, clock: story.clock, beating: false });

/** As the server's owner, beside the database that is copied. */
async function onServer(...statements: readonly string[]): Promise<void> {
  const url = new URL(story.service.database.adminUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const text of statements) await client.query(text);
  } finally {
    await client.end();
  }
}

async function replay(): Promise<string> {
  for (const [name, value] of Object.entries(story.service.env)) vi.stubEnv(name, value);
  let said = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString();
      done();
    },
  });
  expect(await command.run([], { stdout, stderr: stdout })).toBe(0);
  return said;
}

const named = () =>
  story.rows<{ display_name: string | null }>(
    'select display_name from membership.members order by id desc limit 1',
  );

it('a restored back-up serves nobody before whom it brought back is erased again', async () => {
  const name = new URL(story.service.database.adminUrl).pathname.slice(1);
  const copy = `${name}_copy`;
  await story.worker.close();
  await story.api.close();
  await onServer(`create database ${copy} template ${name}`);

  const [api, worker] = [await startApi(options()), await startWorker(options())];
  await new Story(story.service, api, worker, story.clock, []).change(
    zel.token,
    'mutation { payload: memberErase { userErrors { code message } } }',
  );
  await worker.loop.drain();
  expect(await named()).toEqual([{ display_name: null }]);
  await worker.close();
  await api.close();
  await onServer(`drop database ${name} with (force)`, `alter database ${copy} rename to ${name}`);
  expect(await named()).toEqual([{ display_name: zel.name }]);

  // One after the other: a refusal that nobody awaits yet would count as nobody's.
  for (const start of [startApi, startWorker]) {
    await expect(start(options())).rejects.toThrow('members again who were erased (1)');
  }
  expect(await replay()).toBe('members erased again: 1\n');
  expect(await named()).toEqual([{ display_name: null }]);
  const again = [await startApi(options()), await startWorker(options())];
  for (const process of again) await process.close();
  expect(await replay()).toBe('members erased again: 0\n');
});
