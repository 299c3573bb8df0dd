import type { CloseResult } from '@rochdale/governance';
import { GraphqlFailure } from '@rochdale/testing';
import { expect } from 'vitest';
import { fromGlobalId } from '../../../apps/api/src/graphql/kit/node/global-id.js';
import { asOwner, closeIn } from './one-cooperative.js';
import type { Caster } from './one-cooperative.js';

/** What a round is held in. */
export interface Ring {
  readonly databaseUrl: string;
  readonly casters: readonly Caster[];
  /**
   * A new vote, open for an hour, in which ballots may be taken back; under `followed`, members
   * vote for others as well.
   */
  readonly open: (policyKey?: 'free' | 'followed') => Promise<string>;
  /** As a worker does when a vote is due. */
  readonly close: (proposalId: string) => Promise<CloseResult>;
  /** The proposer takes the question back. */
  readonly withdraw: (proposal: string) => Promise<unknown>;
  readonly cancel: (proposal: string) => Promise<unknown>;
}

const casting = `mutation ($id: ID!, $input: BallotCastInput!) {
  payload: ballotCast(proposalId: $id, input: $input) {
    userErrors { code } receipt ballot { id stance }
    proposal { viewerBallot { id stance } tally { ballots } } } }`;
const taking = `mutation ($id: ID!) { payload: ballotTakeBack(proposalId: $id) {
    userErrors { code } receipt proposal { viewerBallot { id } } } }`;

interface Cast {
  readonly userErrors: readonly { readonly code: string }[];
  readonly receipt: string | null;
  readonly ballot: { readonly id: string; readonly stance: string } | null;
  readonly proposal: {
    readonly viewerBallot: { readonly id: string; readonly stance: string } | null;
    readonly tally: { readonly ballots: number };
  } | null;
}

/** What came of all that was asked in a round. */
interface Log {
  readonly taken: { readonly ballotId: string; readonly receipt: string }[];
  readonly refused: string[];
}

const stances = ['AGREE', 'AGREE', 'DISAGREE', 'ABSTAIN'] as const;
export const idOf = (proposal: string): string => fromGlobalId('Proposal', proposal, []);

/**
 * As long as all connections are busy, whoever asks is told that the books cannot be reached, and
 * that nothing was done; a client asks again. Were it done in spite, there would be a ballot more
 * than were answered.
 */
export async function untilReached<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof GraphqlFailure && error.codes.includes('UNAVAILABLE');
      if (!isBusy) throw error;
    }
  }
}

export async function castBy(
  caster: Caster,
  proposal: string,
  turn: number,
  log: Log,
): Promise<Cast['proposal']> {
  const api = caster.at[turn % caster.at.length]!;
  const stance = stances[turn % stances.length];
  const input = { id: proposal, input: { stance } };
  const said = await untilReached(() => api.mutate<Cast>(casting, input));
  if (said.ballot === null || said.receipt === null) {
    log.refused.push(said.userErrors[0]!.code);
    return null;
  }
  log.taken.push({ ballotId: fromGlobalId('Ballot', said.ballot.id, []), receipt: said.receipt });
  return said.proposal;
}

interface Lying {
  readonly id: string;
  readonly memberId: string;
  readonly isCurrent: boolean;
  readonly isLate: boolean;
}

/** Every ballot that was taken lies there once, in time, and no other does; one counts of each. */
async function nothingLateLostOrDoubled(
  { databaseUrl }: Ring,
  proposal: string,
  log: Log,
): Promise<void> {
  const rows = await asOwner(databaseUrl, async (client) => {
    const { rows: found } = await client.query<Lying>(
      `select b.id, b.member_id as "memberId", b.superseded_at is null as "isCurrent",
         b.cast_at >= p.closes_at or b.cast_at > coalesce(p.closed_at, 'infinity')
           as "isLate"
       from governance.ballots b join governance.proposals p on p.id = b.proposal_id
       where b.proposal_id = $1`,
      [idOf(proposal)],
    );
    return found;
  });
  const lying = rows.map(({ id }) => id).toSorted();
  expect(lying).toEqual(log.taken.map(({ ballotId }) => ballotId).toSorted());
  expect(rows.filter(({ isLate }) => isLate)).toEqual([]);
  const current = rows.filter(({ isCurrent }) => isCurrent).map(({ memberId }) => memberId);
  expect(new Set(current).size).toBe(current.length);
}

/** The count on record is the sum of what counts. */
async function countedAsItLies({ databaseUrl }: Ring, proposal: string): Promise<void> {
  const [row] = await asOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ recorded: string; lying: string }>(
      `select concat_ws(' ', p.final_count ->> 'agree', p.final_count ->> 'disagree',
           p.final_count ->> 'abstain') as recorded,
         (select concat_ws(' ', count(*) filter (where b.mark = '"agree"'),
             count(*) filter (where b.mark = '"disagree"'),
             count(*) filter (where b.mark = '"abstain"'))
           from governance.ballots b
           where b.proposal_id = p.id and b.superseded_at is null) as lying
       from governance.proposals p where p.id = $1`,
      [idOf(proposal)],
    );
    return rows;
  });
  expect(row?.recorded).toBe(row?.lying);
}

export async function untilClosed(ring: Ring, proposal: string): Promise<void> {
  for (;;) {
    const { did } = await ring.close(idOf(proposal));
    if (did === 'closed') return;
  }
}

export const newLog = (): Log => ({ taken: [], refused: [] });

