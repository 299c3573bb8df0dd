import { Injectable } from '@nestjs/common';
import {
  addDays,
  assert,
  daysLater,
  keptSince,
  permit,
  startOfDay,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { PendingAnswers } from '../application/pending-answers.js';
import { withdrawInTx } from '../application/withdrawing.js';
import { holdStandingByApplication } from '../member/standing-lock.js';
import { ApplicantPost } from './applicant-post.js';
import { unansweredStore } from './unanswered.store.js';
import type { Unanswered } from './unanswered.store.js';

/** How many days before it lapses applicants are told. */
const toldBefore = 30;

/**
 * An application that nobody answered within a year lapses: it counts as taken back, and what is
 * known of its applicant goes as of who was declined. Whoever can be reached is told by letter,
 * thirty days before at least, and when it has. What members vote on just now waits for their vote.
 */
@Injectable()
export class LapseApplications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly post: ApplicantPost,
    private readonly answers: PendingAnswers,
  ) {}

  /**
   * How many lapsed: each by itself, so that one that cannot keeps none of the others waiting.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE; Error of those that could not
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    const { untold, over } = await this.unitOfWork.read(actor, (tx) => this.#due(tx));
    const turns = new Turns();
    await turns.each(untold, (id) => this.unitOfWork.run(actor, (tx) => this.#tell(tx, id)));
    const lapsed = await turns.each(over, (id) =>
      this.unitOfWork.run(actor, (tx) => this.#lapse(tx, id)),
    );
    turns.end();
    return lapsed;
  }

  async #due(tx: Tx): Promise<{ untold: string[]; over: string[] }> {
    const today = await tx.today();
    const over = await before(tx, today);
    const found = await unansweredStore.old(tx, await soonBefore(tx, today));
    const pending = await this.answers.among(
      tx,
      found.map(({ memberId }) => memberId),
    );
    const due: { untold: string[]; over: string[] } = { untold: [], over: [] };
    for (const one of found.filter(({ memberId }) => !pending.has(memberId))) {
      const isReached = await this.post.reaches(tx, one.accountId);
      if (isOver(tx, one, { over, isReached })) due.over.push(one.id);
      else if (one.lapseToldAt === null && isReached) due.untold.push(one.id);
    }
    return due;
  }

  async #tell(tx: Tx, id: string): Promise<number> {
    const today = await tx.today();
    const one = await unansweredStore.lock(tx, await soonBefore(tx, today), id);
    if (one === null || one.lapseToldAt !== null) return 0;
    if (!(await this.post.tellBefore(tx, one.accountId, addDays(today, toldBefore)))) return 0;
    await unansweredStore.noteTold(tx, id);
    return 1;
  }

  /** Whoever decides it, or takes it back, at the same moment waits, or is waited for. */
  async #lapse(tx: Tx, id: string): Promise<number> {
    await holdStandingByApplication(tx, id);
    const today = await tx.today();
    const over = await before(tx, today);
    const one = await unansweredStore.lock(tx, over, id);
    if (one === null) return 0;
    const isReached = await this.post.reaches(tx, one.accountId);
    const isPending = (await this.answers.among(tx, [one.memberId])).size > 0;
    const open = await applicationStore.lockOpen(tx, one.memberId);
    if (isPending || open === null || !isOver(tx, one, { over, isReached })) return 0;
    await withdrawInTx(tx, open);
    await this.post.tellAfter(tx, one.accountId);
    return 1;
  }
}

/** What was applied for before has waited long enough on that day. */
async function before(tx: Tx, day: Day): Promise<Date> {
  const since = keptSince('unanswered', { today: day, country: null });
  assert(since !== null, 'who waits for an answer waits for days');
  return startOfDay(since, await tx.timeZone());
}

/** Who applied before is told: their time is over within the days of which they are told. */
const soonBefore = (tx: Tx, today: Day): Promise<Date> =>
  before(tx, addDays(today, toldBefore + 1));

/** Who is told has all days of which they are; who cannot be, those of the term. */
function isOver(
  tx: Tx,
  { appliedAt, lapseToldAt }: Unanswered,
  { over, isReached }: { readonly over: Date; readonly isReached: boolean },
): boolean {
  if (appliedAt >= over) return false;
  if (lapseToldAt === null) return !isReached;
  return lapseToldAt < daysLater(tx.now, -toldBefore);
}
