import { defineAction, idOf } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allPolicyPacks } from '../policy/policy-pack-adoption.js';
import '../document/adopt.action.js';
import { fillIn } from './fill-in.js';
import { allInUse, inUse } from './in-use.js';
import { misfitsOf } from './misfits.js';
import { shippedTemplates } from './shipped.js';
import { readTemplate, readTemplates, templateFileSchema, toFile } from './template.js';
import type { Template } from './template.js';

const ruleOf = ({ policy: { key, pack } }: Template) =>
  allPolicyPacks.find(({ name }) => name === pack)?.policies.find((policy) => policy.key === key)
    ?.rule ?? null;
const named = (key: string) => shippedTemplates.find((one) => one.key === key)!;
const ordinary = named('ordinary');
const byShares = named('participatory-budget');
/** Reasons and places, but for actions that the whole service knows and a test does not. */
const toldOf = (...asked: Parameters<typeof misfitsOf>): string[] =>
  misfitsOf(...asked)
    .filter(({ reason }) => reason !== 'action-unknown')
    .map(({ reason, path }) => `${reason} ${path.join('.')}`);

defineAction({
  kind: 'kettle.judge',
  payload: z.strictObject({ memberId: idOf('Member'), why: z.string().nullable() }),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'nothing',
  isHearing: true,
  service: null,
  summary: () => 'Judges.',
  run: () => Promise.resolve(),
});

describe('the templates that ship', () => {
  it('are of each kind of decision, each by itself, and read as they are', () => {
    expect(shippedTemplates.map(({ key }) => key)).toEqual([
      'advice',
      'consent',
      'consensus',
      'gradients',
      'ordinary',
      'budget',
      'standing-mandate',
      'participatory-budget',
      'election',
      'bylaw-change',
      'admission',
      'suspension',
      'expulsion',
      'expulsion-appeal',
    ]);
    expect(readTemplates(JSON.parse(JSON.stringify(toFile(shippedTemplates))))).toEqual(
      shippedTemplates,
    );
  });

  // Which kinds of actions there are, the whole service knows: its own test asks there.
  it.each(shippedTemplates.map((one) => [one.key, one] as const))(
    '%s: fits the policy that its pack has',
    (_key, template) => {
      const misfits = misfitsOf(template, ruleOf(template));
      expect(misfits.filter(({ reason }) => reason !== 'action-unknown')).toEqual([]);
    },
  );

  it('are used until another of the key is kept, and not once nobody wants them', () => {
    const kept = { key: 'ordinary', version: 3, definition: { ...ordinary, title: 'Ours' } };
    expect(inUse('ordinary', null)).toEqual({ template: ordinary, version: 0 });
    const own = { ...kept, retiredAt: null };
    expect(inUse('ordinary', own)).toMatchObject({ version: 3, template: { title: 'Ours' } });
    expect(inUse('ordinary', { ...kept, retiredAt: new Date(0) })).toBeNull();
    expect(allInUse([own]).map(({ template }) => template.title)).toEqual(
      allInUse([own])
        .map(({ template }) => template.title)
        .toSorted((one, other) => one.localeCompare(other, 'en')),
    );
    expect(allInUse([{ ...kept, retiredAt: new Date(0) }])).toHaveLength(
      shippedTemplates.length - 1,
    );
  });
});

