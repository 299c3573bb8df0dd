import { AppointRole, ChangeStanding, EndRole } from '@rochdale/membership';
import { toIdOf } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aboutSomebody, agreeing, byHand, fund } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('super', agreeing('2/3'));
});
afterAll(() => world.close());

const action = (kind: string, payload: object) => ({ kind, payloadJson: JSON.stringify(payload) });

const draft = (...actions: object[]) =>
  world.members[0].mutate<{ userErrors: object[]; proposal: object | null }>(
    `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
       userErrors { code path } proposal { id } } }`,
    { input: { title: 'About somebody', body: '', policyKey: 'super', actions } },
  );

/** The plain id of whoever joined last, or applied. */
async function newest(): Promise<string> {
  const last = 'select id from membership.members order by id desc limit 1';
  return (await world.rows<{ id: string }>(last))[0]?.id ?? '';
}

it.each(aboutSomebody)('%s is voted on by itself', async (kind) => {
  for (const [place, actions] of [
    ['0', [action(kind, {}), action('fund.create', fund('behind'))]],
    ['1', [action('fund.create', fund('before')), action(kind, {})]],
    ['0', [action(kind, {}), action(kind, {})]],
  ] as const) {
    expect(await draft(...actions)).toEqual({
      userErrors: [{ code: 'ACTION_STANDS_ALONE', path: ['actions', place] }],
      proposal: null,
    });
  }
});

it.each([
  ['role.end', 'ROLE_TERM_UNKNOWN', 'termId'],
  ['application.admit', 'APPLICATION_UNKNOWN', 'applicationId'],
  ['member.change-class', 'MEMBER_UNKNOWN', 'memberId'],
])('%s is refused of who is erased, as of what there is not', async (kind, code, field) => {
  const { payload } = byHand.find((one) => one.kind === kind)!;
  const wanted = action(kind, await payload(world));
  await world.rows(
    `update membership.members set erased_at = now(), display_name = null, account_id = null
     where id = $1`,
    [await newest()],
  );
  expect(await draft(wanted)).toEqual({
    userErrors: [{ code, path: ['actions', '0', 'payloadJson', field] }],
    proposal: null,
  });
});

it('a class that is not open to an organisation is refused in the words of any other', async () => {
  await world.join('cooperage');
  const memberId = await newest();
  const payload = { memberId: toIdOf('Member', memberId, 'inside'), classKey: 'worker' };
  await world.rows(
    `update membership.members set kind = 'organisation', class_key = 'organisation'
     where id = $1`,
    [memberId],
  );
  const id = await world.openVote('super', { actions: [action('member.change-class', payload)] });
  await world.members[1].change(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );
  await world.decide(id);
  expect(await world.execute(id)).toBe('failed');
  const { proposal } = await world.members[2].query<{ proposal: object }>(
    'query ($id: ID!) { proposal(id: $id) { actions { failureCode failureMessage } } }',
    { id },
  );
  expect(proposal).toEqual({
    actions: [
      {
        failureCode: 'CLASS_CHANGE_REFUSED',
        failureMessage: 'As they stand now, the member does not come into this class.',
      },
    ],
  });
});

it('a term is ended alike, whether its holder is suspended, left or resigned', async () => {
  const told: object[] = [];
  for (const how of ['suspended', 'left', 'resigned'] as const) {
    const holder = await world.join(`holder-${how}`);
    const memberId = await newest();
    const appoint = world.api.app.get(AppointRole);
    const term = await appoint.execute(world.system, { memberId, role: 'auditor' });
    const wanted = action('role.end', { termId: toIdOf('RoleTerm', term.id, 'inside') });
    const id = await world.openVote('super', { actions: [wanted] });
    await world.members[1].change(
      `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
         userErrors { code } } }`,
      { id },
    );
    await world.decide(id);
    if (how === 'suspended') {
      const to = { memberId, to: 'suspended', reason: 'conduct' } as const;
      await world.api.app.get(ChangeStanding).execute(world.system, to);
    } else if (how === 'left') {
      await holder.change('mutation { payload: membershipLeave { userErrors { code } } }');
    } else {
      await world.api.app.get(EndRole).execute(world.system, { termId: term.id });
    }
    await world.execute(id);
    const { proposal } = await world.members[2].query<{ proposal: object }>(
      `query ($id: ID!) { proposal(id: $id) { status
         actions { kind status attempts failureCode failureMessage } } }`,
      { id },
    );
    told.push(proposal);
  }
  expect(told[0]).toMatchObject({ status: 'EXECUTED', actions: [{ attempts: 1 }] });
  expect(told).toEqual([told[0], told[0], told[0]]);
});
