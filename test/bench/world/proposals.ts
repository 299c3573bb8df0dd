import { policyPacks } from '@rochdale/governance';
import { ruleHash } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import { assert, newId } from '@rochdale/platform';
import { asOwner, takeStatistics } from './cooperative.js';
import type { SeededCooperative } from './cooperative.js';
import type { Stack } from './stack.js';

const policy = `insert into governance.policies (id, cooperative_id, key, version, title, pack,
    customs, rule, rule_hash, adopted_at)
  values ($1, $2, $3, 1, $4, 'defaults', $5, $6, $7, now())`;
const drafts = `insert into governance.proposals (id, cooperative_id, title, body,
    proposer_member_id, policy_id, state, window_hours, visibility, created_at)
  select id, $2, 'Proposal ' || nth, repeat('We should do this. ', 40), $3, $4, 'draft', 144,
    'public', now() - interval '1 hour'
  from unnest($1::uuid[]) with ordinality as proposal (id, nth)`;
const electorate = `insert into governance.electorate (proposal_id, member_id, cooperative_id,
    member_class, weight)
  select proposal, member, $3, 'worker', 1 from unnest($1::uuid[]) proposal,
    unnest($2::uuid[]) member`;
const opening = `update governance.proposals set state = 'open', rule = $2, rule_hash = $3,
    opened_at = now() - interval '1 hour', closes_at = now() + interval '6 days',
    electorate_size = $4::int, electorate_weight = $4::int, active_members_weight = $4::int,
    told_size = $4::int, told_weight = $4::int, told_members_weight = $4::int,
    electorate_hash = repeat('0', 64)
  where id = any ($1::uuid[])`;
const stanceMark = `to_jsonb((array['agree', 'agree', 'abstain', 'disagree'])[1 + nth % 4])`;
const ballots = `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark,
    weight, cast_at, cast_via)
  select gen_random_uuid(), $1, proposal, member,
    ${stanceMark}, 1,
    now() - nth * interval '0.3 seconds', 'session'
  from unnest($2::uuid[]) proposal, unnest($3::uuid[]) with ordinality as voter (member, nth)`;

interface Asked {
  readonly count: number;
  /** How many of the members have cast a ballot. */
  readonly voted: number;
  /** Another rule than the ordinary one, and what a ballot under it says, as `nth` of them. */
  readonly under?: { readonly rule: VoteRule; readonly mark: string };
}

/**
 * Opens so many proposals to all members, under the ordinary policy of the default pack where no
 * other rule is given.
 */
export async function seedProposals(
  stack: Stack,
  cooperative: SeededCooperative,
  options: Asked,
): Promise<string[]> {
  const ordinary = policyPacks
    .find(({ name }) => name === 'defaults')
    ?.policies.find(({ key }) => key === 'ordinary');
  assert(ordinary !== undefined, 'the default pack has an ordinary policy');
  const { key: usual, title, customs } = ordinary;
  const { under } = options;
  const key = under === undefined ? usual : `bench-${newId()}`;
  const rule = under?.rule ?? ordinary.rule;
  const policyId = newId();
  const ids = Array.from({ length: options.count }, () => newId());
  const memberIds = cooperative.members.map(({ memberId }) => memberId);
  const voters = memberIds.slice(0, options.voted);
  const frozen = [JSON.stringify(rule), ruleHash(rule)];
  await asOwner(stack, async (client) => {
    await client.query(policy, [policyId, cooperative.id, key, title, customs, ...frozen]);
    await client.query(drafts, [ids, cooperative.id, memberIds[0], policyId]);
    await client.query(electorate, [ids, memberIds, cooperative.id]);
    await client.query(opening, [ids, ...frozen, memberIds.length]);
    const marked = under === undefined ? ballots : ballots.replace(stanceMark, under.mark);
    await client.query(marked, [cooperative.id, ids, voters]);
    await takeStatistics(client);
  });
  return ids;
}