describe('what is filled in', () => {
  it('stands where its place is: as words, or as the value that an action needs', () => {
    const filled = fillIn(named('budget'), {
      purpose: 'Bikes',
      fund: 'a-fund',
      amount: '123456',
      currency: 'EUR',
      why: 'They are old. {{purpose}}',
    });
    expect(filled.title).toBe('Budget: 1234.56 EUR for Bikes');
    // What somebody fills in is no pattern.
    expect(filled.body).toContain('They are old. {{purpose}}');
    expect(filled.actions).toEqual([
      {
        kind: 'fund.allocate',
        payload: { fundId: 'a-fund', amountMinor: '123456', currency: 'EUR' },
      },
    ]);
    const shared = fillIn(named('participatory-budget'), {
      purpose: 'Street',
      budget: '1000',
      currency: 'JPY',
      projects: ['Trees', 'Bench'],
      costs: ['600', '500'],
      details: 'None.',
    });
    expect(shared.options).toEqual(['Trees', 'Bench']);
    expect(shared.body).toContain('1000 JPY');
    expect(shared.body).toContain('- Trees\n- Bench');
    expect(shared.voteTerms).toEqual({
      spending: {
        currency: 'JPY',
        budgetMinor: '1000',
        costsMinor: ['600', '500'],
        minimumSpendMinor: null,
        incompatible: [],
      },
    });
  });

  it('is nothing where it was left out, in words and in terms', () => {
    const { body, actions } = fillIn(named('election'), { office: 'treasurer', duties: 'Books.' });
    expect(body).toContain('treasurer, from \n');
    expect(actions[0]?.payload).toEqual({ role: 'treasurer', startsOn: null });
  });

  const whole = { office: 'treasurer', duties: 'Books.' };
  it.each([
    ['missing', 'duties', { office: 'treasurer' }],
    ['unknown', 'colour', { ...whole, colour: 'red' }],
    ['kind', 'office', { ...whole, office: 'king' }],
    ['kind', 'startsOn', { ...whole, startsOn: '2026-02-30' }],
    ['kind', 'duties', { ...whole, duties: ' ' }],
  ])('is refused, with its field: %s %s', (reason, name, values) => {
    expect(() => fillIn(named('election'), values)).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_VALUES_INVALID',
        details: { path: ['valuesJson', name], data: { reason } },
      }) as Error,
    );
  });

  it.each(['-10000', '-0', '007', '1.5', '', ' 1', '1'.repeat(16)])(
    'is no amount where it is %j',
    (amount) => {
      const values = { purpose: 'x', fund: 'f', amount, currency: 'EUR', why: 'y' };
      expect(() => fillIn(named('budget'), values)).toThrow('This is no amount');
    },
  );

  it('is no currency that there is not', () => {
    const values = { purpose: 'x', fund: 'f', amount: '1', currency: 'euro', why: 'y' };
    expect(() => fillIn(named('budget'), values)).toThrow('There is no such currency.');
  });

  it('is no more than somebody reads, however often its place is there', () => {
    const body = '{{why}}'.repeat(5000);
    const wide = { ...ordinary, proposal: { ...ordinary.proposal, body } };
    const values = { question: 'x', why: 'y'.repeat(1000), proposal: 'z' };
    expect(() => fillIn(wide, values)).toThrow('What comes of it is too long.');
  });

  it('is nothing that every object has by itself', () => {
    const name = 'constructor';
    const asking = { ...ordinary, fields: [{ name, label: 'Who builds?', kind: 'line' as const }] };
    expect(() => fillIn(asking, {})).toThrow('This has to be filled in.');
  });
});

