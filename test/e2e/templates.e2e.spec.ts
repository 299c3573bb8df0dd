import { toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { CreateFund } from '@rochdale/treasury';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fund as fundTerms } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await takeUp('defaults');
});
afterAll(() => world.close());

const takeUp = (pack: string) =>
  world.administrator.change(
    `mutation ($pack: String!) { payload: policyPackAdopt(pack: $pack) { userErrors { code } } }`,
    { pack },
  );

interface Told {
  readonly key: string;
  readonly version: number;
  readonly policyPack: string | null;
  readonly misfits: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly templateJson: string;
}

const told = 'key version policyPack misfits { code path } templateJson';
const list = async (by: ApiClient): Promise<readonly Told[]> =>
  (await by.query<{ proposalTemplates: readonly Told[] }>(`{ proposalTemplates { ${told} } }`))
    .proposalTemplates;

interface Answer {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly templates?: readonly Told[] | null;
  readonly misfits?: Told['misfits'] | null;
  readonly proposal?: {
    readonly id: string;
    readonly title: string;
    readonly textHtml: string;
    readonly options: readonly string[] | null;
    readonly actions: readonly { readonly kind: string; readonly payloadJson: string }[];
  } | null;
}

const keep = (by: ApiClient, template: object, replacesVersion: number | null = null) =>
  by.mutate<Answer>(
    `mutation ($input: TemplateKeepInput!) { payload: templateKeep(input: $input) {
       userErrors { code path } templates { ${told} } } }`,
    { input: { templateJson: JSON.stringify(template), replacesVersion } },
  );
const take = (by: ApiClient, fileJson: string, replaces = false) =>
  by.mutate<Answer>(
    `mutation ($input: TemplatesImportInput!) { payload: templatesImport(input: $input) {
       userErrors { code path } misfits { code path } templates { ${told} } } }`,
    { input: { fileJson, replaces } },
  );
const draft = (templateKey: string, values: object, version: number | null = null) =>
  world.members[0].mutate<Answer>(
    `mutation ($input: TemplateDraftInput!) { payload: proposalDraftFromTemplate(input: $input) {
       userErrors { code path }
       proposal { id title textHtml options actions { kind payloadJson } } } }`,
    { input: { templateKey, version, valuesJson: JSON.stringify(values) } },
  );

const quick = {
  key: 'quick',
  title: 'Quick',
  purpose: 'What is soon said.',
  policy: { key: 'ordinary', pack: 'defaults' },
  fields: [{ name: 'what', label: 'What?', kind: 'text' }],
  proposal: {
    title: 'Quick',
    body: '{{what}}',
    options: null,
    voteTerms: null,
    actions: [],
    windowHours: null,
    visibility: null,
    tags: [],
  },
};

