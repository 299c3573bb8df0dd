import { toMemberId } from '@rochdale/platform';
import { expect } from 'vitest';
import { asOwner, closeIn } from './one-cooperative.js';
import type { Caster } from './one-cooperative.js';
import { castBy, idOf, newLog, untilClosed, untilReached } from './rounds.js';
import type { Ring } from './rounds.js';

const giving = `mutation ($input: DelegationGiveInput!) { payload: delegationGive(input: $input) {
    userErrors { code } delegation { id } } }`;
const revoking = `mutation ($id: ID!) { payload: delegationRevoke(delegationId: $id) {
    userErrors { code } } }`;

interface Given {
  readonly userErrors: readonly { readonly code: string }[];
  readonly delegation?: { readonly id: string } | null;
}

/** What was answered: ids of delegations that were given, and codes of what was refused. */
interface Answers {
  readonly given: string[];
  readonly refused: string[];
}

async function give(
  by: Caster,
  to: Caster,
  on: string | null,
  { given, refused }: Answers,
): Promise<string | null> {
  const delegateId = toMemberId(to.memberId, 'inside');
  const input = { delegateId, ...(on === null ? {} : { proposalId: on }) };
  const said = await untilReached(() => by.at[0]!.mutate<Given>(giving, { input }));
  const id = said.delegation?.id ?? null;
  if (id === null) refused.push(said.userErrors[0]!.code);
  else given.push(id);
  return id;
}

/**
 * Members vote, have others vote for them, change to whom, take it back and vote themselves after
 * all, while the closing second comes in their midst. What was counted is what the record says was
 * in force at that moment, reckoned here once more. How many were voted for by others.
 */
export async function changing(ring: Ring, most: number, ms: number): Promise<number> {
  const proposal = await ring.open('followed');
  const log = newLog();
  const answers: Answers = { given: [], refused: [] };
  const { casters } = ring;
  const at = (nth: number): Caster => casters[nth % casters.length]!;
  const ways = [
    async (own: Caster, turn: number) => void (await castBy(own, proposal, turn, log)),
    async (own: Caster, turn: number) => {
      await give(own, at(turn + 3), null, answers);
      await give(own, at(turn + 1), proposal, answers);
    },
    async (own: Caster, turn: number) => {
      const id = await give(own, at(turn + 2), proposal, answers);
      if (id === null || turn % 8 < 4) return;
      const said = await untilReached(() => own.at[1]!.mutate<Given>(revoking, { id }));
      answers.refused.push(...said.userErrors.map(({ code }) => code));
    },
    async (own: Caster, turn: number) => {
      await give(own, at(turn + 1), proposal, answers);
      if (turn % 8 < 4) await castBy(own, proposal, turn, log);
    },
  ];
  const asked = casters.map((own, turn) => ways[turn % 4]!(own, turn));
  await closeIn(ring.databaseUrl, idOf(proposal), ms);
  await Promise.all([...asked, untilClosed(ring, proposal)]);
  const late = new Set([...log.refused, ...answers.refused]);
  expect([...late].filter((code) => !expectedCodes.has(code))).toEqual([]);
  return countedAsFollowed(ring, proposal, most);
}

/** Who came too late, gave what leads back to themselves, or took back what was replaced. */
const expectedCodes = new Set(['VOTING_CLOSED', 'DELEGATION_CIRCLE', 'DELEGATION_NOT_FOUND']);

interface Record {
  readonly counted: string;
  readonly at: Date;
}
interface Cast {
  readonly memberId: string;
  readonly mark: string;
}
interface Edge {
  readonly memberId: string;
  readonly delegateId: string;
}

/** Reads what lies there as its owner, and reckons who votes for whom. */
async function countedAsFollowed(ring: Ring, proposal: string, most: number): Promise<number> {
  const id = idOf(proposal);
  const [record, own, edges, written] = await asOwner(ring.databaseUrl, async (client) => {
    const read = async <Row extends object>(text: string, ...more: unknown[]) =>
      (await client.query<Row>(text, [id, ...more])).rows;
    const [one] = await read<Record>(
      `select concat_ws(' ', final_count ->> 'agree', final_count ->> 'disagree',
         final_count ->> 'abstain') as counted,
         least(closed_at, closes_at - interval '1 ms') as at from governance.proposals
       where id = $1`,
    );
    const cast = `select member_id as "memberId", mark #>> '{}' as mark from governance.ballots
      where proposal_id = $1 and superseded_at is null and cast_via`;
    return [
      one!,
      await read<Cast>(`${cast} <> 'delegation'`),
      await read<Edge>(
        `select d.member_id as "memberId", d.delegate_id as "delegateId"
         from governance.delegations d
         where d.given_at <= $2 and (d.ended_at is null or d.ended_at > $2)
           and (d.scope_id = $1 or d.scope_kind = 'all' and not exists (
             select from governance.delegations n where n.member_id = d.member_id
               and n.scope_id = $1 and n.given_at <= $2
               and (n.ended_at is null or n.ended_at > $2)))
         order by d.given_at, d.id`,
        one!.at,
      ),
      await read<Cast>(`${cast} = 'delegation'`),
    ] as const;
  });
  const counted = followed(own, edges, most);
  const sorted = (casts: readonly Cast[]) =>
    casts.map(({ memberId, mark }) => `${memberId} ${mark}`).toSorted();
  expect(sorted(written)).toEqual(sorted(counted));
  const marks = [...own, ...counted].map(({ mark }) => mark);
  const sum = (stance: string) => marks.filter((mark) => mark === stance).length;
  expect(record.counted).toBe(`${sum('agree')} ${sum('disagree')} ${sum('abstain')}`);
  return counted.length;
}

/** Step by step from each to who voted; of those who lead to one, so many who gave theirs first. */
function followed(own: readonly Cast[], edges: readonly Edge[], most: number): Cast[] {
  const marks = new Map(own.map(({ memberId, mark }) => [memberId, mark]));
  const next = new Map(edges.map(({ memberId, delegateId }) => [memberId, delegateId]));
  const carried = new Map<string, number>();
  return edges.flatMap(({ memberId }) => {
    if (marks.has(memberId)) return [];
    let [end, steps]: [string | undefined, number] = [memberId, 0];
    while (end !== undefined && !marks.has(end) && steps <= edges.length) {
      [end, steps] = [next.get(end), steps + 1];
    }
    const mark = marks.get(end ?? '');
    if (end === undefined || mark === undefined) return [];
    const before = carried.get(end) ?? 0;
    carried.set(end, before + 1);
    return before < most ? [{ memberId, mark }] : [];
  });
}