describe('what does not fit', () => {
  const put = (changes: Partial<Template['proposal']>) => (one: Template) => ({
    ...one,
    proposal: { ...one.proposal, ...changes },
  });
  const ask = (more: Template['fields'][number]) => (one: Template) => ({
    ...one,
    fields: [...one.fields, more],
  });
  const lend = (payload: object) => [{ kind: 'document.adopt', payload: { ...payload } }];
  it.each([
    ['placeholder-unknown', put({ title: '{{nobody}}' })],
    ['placeholder-unfit', put({ title: '{{why}}' })],
    ['field-doubled', ask(ordinary.fields[0]!)],
    ['field-incomplete', ask({ name: 'x', label: 'X', kind: 'choice' })],
    ['field-incomplete', ask({ name: 'x', label: 'X', kind: 'integer', example: 'many' })],
    ['options-unfit', put({ options: ['A', 'B'] })],
    ['terms-unfit', put({ voteTerms: { seats: 2 } })],
    ['window-unfit', put({ windowHours: 1 })],
    ['action-unknown', put({ actions: [{ kind: 'moon.buy', payload: {} }] })],
    ['action-policy-unfit', put({ actions: lend({}) })],
    ['action-payload-invalid', put({ actions: lend({ key: 1 }) })],
  ] as const)('is told by its reason and place: %s', (reason, change) => {
    const misfits = misfitsOf(change(ordinary), ruleOf(ordinary));
    expect(misfits.map((one) => one.reason)).toContain(reason);
    expect(misfits.every(({ key, path }) => key === 'ordinary' && path.length > 0)).toBe(true);
  });

  it.each([
    [
      'participatory-budget',
      put({ options: null, voteTerms: null }),
      ['options-unfit', 'terms-unfit'],
    ],
    ['election', put({ actions: [] }), ['action-missing']],
    ['election', put({ options: ['A', 'B'] }), ['options-unfit']],
  ] as const)('is what its policy asks for and a template lacks: %s', (key, change, lacking) => {
    const reasons = misfitsOf(change(named(key)), ruleOf(named(key))).map(({ reason }) => reason);
    // Which actions there are, the whole service knows.
    expect(reasons.filter((reason) => reason !== 'action-unknown').toSorted()).toEqual(lacking);
  });

  const member = { name: 'member', label: 'Who?', kind: 'id' as const, of: 'Member' };
  const judge = (memberId: string, why: string | null = 'Because.') =>
    put({ actions: [{ kind: 'kettle.judge', payload: { memberId, why } }] });
  const id = '01900000-0000-7000-8000-00000000000a';
  const may = { optional: true } as const;
  it.each([
    ['a text of no text', 'text-unfit proposal.body', ordinary, put({ body: 'A\0' })],
    ['a tag twice', 'tags-unfit proposal.tags', ordinary, put({ tags: ['Bikes', ' bikes'] })],
    ['one option', 'options-unfit proposal.options', byShares, put({ options: ['A'] })],
    ['no options', 'options-unfit proposal.options', byShares, put({ options: [] })],
    [
      'like options',
      'options-unfit proposal.options.1',
      byShares,
      put({ options: ['A', '\uFF21'] }),
    ],
    ['other terms', 'terms-unfit proposal.voteTerms', byShares, put({ voteTerms: { colour: 1 } })],
    [
      'seats',
      'terms-unfit proposal.voteTerms',
      named('election'),
      put({ voteTerms: { seats: 99 } }),
    ],
  ] as const)('is what no draft may be: %s', (_name, told, of, change) => {
    expect(toldOf(change(of), ruleOf(of))).toEqual([told]);
  });

  it('is an integer for options, and what an action needs and may be left out', () => {
    const counted = put({ options: '{{n}}' })(
      ask({ name: 'n', label: 'N', kind: 'integer' })(byShares),
    );
    expect(toldOf(counted, ruleOf(byShares))).toEqual(['options-unfit proposal.options']);
    const line = ask({ name: 'x', label: 'X', kind: 'line', ...may })(ordinary);
    expect(toldOf(put({ title: '{{x}}' })(line), ruleOf(ordinary))).toEqual([
      'text-unfit proposal.title',
    ]);
    const left = judge('{{member}}')(ask({ ...member, ...may })(ordinary));
    expect(toldOf(left, ruleOf(ordinary))).toEqual([
      'action-payload-invalid proposal.actions.0.payload.memberId',
    ]);
  });

  it('is a hearing with tags', () => {
    const heard = judge('{{member}}')(ask(member)(ordinary));
    expect(toldOf(heard, ruleOf(ordinary))).toEqual([]);
    expect(toldOf(put({ tags: ['bikes'] })(heard), ruleOf(ordinary))).toEqual([
      'tags-unfit proposal.tags',
    ]);
  });

  it('is an id that stands in it, or that no field of its type asks for', () => {
    const at = 'id-unfit proposal.actions.0.payload';
    const asking = ask(member)(ordinary);
    const other = ask({ ...member, of: 'Fund' })(ordinary);
    const told = (one: Template) => toldOf(one, ruleOf(ordinary));
    expect(told(judge(id)(asking))).toEqual([`${at}.memberId`]);
    expect(told(judge('{{question}}')(asking))).toContain(`${at}.memberId`);
    expect(told(judge('{{member}}')(other))).toEqual([`${at}.memberId`]);
    expect(told(judge('{{member}}', `As ${id}`)(asking))).toEqual([`${at}.why`]);
    expect(told({ ...ordinary, purpose: `For ${id}` })).toEqual(['id-unfit purpose']);
    const example = (one: Template['fields'][number]) => told(ask(one)(ordinary));
    const within = ['id-unfit fields.4.example'];
    expect(example({ ...member, example: 'whoever' })).toEqual(within);
    expect(example({ name: 'x', label: 'X', kind: 'json', example: { of: [id] } })).toEqual([
      'id-unfit fields.4.example.of.0',
    ]);
  });

  it('is a policy by which a working group decides: no template says which', () => {
    const rule = { ...ruleOf(ordinary)!, decidedBy: 'working-group' as const };
    expect(toldOf(ordinary, rule)).toEqual(['policy-of-group policy.key']);
  });

  it('is a policy that is not in force, with the pack that has it', () => {
    expect(misfitsOf(ordinary, null)).toEqual([
      {
        key: 'ordinary',
        reason: 'policy-unknown',
        message:
          'No policy ordinary is in force. The pack defaults has one, to be had by its key alone.',
        path: ['policy', 'key'],
      },
    ]);
  });

  it('is refused by its shape, with the place', () => {
    const wrong = { ...ordinary, proposal: { ...ordinary.proposal, windowHours: 0 } };
    expect(() => readTemplate(wrong)).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_INVALID',
        path: ['templateJson', 'proposal', 'windowHours'],
      }) as Error,
    );
    expect(() => readTemplates(toFile([ordinary, ordinary]))).toThrow('A key is there twice.');
    const lines = { ...ordinary, title: 'Ordinary\nand not' };
    expect(() => readTemplate(lines)).toThrow('This is one line of words.');
    let example: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) example = [example];
    const deep = { ...ordinary, fields: [{ ...ordinary.fields[0], example }] };
    expect(() => readTemplate(deep)).toThrow('It nests too deeply.');
  });
});

it('the shape of files is published as it is', async () => {
  const text = `${JSON.stringify(templateFileSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../../../docs/proposal-templates.schema.json');
});
