import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '@rochdale/platform';
import { canonicalJson, hoursLater, permit, startOfDay, UnitOfWork } from '@rochdale/platform';
import { CloseDueProposal, countVote, presentReading, Votes } from '@rochdale/voting';
import type { ElectorateSize, Outcome, Verdict } from '@rochdale/voting';
import { closedByHand, requireAssembly, requireTimeToVote } from '../assembly/held-assembly.js';
import { actionStore } from '../action/action.store.js';
import { notBefore } from '../action/not-before.js';
import { tellAppealTerm } from '../appeal/appeal-term.js';
import { ProposalClosed } from '../governance.events.js';
import { ExecutePassedProposal } from '../governance.jobs.js';
import { leftOutOf } from '../electing/left-out.js';
import { tellDecided } from '../electing/tell-decided.js';
import { RunOff } from '../opening/run-off.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { endUndecided, settleAppealsLater } from '../proposal/ending.js';
import { votingStates } from '../proposal/lifecycle.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { Sequels } from '../sequel/sequels.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';

export type CloseResult =
  | { readonly did: 'nothing'; readonly because: 'not-open' | 'not-due' | 'waits-for-papers' }
  | { readonly did: 'extended'; readonly closesAt: Date }
  | { readonly did: 'closed'; readonly outcome: Outcome }
  | { readonly did: 'ended'; readonly because: 'box-unreadable' | 'papers-uncounted' };

/** A locked proposal whose voting has opened: everything that was frozen then is there. */
interface OpenedProposal
  extends Omit<ProposalRecord, 'rule' | 'closesAt' | keyof ElectorateSize>, ElectorateSize {
  readonly rule: DecisionRule;
  readonly closesAt: Date;
}

/** What a vote is counted from as it closes. */
interface Counting {
  /** Options of members who are on no list by now. */
  readonly leftOut: readonly number[];
  readonly closedAt: Date;
}

/**
 * Closes voting when it is due, or earlier where the rule allows it, and computes the outcome. The
 * lock on the proposal waits for every ballot that is being cast and refuses those that come after;
 * of two workers that close at once, the second finds nothing to do.
 */
@Injectable()
export class CloseProposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: Votes,
    private readonly runOff: RunOff,
    private readonly sequels: Sequels,
  ) {}

  /**
   * By hand, for who chairs the assembly that decides it, before its time, whatever its rule says.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, and by hand ASSEMBLY_NOT_USED for a vote in no assembly,
   *   ASSEMBLY_CLOSES_TOO_SOON while some have not voted in its first minutes
   */
  async execute(
    actor: Actor,
    { proposalId, isByHand = false }: { proposalId: string; isByHand?: boolean },
  ): Promise<CloseResult> {
    permit(actor, isByHand ? 'assembly.chair' : 'proposal.close');
    return this.unitOfWork.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, proposalId);
      if (isByHand) await requireAssembly(tx, proposalId);
      if (!votingStates.includes(proposal.state)) return { did: 'nothing', because: 'not-open' };
      const opened = requireOpened(proposal);
      const leftOut = await leftOutOf(tx, opened);
      const ballots = (await this.votes.ballots(tx, [opened.id])).get(opened.id) ?? [];
      const isDue = opened.closesAt <= tx.now;
      if (isByHand && !isDue) {
        requireTimeToVote(opened, ballots, tx.now);
        await closedByHand(tx, opened.id, actor);
      }
      if (!isByHand && (isDue || !this.votes.mayCloseEarly(opened, ballots, leftOut))) {
        // A window is extended once.
        const closesAt = opened.state === 'open' ? await this.votes.extendLate(tx, opened) : null;
        if (closesAt !== null) return { did: 'extended', closesAt };
        if (!isDue) return { did: 'nothing', because: 'not-due' };
      }
      return this.#end(tx, opened, leftOut);
    });
  }

  async #end(tx: Tx, opened: OpenedProposal, leftOut: readonly number[]): Promise<CloseResult> {
    const papers = await this.votes.papers(tx, opened);
    if (papers.state === 'waits') return waitForPapers(tx, opened, papers.until);
    if (papers.state === 'missing') return endWithoutPapers(tx, opened, papers.isEntered);
    if (!(await this.votes.openBox(tx, opened))) return endUnread(tx, opened);
    // No ballot is cast after its time: only an early close can come too soon for one.
    const isDue = opened.closesAt <= tx.now;
    const closedAt = isDue ? tx.now : await this.votes.closingTime(tx, opened.id);
    return { did: 'closed', outcome: await this.#close(tx, opened, { leftOut, closedAt }) };
  }

  /** What it comes to by the ballots that count in the end, and by whom they are of. */
  async #count(
    tx: Tx,
    vote: OpenedProposal,
    { leftOut, closedAt }: Counting,
  ): Promise<Verdict<object>> {
    await this.votes.voidLeavers(tx, vote);
    const cast = (await this.votes.ballots(tx, [vote.id])).get(vote.id) ?? [];
    const ballots = await this.votes.ballotsAtClosing(tx, vote, cast, closedAt);
    const size = await this.votes.countedSize(tx, vote);
    return countVote(vote.rule, ballots, size, vote.lotSeed, presentReading, leftOut);
  }

  async #close(
    tx: Tx,
    proposal: OpenedProposal,
    { leftOut, closedAt }: Counting,
  ): Promise<Outcome> {
    const { id, closesAt, subjectKind, subjectId } = proposal;
    const { outcome, reason, count } = await this.#count(tx, proposal, { leftOut, closedAt });
    await proposalStore.close(tx, id, proposal.state, closedAt);
    await proposalStore.decide(tx, id, outcome, reason, canonicalJson(count));
    if (outcome === 'passed') await queueActions(tx, proposal);
    else settleAppealsLater(tx, proposal);
    const again = isRunOff(proposal, outcome) ? await this.runOff.open(tx, proposal) : null;
    const runOffId = again?.isOpen === true ? again.id : null;
    // Where no run-off can open, it goes on as its rule has what fails, behind what was tried: one
    // alone follows each.
    const after = again?.id ?? id;
    const sequels =
      runOffId === null ? await this.sequels.follow(tx, proposal, outcome, after) : {};
    const followed = { runOffId, ...sequels };
    const early = closedAt < closesAt;
    const told = { proposalId: id, subjectKind, subjectId, outcome, reason, early };
    tx.announce(ProposalClosed.of(id, { ...told, ...followed }));
    if (proposal.rule.elects !== undefined) await tellDecided(tx, id, outcome, count);
    return outcome;
  }
}

