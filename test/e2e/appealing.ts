import { ChangeStanding } from '@rochdale/membership';
import { toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { expect } from 'vitest';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { SettleAppeals } from '../../libs/governance/src/testing/inside.js';
import type { DecidingWorld } from './deciding-world.js';

export interface Person {
  readonly client: ApiClient;
  readonly memberId: string;
  /** The vote to expel them, which passed and waits for a day. */
  readonly expulsion: string;
}

export const plain = (id: string): string => fromGlobalId('Proposal', id, []);
export const refusedAs = (code: string) => ({ userErrors: [expect.objectContaining({ code })] });
interface Shown {
  readonly status: string;
  readonly appealBy: string | null;
  readonly appeal: { readonly status: string; readonly vote: { readonly id: string } } | null;
}

const filing = `mutation ($id: ID!, $grounds: String!) { payload: appealFile(proposalId: $id,
  input: { grounds: $grounds }) { userErrors { code path } appeal { status vote { id } } } }`;
/** How somebody is expelled, in a world that has a policy `expelling`. */
function expellingIn(of: () => DecidingWorld) {
  const move = (memberId: string, to: string, reason: 'conduct' | 'requested' | 'arrears') =>
    of().api.app.get(ChangeStanding).execute(of().system, { memberId, to, reason });

  const cast = (voter: ApiClient, id: string, stance: string) =>
    voter.change(
      `mutation ($id: ID!, $stance: Stance!) { payload: ballotCast(proposalId: $id,
         input: { stance: $stance }) { userErrors { code } } }`,
      { id, stance },
    );

  async function openedAgainst(memberId: string): Promise<string> {
    const payload = { memberId: toIdOf('Member', memberId, 'inside') };
    const id = await of().openVote('expelling', {
      title: 'Expel them',
      actions: [{ kind: 'member.expel', payloadJson: JSON.stringify(payload) }],
    });
    for (const voter of of().members) await cast(voter, id, 'AGREE');
    return id;
  }

  /** Somebody who was suspended, and whom the members want to expel. */
  async function toBeExpelled(name: string, because: 'conduct' | 'arrears' = 'conduct') {
    const client = await of().join(name);
    const [row] = await of().rows<{ id: string }>(
      'select id from membership.members where display_name = $1',
      [name],
    );
    const memberId = row?.id ?? '';
    await move(memberId, 'paused', 'requested');
    await move(memberId, 'suspended', because);
    const expulsion = await openedAgainst(memberId);
    await of().decide(expulsion);
    return { client, memberId, expulsion } satisfies Person;
  }

  return { move, cast, openedAgainst, toBeExpelled };
}

/** How somebody is expelled and appeals, in a world that has a policy `expelling`. */
export function appealingIn(of: () => DecidingWorld) {
  const file = (by: ApiClient, id: string, grounds = 'Nobody counted the till.') =>
    by.mutate<{ appeal: { status: string; vote: null } | null }>(filing, { id, grounds });
  const withdraw = (by: ApiClient, id: string) =>
    by.mutate<{ appeal: object | null }>(
      `mutation ($id: ID!) { payload: appealWithdraw(proposalId: $id) { userErrors { code }
         appeal { status } } }`,
      { id },
    );

  async function shown(id: string, by: ApiClient = of().members[2]): Promise<Shown> {
    const { proposal } = await by.query<{ proposal: Shown }>(
      `query ($id: ID!) { proposal(id: $id) { status appealBy appeal { status vote { id } } } }`,
      { id },
    );
    return proposal;
  }

  const voteOn = async (expulsion: string): Promise<string> =>
    (await shown(expulsion)).appeal?.vote.id ?? '';

  const standingOf = async ({ memberId }: Person): Promise<string | undefined> =>
    (
      await of().rows<{ standing: string }>(
        'select standing from membership.members where id = $1',
        [memberId],
      )
    )[0]?.standing;

  const settle = () => of().api.app.get(SettleAppeals).execute(of().system);
  const factsOf = (type: string, id: string) =>
    of().rows<{ data: object }>(
      `select data from platform.facts where type = $1 and subject_id = $2`,
      [`governance.${type}`, plain(id)],
    );
  return {
    ...expellingIn(of),
    file,
    withdraw,
    shown,
    voteOn,
    standingOf,
    settle,
    factsOf,
  };
}
