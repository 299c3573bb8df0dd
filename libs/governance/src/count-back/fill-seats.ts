import { Injectable } from '@nestjs/common';
import { holdersAmong } from '@rochdale/membership';
import type { Actor, Tx } from '@rochdale/platform';
import { allActions, dayOf, monthsLater, permit, UnitOfWork } from '@rochdale/platform';
import { leftOutIn, Votes } from '@rochdale/voting';
import { ProposalActions } from '../action/proposal-actions.js';
import { leftOutOf } from '../electing/left-out.js';
import { CandidacyDecided, SeatVacated } from '../governance.events.js';
import type { Candidate } from '../proposal/candidate.store.js';
import { candidateStore } from '../proposal/candidate.store.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import { countedBack, seatsNow } from './count-back.js';
import type { Without } from './count-back.js';
import { countBackStore } from './count-back.store.js';
import type { ElectionCarriedOut } from './count-back.store.js';

/**
 * Fills seats of elections whose terms last and whose holder is in the office no more, by the
 * ballots of the election: once for each who leaves. Where they fill it with nobody, it stays empty
 * and a new election is called.
 */
@Injectable()
export class FillSeats {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly votes: Votes,
    private readonly actions: ProposalActions,
  ) {}

  /**
   * Returns how many seats had become vacant.
   *
   * @throws AggregateError of what kept some of them, PROPOSAL_NOT_FOUND among it; the others were
   *   filled
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.execute');
    const ids = await this.unitOfWork.read(actor, (tx) => countBackStore.carriedOut(tx));
    const failures: unknown[] = [];
    let vacant = 0;
    for (const id of ids) {
      try {
        while (await this.unitOfWork.run(actor, (tx) => this.#fillOne(tx, id))) vacant += 1;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some seats are not filled');
    return vacant;
  }

  /** The first seat that is vacant and was not filled; false where there is none. */
  async #fillOne(tx: Tx, proposalId: string): Promise<boolean> {
    await lockProposal(tx, proposalId);
    const election = await countBackStore.read(tx, proposalId);
    const until = election === null ? null : await endOf(tx, election);
    if (election === null || until === null) return false;
    const candidates = await candidateStore.of(tx, proposalId);
    const vacancy = await vacantSeat(tx, proposalId, election, candidates);
    if (vacancy === null) return false;
    const ballots = (await this.votes.ballots(tx, [proposalId])).get(proposalId) ?? [];
    const size = await this.votes.countedSize(tx, { ...election, id: proposalId });
    const verdict = countedBack({ ...election, ...size }, ballots, vacancy);
    const chosen = candidates.find(({ place }) => place === verdict.elected) ?? null;
    const { vacated } = vacancy;
    const elected = chosen?.place ?? null;
    await countBackStore.insert(tx, proposalId, { ...verdict, ...vacancy, elected });
    tx.announce(SeatVacated.of(proposalId, { proposalId, vacated, elected }));
    if (chosen !== null) await this.#seat(tx, election, chosen, until);
    return true;
  }

  async #seat(
    tx: Tx,
    election: ElectionCarriedOut,
    { memberId, proposalId }: Candidate,
    until: string,
  ): Promise<void> {
    const { kind, payload, actionId, ruleHash, rule } = election;
    const termMonths = rule.elects?.termMonths ?? 0;
    const elected = { memberIds: [memberId], termMonths, until };
    const decided = { id: proposalId, actionId, subject: null, ruleHash, elected };
    await this.actions.run(tx, { kind, payload: { ...payload, startsOn: null } }, decided);
    const told = { proposalId, memberId, isElected: true, isCountBack: true };
    tx.announce(CandidacyDecided.of(proposalId, told));
  }
}

/** The day on which the terms of an election end; null where they are over. */
async function endOf(tx: Tx, { executedAt, rule }: ElectionCarriedOut): Promise<string | null> {
  if (rule.elects === undefined) return null;
  const day = monthsLater(dayOf(executedAt, await tx.timeZone()), rule.elects.termMonths);
  return day > (await tx.today()) ? day : null;
}

async function vacantSeat(
  tx: Tx,
  proposalId: string,
  { finalCount, kind, payload, rule }: ElectionCarriedOut,
  candidates: readonly Candidate[],
): Promise<(Without & { readonly vacated: number }) | null> {
  const { winners = [] } = finalCount as { readonly winners?: readonly number[] };
  const filled = await countBackStore.filled(tx, proposalId);
  const seats = seatsNow(winners, filled).filter((seat) => seat !== null);
  const memberAt = new Map(candidates.map(({ place, memberId }) => [place, memberId]));
  const office = allActions().get(kind)?.electsTo?.(payload) ?? '';
  const holders = await holdersAmong(tx, office, [...memberAt.values()]);
  const vacated = seats.find((seat) => {
    const memberId = memberAt.get(seat);
    return memberId !== undefined && !holders.has(memberId);
  });
  if (vacated === undefined) return null;
  const sitting = seats.filter((seat) => seat !== vacated);
  const away = await leftOutOf(tx, { id: proposalId, rule });
  const former = filled.map((one) => one.vacated);
  // Another seat would cut the term that they hold by another election, or were appointed for.
  const held = candidates.filter(({ memberId }) => holders.has(memberId)).map(({ place }) => place);
  const gone = new Set([...leftOutIn(finalCount), ...former, vacated, ...away, ...held]);
  for (const seat of sitting) gone.delete(seat);
  return { vacated, gone: [...gone].toSorted((one, other) => one - other), sitting };
}
