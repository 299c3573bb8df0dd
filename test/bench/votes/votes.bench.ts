import { assert, toGlobalId } from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { electorateSize, memberOf, result, send } from '../world/asking.js';
import { seedCooperative } from '../world/cooperative.js';
import type { SeededCooperative } from '../world/cooperative.js';
import { operation } from '../world/observed-api.js';
import type { Ask } from '../world/observed-api.js';
import { budgets, rankings } from '../world/option-votes.js';
import type { OptionVote } from '../world/option-votes.js';
import { seedProposals } from '../world/proposals.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';

const warmUps = 100;
const looks = 300;

/** How long the slowest in a hundred of them takes, one after the other, in ms. */
async function slowest(stack: Stack, ask: (turn: number) => Ask): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < warmUps + looks; turn += 1) {
    const began = performance.now();
    await send(stack, ask(turn));
    if (turn >= warmUps) took.push(performance.now() - began);
  }
  return took.toSorted((one, other) => one - other)[Math.floor(looks * 0.99)] ?? Infinity;
}

async function resultOf(
  stack: Stack,
  cooperative: SeededCooperative,
  name: string,
  under?: OptionVote,
): Promise<BenchFigure> {
  const asked = { count: 1, voted: electorateSize, ...(under === undefined ? {} : { under }) };
  const [proposalId = ''] = await seedProposals(stack, cooperative, asked);
  const id = toGlobalId('Proposal', proposalId);
  const p99 = await slowest(stack, (turn) =>
    operation(memberOf(cooperative, turn).token, result, { id }),
  );
  return exactFigure(`result of an open vote with 10,000 ${name}, p99`, 'ms', p99);
}

const drafting = `mutation Draft($input: ProposalDraftInput!) { proposalDraft(input: $input) {
  proposal { id } userErrors { code } } }`;
const opening = `mutation Open($id: ID!) { proposalOpen(id: $id) {
  proposal { status electorateSize } userErrors { code } } }`;
const openings = 5;

interface Drafted {
  readonly proposalDraft: { readonly proposal: { readonly id: string } | null };
}

/** Opening for 10,000: the slowest of a few, with the electorate, its proof and all it enqueues. */
async function openingFor(stack: Stack, cooperative: SeededCooperative): Promise<BenchFigure> {
  const { token } = memberOf(cooperative, 0);
  let slowestMs = 0;
  for (let turn = 0; turn < openings; turn += 1) {
    const input = { title: `Question ${turn}`, body: '', policyKey: 'ordinary' };
    const { data } = await send(stack, operation(token, drafting, { input }));
    const id = (data as unknown as Drafted).proposalDraft.proposal?.id;
    assert(id !== undefined, 'it was drafted');
    const began = performance.now();
    const opened = await send(stack, operation(token, opening, { id }));
    slowestMs = Math.max(slowestMs, performance.now() - began);
    assert(JSON.stringify(opened).includes(`"electorateSize":${electorateSize}`), 'it opened');
  }
  return figure('opening for 10,000, the slowest of five', 'ms', slowestMs);
}

export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const cooperative = await seedCooperative(stack, electorateSize);
  return [
    await resultOf(stack, cooperative, 'stances'),
    await resultOf(stack, cooperative, 'rankings', rankings),
    await resultOf(stack, cooperative, 'budget ballots', budgets),
    await openingFor(stack, cooperative),
  ];
}
