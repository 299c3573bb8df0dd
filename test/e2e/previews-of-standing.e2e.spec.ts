import { AppointRole, ChangeStanding, EndRole } from '@rochdale/membership';
import { allActions, toIdOf } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing, byHand } from './deciding-actions.js';
import { DecidingWorld, plainTerms } from './deciding-world.js';

let world: DecidingWorld;
const ids = new Map<string, string>();
let termId: string;
beforeAll(async () => {
  world = await DecidingWorld.open();
  for (const key of ['majority', 'expense-standard']) await world.adopt(key, agreeing('1/2'));
  await world.adopt('super', agreeing('2/3'));
  const members = await world.rows<{ id: string; name: string }>(
    'select id, display_name as name from membership.members',
  );
  for (const { id, name } of members) ids.set(name, id);
  const appoint = world.api.app.get(AppointRole);
  for (const [name, role] of [
    ['Founder', 'treasurer'],
    ['ada', 'treasurer'],
    ['ada', 'administrator'],
  ] as const) {
    await appoint.execute(world.system, { memberId: ids.get(name) ?? '', role });
  }
  const [founders] = await world.rows<{ id: string }>(
    `select id from membership.role_terms where role = 'administrator' and member_id = $1`,
    [ids.get('Founder')],
  );
  termId = founders?.id ?? '';
  // Ada alone is of the class `user`.
  await world.rows(`update membership.members set class_key = 'user' where display_name = 'ada'`);
});
afterAll(() => world.close());

async function asks(kind: string, payload: object): Promise<object[]> {
  const { actionPreviews } = await world.members[1].query<{ actionPreviews: object[] }>(
    `query ($input: ActionPreviewsInput!) { actionPreviews(input: $input) {
       effect possible { allowed reason } refusalMessage } }`,
    { input: { policyKey: 'super', actions: [{ kind, payloadJson: JSON.stringify(payload) }] } },
  );
  return actionPreviews;
}

const ruleOf = (standing: string) => ({
  ...plainTerms,
  ...agreeing('1/2'),
  eligibility: { standings: [standing], classes: ['user'], weightByClass: {} },
});
const byTwo = { kind: 'role', role: 'treasurer', approvals: 2 } as const;
const policy = (key: string, standing: string) => ({ key, title: 'Ours', rule: ruleOf(standing) });
const successor = (standing: string) => policy('expense-standard', standing);

type Asked = readonly (readonly [string, () => object])[];
const ofVoters: Asked = [
  ['policy.adopt', () => successor('paused')],
  ['policy.adopt', () => successor('in-arrears')],
  ['policy.adopt', () => successor('active')],
];
const ofOffices: Asked = [
  [
    'approval-rule.adopt',
    () => ({ currency: 'EUR', bands: [{ upToMinor: null, band: byTwo, receipts: false }] }),
  ],
  ['role.end', () => ({ termId: toIdOf('RoleTerm', termId, 'inside') })],
];

describe('a preview', () => {
  it('answers the same wherever somebody stands', async () => {
    const answers = (asked: Asked) =>
      Promise.all(asked.map(([kind, terms]) => asks(kind, terms())));
    const move = (to: string, reason: 'requested' | 'conduct') =>
      world.api.app
        .get(ChangeStanding)
        .execute(world.system, { memberId: ids.get('ada') ?? '', to, reason });
    const [voters, offices] = [await answers(ofVoters), await answers(ofOffices)];
    await move('paused', 'requested');
    expect(await answers(ofVoters)).toEqual(voters);
    expect(await answers(ofOffices)).toEqual(offices);
    await move('active', 'requested');
    // Who is suspended is on no list of members, as who left, and shows no office.
    await move('suspended', 'conduct');
    const suspended = await answers(ofOffices);
    await move('active', 'requested');
    const [term] = await world.rows<{ id: string }>(
      `select id from membership.role_terms where role = 'treasurer' and member_id = $1`,
      [ids.get('ada')],
    );
    await world.api.app.get(EndRole).execute(world.system, { termId: term?.id ?? '' });
    expect(suspended).toEqual(await answers(ofOffices));
  });

  it('is of who asks, where what an action does tells where somebody stands', () => {
    const free = byHand.map(({ kind }) => allActions().get(kind)).filter((one) => !one?.foreseenBy);
    // Whoever adds to this list has looked at what its refusals tell of persons.
    expect(free.map((one) => one?.kind)).toEqual([
      'document.adopt',
      'policy.adopt',
      'policy.retire',
      'approval-rule.adopt',
      'approval-rule.retire',
      'group.open',
      'group.close',
      'dues-plan.set',
      'fund.create',
      'mandate.grant',
      'mandate.end',
      'payment.take-back',
      'partner.register',
      'partner.end',
      'pool-policy.adopt',
    ]);
  });
});
