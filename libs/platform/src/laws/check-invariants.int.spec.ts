import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import type { Invariant } from '../db/invariant.js';
import { sql } from '../db/statement.js';
import { newId } from '../kernel/id.js';
import { systemActor } from '../kernel/actor.js';
import { openLog } from '../telemetry/log.js';
import { Metrics } from '../telemetry/metrics.js';
import { platformInvariants } from '../platform.invariants.js';
import { BrokenLaws } from './broken-laws.js';
import { CheckInvariants } from './check-invariants.js';

const cooperativeId = newId();
let world: TestWorld;
const lines: string[] = [];
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

async function check(laws: readonly Invariant[]): Promise<void> {
  lines.length = 0;
  const log = openLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const brokenLaws = new BrokenLaws(world.unitOfWork, new Metrics(), log);
  const checking = new CheckInvariants(world.unitOfWork, laws, brokenLaws);
  await checking.execute(systemActor(cooperativeId, 'job'));
}

const announced = () =>
  world.asOwner<{ data: object }>(
    `select data from platform.facts where type = 'platform.InvariantBroken' order by id`,
  );

const prepared = 'select name from pg_prepared_statements';

/** What is prepared on any connection of the service: all are taken at once. */
async function preparedNames(): Promise<string[]> {
  const { pool } = world.pool;
  const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  try {
    const answers = await Promise.all(
      clients.map((client) => client.query<{ name: string }>(prepared)),
    );
    return answers.flatMap(({ rows }) => rows.map(({ name }) => name));
  } finally {
    for (const client of clients) client.release();
  }
}
describe('the nightly check', () => {
  it('is content with walls that show what they should', async () => {
    await check(platformInvariants);
    expect(lines).toEqual([]);
    expect(await announced()).toEqual([]);
  });

  it('leaves no plan with any connection: it would be of when the books were small', async () => {
    const kept = sql('laws-spec.kept', 'select 1 as n');
    await world.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) => tx.rows(kept));
    await check(platformInvariants);
    const names = await preparedNames();
    expect(names).toContain(kept.name);
    expect(names.filter((name) => name.startsWith('platform.invariant-'))).toEqual([]);
  });

  it.each([
    ['that shows every co-operative’s rows', 'using (true)'],
    ['that shows others', 'using (cooperative_id is not null)'],
    ['that takes what it would not show', 'with check (true)'],
  ])('finds a policy of the tenant %s', async (_, saying) => {
    await world.asOwner(`alter policy tenant on platform.attachments ${saying}`);
    const [law] = platformInvariants;
    const found = await world.asApplication(law?.sql ?? '', [], cooperativeId);
    const mend = expect.stringMatching(/^alter policy tenant on platform.attachments using/);
    expect(found).toEqual([{ table: 'platform.attachments', role: expect.any(String), mend }]);
    await world.asOwner((found[0] as { mend: string }).mend);
    expect(await world.asApplication(law?.sql ?? '', [], cooperativeId)).toEqual([]);
  });

  it('finds another policy that shows all of a tenant’s table', async () => {
    await world.asOwner('create policy more on platform.attachments for select using (true)');
    const [law] = platformInvariants;
    expect(await world.asApplication(law?.sql ?? '', [], cooperativeId)).toMatchObject([
      { mend: 'drop policy more on platform.attachments' },
    ]);
    await world.asOwner('drop policy more on platform.attachments');
  });

  it('says so when the policies hide rows from the service', async () => {
    await world.asOwner('alter policy tenant on platform.attachments to current_user');
    await check(platformInvariants);
    const found = { invariant: 'platform.every-row-is-seen', rows: 1 };
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ msg: 'a law is broken', ...found }),
    ]);
    expect(await announced()).toEqual([{ data: found }]);
  });
});
