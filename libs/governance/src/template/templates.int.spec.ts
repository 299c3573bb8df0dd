import { afterAll, beforeAll, expect, it } from 'vitest';
import { policyPacks } from '../policy/policy-packs.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, memberActor } from '../testing/decision-world.js';
import { ImportTemplates } from './import-templates.js';
import { KeepTemplate } from './keep-template.js';
import { RetireTemplate } from './retire-template.js';
import { shippedTemplates } from './shipped.js';
import { TemplateQueries } from './template.queries.js';
import { toFile } from './template.js';
import type { Template } from './template.js';

let world: DecisionWorld;
const queries = new TemplateQueries();
beforeAll(async () => {
  world = await createDecisionWorld(2);
  for (const { key, title, rule } of policyPacks[0]!.policies.slice(0, 2)) {
    await world.adopt.execute(world.system, { key, title, rule });
  }
});
afterAll(() => world.close());

const named = (key: string) => shippedTemplates.find((one) => one.key === key)!;
const ours: Template = { ...named('ordinary'), title: 'Our own' };
const keep = (template: unknown, replacesVersion: number | null) =>
  new KeepTemplate(world.unitOfWork).execute(world.secretary, { template, replacesVersion });
const retire = (key: string, version: number) =>
  new RetireTemplate(world.unitOfWork).execute(world.secretary, { key, version });
const take = (templates: readonly Template[], replaces = false) =>
  new ImportTemplates(world.unitOfWork).execute(world.secretary, {
    file: toFile(templates),
    replaces,
  });
const read = async () => {
  const all = await world.unitOfWork.read(world.voters[1]!, (tx) => queries.all(tx));
  return new Map(all.map((one) => [one.template.key, one]));
};
const kept = () =>
  world.asOwner<{ key: string; version: number; retired: boolean }>(
    `select key, version, retired_at is not null as retired from governance.templates
     order by key, version`,
  );

it('are kept in versions, by who saw the one before, and taken out of use', async () => {
  const before = await read();
  expect(before.get('ordinary')).toMatchObject({ version: 0, misfits: [] });
  // What ships is there before its policy is, and says what it lacks.
  expect(before.get('gradients')?.misfits).toMatchObject([{ reason: 'policy-unknown' }]);
  const stale = { code: 'TEMPLATE_VERSION_STALE' };
  await expect(keep(ours, null)).rejects.toMatchObject(stale);
  const results = await Promise.allSettled([keep(ours, 0), keep({ ...ours, purpose: '' }, 0)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await keep({ ...ours, purpose: 'Both' }, 1);
  await expect(retire('ordinary', 1)).rejects.toMatchObject(stale);
  await retire('ordinary', 2);
  // What ships lies nowhere before it is retired: two at once wait for each other all the same.
  const both = await Promise.allSettled([retire('advice', 0), retire('advice', 0)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'TEMPLATE_NOT_FOUND' },
  });
  expect([(await read()).has('ordinary'), (await read()).has('advice')]).toEqual([false, false]);
  await expect(retire('ordinary', 2)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' });
  await keep(ours, null);
  expect((await read()).get('ordinary')).toMatchObject({ version: 3, template: ours });
  expect(await kept()).toEqual([
    { key: 'advice', version: 1, retired: true },
    { key: 'ordinary', version: 1, retired: true },
    { key: 'ordinary', version: 2, retired: true },
    { key: 'ordinary', version: 3, retired: false },
  ]);
  const change = `update governance.templates set definition = '{}' where version = 3`;
  await expect(world.asOwner(change)).rejects.toThrow('never changed');
});

it('are refused where they do not fit, with the reason', async () => {
  const foreign = { ...ours, key: 'foreign', policy: { key: 'nowhere', pack: null } };
  await expect(keep(foreign, null)).rejects.toMatchObject({
    code: 'TEMPLATE_UNFIT',
    details: {
      path: ['templateJson', 'policy', 'key'],
      data: { reason: 'policy-unknown' },
    },
  });
});

it('are handed on as a file, and taken over all or none', async () => {
  const file = await world.unitOfWork.read(world.voters[0]!, (tx) =>
    queries.file(tx, ['ordinary']),
  );
  expect(file).toEqual(toFile([ours]));
  const lent = { ...ours, key: 'lent' };
  const other = { ...ours, title: 'Theirs' };
  const before = await kept();
  expect(await take([lent, other, named('gradients')])).toMatchObject({
    kept: [],
    misfits: [
      { key: 'gradients', reason: 'policy-unknown' },
      { key: 'ordinary', reason: 'already-there' },
    ],
  });
  expect(await kept()).toEqual(before);
  expect(await take([lent, other], true)).toEqual({ kept: ['lent', 'ordinary'], misfits: [] });
  expect(await take([lent, other], true)).toEqual({ kept: [], misfits: [] });
  const filled = world.unitOfWork.read(world.voters[0]!, (tx) =>
    queries.fill(tx, { key: 'lent', version: 2, values: {} }),
  );
  await expect(filled).rejects.toMatchObject({ code: 'TEMPLATE_VERSION_STALE' });
});

it('are kept by secretaries, and read by members of the co-operative alone', async () => {
  const member = memberActor(world.cooperativeId, world.voters[1]!.memberId!);
  const tried = new KeepTemplate(world.unitOfWork).execute(member, {
    template: ours,
    replacesVersion: 3,
  });
  await expect(tried).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const elsewhere = memberActor('01900000-0000-7000-8000-00000000000b', member.memberId!);
  const theirs = await world.unitOfWork.read(elsewhere, (tx) => queries.all(tx));
  expect(theirs.every(({ version }) => version === 0)).toBe(true);
});