/**
 * Everybody votes once, while a worker waits for the closing second, which comes in their midst.
 * Whoever is answered finds their own ballot, and no fewer counted than were answered before.
 */
export async function manyMembers(ring: Ring, ms: number): Promise<Log> {
  const proposal = await ring.open();
  const log = newLog();
  const voting = ring.casters.map(async (caster, turn) => {
    const before = log.taken.length;
    const seen = await castBy(caster, proposal, turn, log);
    if (seen === null) return;
    expect(seen.viewerBallot?.stance).toBe(stances[turn % stances.length]);
    expect(seen.tally.ballots).toBeGreaterThan(before);
  });
  await closeIn(ring.databaseUrl, idOf(proposal), ms);
  await Promise.all([...voting, untilClosed(ring, proposal)]);
  expect(new Set(log.refused)).toEqual(new Set(log.refused.length > 0 ? ['VOTING_CLOSED'] : []));
  await nothingLateLostOrDoubled(ring, proposal, log);
  await countedAsItLies(ring, proposal);
  return log;
}

/** A few members, each from many places at once: one ballot of each counts, and it is the last. */
export async function sameMember(ring: Ring, members: number): Promise<Log> {
  const proposal = await ring.open();
  const log = newLog();
  const some = ring.casters.slice(0, members);
  await Promise.all(
    ring.casters.map((_caster, turn) => castBy(some[turn % members]!, proposal, turn, log)),
  );
  expect(log.refused).toEqual([]);
  await nothingLateLostOrDoubled(ring, proposal, log);
  // Once more, one after the other: the count that follows one's own ballot is of it already.
  for (const [turn, caster] of some.entries()) {
    const seen = await castBy(caster, proposal, turn, log);
    expect(seen?.viewerBallot?.stance).toBe(stances[turn % stances.length]);
    expect(seen?.tally.ballots).toBe(members);
  }
  await closeIn(ring.databaseUrl, idOf(proposal), 0);
  await untilClosed(ring, proposal);
  await nothingLateLostOrDoubled(ring, proposal, log);
  await countedAsItLies(ring, proposal);
  return log;
}

/** What may come between a ballot and its count. */
export const rivals = {
  'taking it back': (ring: Ring, proposal: string, turn: number) =>
    takeBack(ring.casters[turn % ring.casters.length]!, proposal, turn),
  'casting it anew': (ring: Ring, proposal: string, turn: number) => {
    const caster = ring.casters[turn % ring.casters.length]!;
    return caster.at[(turn + 1) % caster.at.length]!.mutate<Cast>(casting, {
      id: proposal,
      input: { stance: 'ABSTAIN' },
    });
  },
  withdrawing: (ring: Ring, proposal: string) => ring.withdraw(proposal),
  cancelling: (ring: Ring, proposal: string) => ring.cancel(proposal),
  closing: async (ring: Ring, proposal: string) => {
    await closeIn(ring.databaseUrl, idOf(proposal), 5);
    return untilOver(ring, proposal);
  },
} as const;
export type Rival = keyof typeof rivals;

const takeBack = (caster: Caster, proposal: string, turn: number) =>
  caster.at[(turn + 1) % caster.at.length]!.mutate<Pick<Cast, 'userErrors'>>(taking, {
    id: proposal,
  });

async function untilOver(ring: Ring, proposal: string): Promise<void> {
  for (;;) {
    const result = await ring.close(idOf(proposal));
    if (result.did === 'closed') return;
    if (result.did === 'nothing' && result.because === 'not-open') return;
  }
}

interface Ended {
  readonly state: string;
  readonly ballots: number;
  readonly current: number;
  readonly late: number;
}

/**
 * Two of these at once, among voters: each is done or refused as a rule says, the vote ends once
 * and in one way, nobody has two ballots that count, and none came after the end.
 */
export async function pairwise(ring: Ring, one: Rival, other: Rival): Promise<string> {
  const proposal = await ring.open();
  const log = newLog();
  const few = ring.casters.slice(0, 12);
  await Promise.all(few.slice(0, 6).map((caster, turn) => castBy(caster, proposal, turn, log)));
  const outcomes = await Promise.allSettled([
    ...few.map((caster, turn) => castBy(caster, proposal, turn, log)),
    untilReached(() => rivals[one](ring, proposal, 1)),
    untilReached(() => rivals[other](ring, proposal, 2)),
  ]);
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [String(outcome.reason)] : [],
  );
  expect(failures).toEqual([]);
  const [end] = await asOwner(ring.databaseUrl, async (client) => {
    const { rows } = await client.query<Ended>(
      `select p.state, count(b.id)::int as ballots,
         count(distinct b.member_id) filter (where b.superseded_at is null)::int as current,
         count(*) filter (where b.cast_at >= p.closes_at
           or b.cast_at > coalesce(p.closed_at, 'infinity'))::int as late
       from governance.proposals p left join governance.ballots b on b.proposal_id = p.id
       where p.id = $1 group by p.id`,
      [idOf(proposal)],
    );
    return rows;
  });
  expect(end).toMatchObject({ late: 0 });
  expect(end!.ballots).toBeGreaterThanOrEqual(log.taken.length);
  const ends = [one, other].filter((rival) => !rival.includes(' '));
  if (ends.length === 0) expect(end!.state).toBe('open');
  else expect(end!.state).not.toBe('open');
  if (end!.state === 'open') await ring.withdraw(proposal);
  return end!.state;
}
