import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import { command } from '../../apps/cli/src/commands/replay-erasures.js';
import { startWorker } from '../../apps/worker/src/main.js';
import { submits } from './kit/spending.js';
import { Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// A story takes as long as its year has chapters.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

// A copy of the database is made, somebody is erased, and the copy takes the database's place.
let story: Story;
let zel: Person;
let claimed: string;
beforeAll(async () => {
  story = await Story.begin();
  const founder = await story.found('Wilburga Stroud');
  await story.change(
    founder.token,
    'mutation { payload: policyPackAdopt(pack: "defaults") { userErrors { code message } } }',
  );
  zel = await story.joins('Zelphina Brandt');
  claimed = await submits(story, zel, 'A box of cables', 4500n);
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

async function replay(exit = 0, env = story.service.env): Promise<string> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let said = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString();
      done();
    },
  });
  expect(await command.run([], { stdout, stderr: stdout })).toBe(exit);
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
  const later = new Story(story.service, api, worker, story.clock, []);
  await later.change(
    zel.token,
    'mutation ($id: ID!) { payload: expenseWithdraw(id: $id) { userErrors { code message } } }',
    { id: claimed },
  );
  await later.change(
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
  // With another secret nothing is erased again: accounts by which lines are found stay shut.
  const env = {
    ...story.service.env,
    ROCHDALE_SECRET: 'another secret than the database was sealed by',
  };
  for (const start of [startApi, startWorker]) {
    await expect(start({ ...options(), env })).rejects.toMatchObject({ code: 'SECRET_DIFFERS' });
  }
  await expect(replay(0, env)).rejects.toMatchObject({ code: 'SECRET_DIFFERS' });
  expect(await named()).toEqual([{ display_name: zel.name }]);
  // By the ids that everybody is given, and by none of which one reads when it was made.
  const said = await replay();
  expect(said).toMatch(/^open with member \S+ of \S+: EXPENSE_UNPAID, expenses \S+\n/);
  expect(said).toContain(`open with member ${zel.memberId} of `);
  expect(said).toContain(`expenses ${claimed}\nmembers erased again: 1\n`);
  expect(said).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(await named()).toEqual([{ display_name: null }]);
  const again = [await startApi(options()), await startWorker(options())];
  for (const process of again) await process.close();
  // What is open is named until it is settled: who lost the first list has this one.
  const open = said.replace('members erased again: 1', 'members erased again: 0');
  expect(await replay()).toBe(open);
  // A foreign file is named, and neither it nor what is said of others is lost.
  const files = join(story.service.env['ROCHDALE_DATA'] ?? '', 'files', 'erasures');
  const [of = ''] = (await readdir(files)).filter((name) => name.startsWith('of-'));
  await writeFile(join(files, of, 'readme'), 'x');
  const told = await replay(1);
  expect(told).toContain(open);
  expect(told).toContain(`the file erasures/${of}/readme does not say who was erased`);
  const beside = [await startApi(options()), await startWorker(options())];
  for (const process of beside) await process.close();
});
