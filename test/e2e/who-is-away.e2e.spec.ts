import { AppointRole, ChangeStanding } from '@rochdale/membership';
import { toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
const ids = new Map<string, string>();
const away = ['suspended', 'left', 'expelled'];
beforeAll(async () => {
  world = await DecidingWorld.open();
  const [appoint, change] = [world.api.app.get(AppointRole), world.api.app.get(ChangeStanding)];
  for (const name of away) {
    const person = await world.join(name);
    const [row] = await world.rows<{ id: string }>(
      'select id from membership.members where display_name = $1',
      [name],
    );
    const memberId = row?.id ?? '';
    ids.set(name, memberId);
    await appoint.execute(world.system, { memberId, role: 'secretary' });
    const leaves = 'mutation { payload: membershipLeave { userErrors { code } } }';
    if (name === 'left') await person.change(leaves);
    else {
      await change.execute(world.system, { memberId, to: 'suspended', reason: 'conduct' });
      if (name === 'suspended') continue;
      await change.execute(world.system, { memberId, to: 'expelled', reason: 'conduct' });
    }
  }
});
afterAll(() => world.close());

const toldId = (name: string) => toIdOf('Member', ids.get(name) ?? '', 'inside');

describe('who is suspended', () => {
  it('is told from who left neither by a claim', async () => {
    const claim = (name: string) =>
      world.members[1].mutate(
        `mutation ($id: ID!) { payload: expenseDraft(input: { title: "Paint", currency: "EUR",
           payee: { kind: MEMBER, id: $id }, items: [{ description: "Paint", category: OTHER,
           incurredOn: "2026-01-01", amountMinor: "500" }] }) {
           userErrors { code message path } expense { id } } }`,
        { id: toldId(name) },
      );
    const [first, ...others] = await Promise.all(away.map(claim));
    expect(first).toMatchObject({ userErrors: [{ code: 'PAYEE_LEFT' }], expense: null });
    expect(others).toEqual([first, first]);
  });

  it('nor by offices', async () => {
    const read = `query ($id: ID!) { node(id: $id) { ... on Member { roles { role endsAt } } } }`;
    const rolesOf = async (reader: ApiClient, name: string) =>
      (await reader.query<{ node: { roles: object[] } }>(read, { id: toldId(name) })).node.roles;
    for (const name of away) {
      expect(await rolesOf(world.members[1], name)).toEqual([]);
      expect(await rolesOf(world.administrator, name)).toHaveLength(1);
    }
  });

  it('nor by whether they can be put up for election', async () => {
    await world.adopt('seats', {
      ballotKind: 'stv',
      method: 'meek',
      winners: 2,
      maximum: null,
      recountBy: 'strangers',
    });
    const putUp = (name: string) =>
      world.members[1].mutate(
        `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
           userErrors { code message path } proposal { id } } }`,
        {
          input: {
            title: 'An election',
            body: '',
            policyKey: 'seats',
            options: ['A', 'B'],
            candidates: [toldId(name)],
          },
        },
      );
    const [first, ...others] = await Promise.all(away.map(putUp));
    expect(first).toMatchObject({ userErrors: [{ code: 'MEMBER_UNKNOWN' }], proposal: null });
    expect(others).toEqual([first, first]);
  });
});