/** Who voted has voted, and nobody can say what: it ends without an outcome, and says why. */
async function endUnread(tx: Tx, proposal: OpenedProposal): Promise<CloseResult> {
  const message =
    'The box of its ballots did not open. What was voted is lost; it can be put anew.';
  await endUndecided(tx, proposal, 'rule', message, 'BALLOT_BOX_UNREADABLE');
  return { did: 'ended', because: 'box-unreadable' };
}

/** Whoever confirms its papers has it decided; where nobody does, it ends then. */
function waitForPapers(tx: Tx, { id }: OpenedProposal, until: Date): CloseResult {
  tx.enqueue(
    CloseDueProposal,
    { cooperativeId: tx.cooperativeId, proposalId: id },
    { key: `${id}:without-papers`, runAt: until },
  );
  return { did: 'nothing', because: 'waits-for-papers' };
}

/** Some voted on paper, and what they voted nobody confirmed: it is not decided without them. */
async function endWithoutPapers(
  tx: Tx,
  proposal: OpenedProposal,
  isEntered: boolean,
): Promise<CloseResult> {
  const message = isEntered
    ? 'Papers were handed out and entered, and no second person confirmed them in time.'
    : 'Papers were handed out, and nobody entered in time what they say.';
  await endUndecided(tx, proposal, 'rule', message, 'PAPERS_NOT_CONFIRMED');
  return { did: 'ended', because: 'papers-uncounted' };
}

/** A tie is put again once: equal sides in a run-off leave things as they are. */
function isRunOff({ rule, runOffOfId, followsAs }: OpenedProposal, outcome: Outcome): boolean {
  const mayBe = runOffOfId === null || followsAs === 'escalation';
  return outcome === 'tied' && rule.tieRule === 'run-off' && mayBe;
}

function requireOpened(proposal: ProposalRecord): OpenedProposal {
  const { rule, closesAt, electorateWeight, activeMembersWeight } = proposal;
  if (
    rule === null ||
    closesAt === null ||
    electorateWeight === null ||
    activeMembersWeight === null
  ) {
    throw new Error('an open proposal has its rule and its electorate');
  }
  return { ...proposal, rule, closesAt, electorateWeight, activeMembersWeight };
}

async function queueActions(tx: Tx, { id, rule }: OpenedProposal): Promise<void> {
  const actions = await actionStore.lockOf(tx, id);
  if (actions.length === 0) return;
  const timeZone = await tx.timeZone();
  const unlocked = hoursLater(tx.now, rule.timelockHours, timeZone);
  const day = notBefore(actions);
  const begins = day === null ? unlocked : startOfDay(day, timeZone);
  const executeAt = begins > unlocked ? begins : unlocked;
  const within = rule.executionWithinHours;
  tellAppealTerm(tx, id, actions, executeAt);
  const executeBefore = within === null ? null : hoursLater(executeAt, within, timeZone);
  await proposalStore.queue(tx, id, executeAt, executeBefore);
  tx.enqueue(
    ExecutePassedProposal,
    { cooperativeId: tx.cooperativeId, proposalId: id },
    { key: id, runAt: executeAt },
  );
}