it('are ready, or say by a code that a pack has their policy: every one that ships', async () => {
  const lacking = (await list(world.members[0])).filter(({ misfits }) => misfits.length > 0);
  expect(lacking.map(({ key, policyPack, misfits }) => [key, policyPack, misfits])).toEqual(
    [
      ['consensus', 'autonomic'],
      ['consent', 'ways-to-vote'],
      ['election', 'ways-to-vote'],
      ['gradients', 'ways-to-vote'],
      ['participatory-budget', 'ways-to-vote'],
    ].map((one) => [...one, [{ code: 'policy-unknown', path: ['policy', 'key'] }]]),
  );
  for (const pack of new Set(lacking.map(({ policyPack }) => policyPack ?? ''))) await takeUp(pack);
  const all = await list(world.members[0]);
  expect(all).toHaveLength(14);
  expect(all.filter(({ misfits }) => misfits.length > 0)).toEqual([]);
  const stranger = world.members[0].as(null);
  const { errors } = await stranger.answer('{ proposalTemplates { key } }');
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

it('become drafts, with what their actions and ballots need', async () => {
  const { id } = await world.api.app.get(CreateFund).execute(world.system, fundTerms('bikes'));
  const fund = toIdOf('Fund', id, 'inside');
  const values = {
    purpose: 'Bikes',
    fund,
    amount: '10000',
    currency: 'EUR',
    why: 'They are old <script>alert(1)</script> and rusty.',
  };
  const { userErrors, proposal } = await draft('budget', values, 0);
  expect(userErrors).toEqual([]);
  expect(proposal).toMatchObject({ title: 'Budget: 100.00 EUR for Bikes' });
  expect(proposal?.textHtml).toContain('<p>100.00 EUR</p>');
  expect(proposal?.textHtml).not.toContain('<script');
  expect(JSON.parse(proposal?.actions[0]?.payloadJson ?? '')).toEqual({
    fundId: fund,
    amountMinor: '10000',
    currency: 'EUR',
  });
  const bylaws = { what: 'The first ones', text: '# Bylaws', why: 'There are none.' };
  expect((await draft('bylaw-change', bylaws)).proposal?.actions).toMatchObject([
    { kind: 'document.adopt' },
  ]);
  const shared = {
    purpose: 'Street',
    budget: '1000',
    currency: 'EUR',
    projects: ['Trees', 'Bench'],
    costs: ['600', '500'],
    details: 'None.',
  };
  expect((await draft('participatory-budget', shared)).proposal?.options).toEqual(shared.projects);
  expect((await draft('election', { office: 'treasurer', duties: 'Books.' })).userErrors).toEqual(
    [],
  );
});

it('are refused with what is wrong of what was filled in', async () => {
  expect((await draft('nothing', {})).userErrors).toEqual([
    { code: 'TEMPLATE_NOT_FOUND', path: ['templateKey'] },
  ]);
  expect((await draft('ordinary', {}, 7)).userErrors).toMatchObject([
    { code: 'TEMPLATE_VERSION_STALE' },
  ]);
  expect((await draft('ordinary', { question: 'x' })).userErrors).toEqual([
    { code: 'TEMPLATE_VALUES_INVALID', path: ['valuesJson', 'why'] },
  ]);
});

it('are kept, handed on and taken over by who administers, all of a file or none', async () => {
  const [member] = world.members;
  expect((await keep(member, quick)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect((await keep(world.administrator, quick)).userErrors).toEqual([]);
  expect((await keep(world.administrator, quick)).userErrors).toMatchObject([
    { code: 'TEMPLATE_VERSION_STALE', path: ['replacesVersion'] },
  ]);
  const unfit = { ...quick, key: 'unfit', policy: { key: 'nowhere', pack: null } };
  expect((await keep(world.administrator, unfit)).userErrors).toEqual([
    { code: 'TEMPLATE_UNFIT', path: ['templateJson', 'policy', 'key'] },
  ]);
  const { proposalTemplatesJson } = await member.query<{ proposalTemplatesJson: string }>(
    '{ proposalTemplatesJson(keys: ["quick"]) }',
  );
  expect(JSON.parse(proposalTemplatesJson)).toMatchObject({ templates: [quick] });
  const lent = { ...JSON.parse(proposalTemplatesJson), templates: [{ ...quick, key: 'a' }, unfit] };
  expect(await take(world.administrator, JSON.stringify(lent))).toMatchObject({
    userErrors: [],
    misfits: [{ code: 'policy-unknown', path: ['policy', 'key'] }],
  });
  expect((await list(member)).map(({ key }) => key)).not.toContain('a');
  const retired = await world.administrator.mutate<Answer>(
    `mutation { payload: templateRetire(key: "quick", version: 1) { userErrors { code path }
       templates { ${told} } } }`,
  );
  expect(retired.templates?.map(({ key }) => key)).not.toContain('quick');
  const back = await take(world.administrator, proposalTemplatesJson);
  expect(back.misfits).toEqual([]);
  expect(back.templates?.find(({ key }) => key === 'quick')).toMatchObject({ version: 2 });
});
