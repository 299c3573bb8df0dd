import { assert, toGlobalId } from '@rochdale/platform';
import { figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { electorateSize, memberOf, result, send } from '../world/asking.js';
import { asOwner, seedCooperative } from '../world/cooperative.js';
import type { SeededCooperative } from '../world/cooperative.js';
import { operation } from '../world/observed-api.js';
import { seedProposals } from '../world/proposals.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';

const casting = `mutation Cast($proposalId: ID!, $input: BallotCastInput!) {
  ballotCast(proposalId: $proposalId, input: $input) { receipt userErrors { code } } }`;
const stances = ['AGREE', 'AGREE', 'DISAGREE', 'ABSTAIN'] as const;
const cast = 50_000;
const lanes = 10;

/** Five votes of 10,000, all of whom vote; counted from the table, and as the API tells it. */
async function castAll(stack: Stack, cooperative: SeededCooperative): Promise<BenchFigure[]> {
  const count = cast / electorateSize;
  const ids = await seedProposals(stack, cooperative, { count, voted: 0 });
  const sent = new Map(ids.map((id) => [id, new Map<string, number>()]));
  let turn = 0;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (turn < cast) {
      const mine = turn;
      turn += 1;
      const proposalId = ids[Math.floor(mine / electorateSize)] ?? '';
      const stance = stances[mine % stances.length] ?? 'AGREE';
      const asked = { proposalId: toGlobalId('Proposal', proposalId), input: { stance } };
      const { token } = memberOf(cooperative, mine);
      const answer = JSON.stringify(await send(stack, operation(token, casting, asked)));
      assert(answer.includes('"userErrors":[]'), `a ballot was refused: ${answer}`);
      const of = sent.get(proposalId);
      of?.set(stance, (of.get(stance) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const seconds = (performance.now() - began) / 1000;
  const apart = await differing(stack, cooperative, sent);
  return [
    figure('50,000 ballots cast in one run', 'ballots/s', cast / seconds),
    figure('… that tally and recount do not agree on', 'ballots', apart),
  ];
}

interface Told {
  readonly proposal: {
    readonly tally: { readonly stances: readonly { stance: string; ballots: number }[] };
  };
}

/** How many ballots differ between what was sent, what lies in the table and what is told. */
async function differing(
  stack: Stack,
  cooperative: SeededCooperative,
  sent: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<number> {
  let apart = 0;
  for (const [proposalId, said] of sent) {
    const id = toGlobalId('Proposal', proposalId);
    const { data } = await send(stack, operation(memberOf(cooperative, 0).token, result, { id }));
    const told = (data as unknown as Told).proposal.tally.stances;
    const lying = await asOwner(stack, async (client) => {
      const { rows } = await client.query<{ stance: string; ballots: number }>(
        `select upper(mark #>> '{}') as stance, count(distinct member_id)::int as ballots
         from governance.ballots where proposal_id = $1 and superseded_at is null group by mark`,
        [proposalId],
      );
      return new Map(rows.map(({ stance, ballots }) => [stance, ballots]));
    });
    for (const { stance, ballots } of told) {
      apart += Math.abs(ballots - (said.get(stance) ?? 0));
      apart += Math.abs(ballots - (lying.get(stance) ?? 0));
    }
  }
  return apart;
}

export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  return castAll(stack, await seedCooperative(stack, electorateSize));
}
