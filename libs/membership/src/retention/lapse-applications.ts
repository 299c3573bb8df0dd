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

/** For how many days that counts: where a vote kept it open until then, they are told anew. */
const toldFor = 90;

/**
 * An application that nobody answered within a year lapses: it counts as taken back, and what is
 * known of its applicant goes as of who was declined. Thirty days before at least the applicant is
 * told by letter, and when it has; where no letter reaches, the days run all the same. What members
 * vote on just now waits for their vote.
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
    const terms = await termsOf(tx);
    const found = await unansweredStore.old(tx, terms.soon);
    const pending = await this.answers.among(
      tx,
      found.map(({ memberId }) => memberId),
    );
    const due: { untold: string[]; over: string[] } = { untold: [], over: [] };
    for (const one of found.filter(({ memberId }) => !pending.has(memberId))) {
      if (isUntold(one, terms)) due.untold.push(one.id);
      else if (isOver(one, terms)) due.over.push(one.id);
    }
    return due;
  }

  /** That it was told is noted also of whom no letter reaches: the days run for them as well. */
  async #tell(tx: Tx, id: string): Promise<number> {
    const terms = await termsOf(tx);
    const one = await unansweredStore.lock(tx, terms.soon, id);
    if (one === null || !isUntold(one, terms)) return 0;
    await unansweredStore.noteTold(tx, id, terms.toldLongAgo);
    await this.post.tellBefore(tx, one, addDays(terms.today, toldBefore));
    return 1;
  }

  /** Whoever decides it, or takes it back, at the same moment waits, or is waited for. */
  async #lapse(tx: Tx, id: string): Promise<number> {
    await holdStandingByApplication(tx, id);
    const terms = await termsOf(tx);
    const one = await unansweredStore.lock(tx, terms.over, id);
    if (one === null) return 0;
    const isPending = (await this.answers.among(tx, [one.memberId])).size > 0;
    const open = await applicationStore.lockOpen(tx, one.memberId);
    if (isPending || open === null || isUntold(one, terms) || !isOver(one, terms)) return 0;
    await withdrawInTx(tx, open);
    await this.post.tellAfter(tx, one.accountId);
    return 1;
  }
}

interface Terms {
  readonly today: Day;
  /** What was applied for before has waited long enough today. */
  readonly over: Date;
  /** What was applied for before will have, within the days of which applicants are told. */
  readonly soon: Date;
  /** Whoever was told before has had all those days. */
  readonly toldInTime: Date;
  /** Where it was told before, something kept it open since, and it is told anew. */
  readonly toldLongAgo: Date;
}

async function termsOf(tx: Tx): Promise<Terms> {
  const [today, timeZone] = [await tx.today(), await tx.timeZone()];
  const before = (day: Day): Date => {
    const since = keptSince('unanswered', { today: day, country: null });
    assert(since !== null, 'who waits for an answer waits for days');
    return startOfDay(since, timeZone);
  };
  return {
    today,
    over: before(today),
    soon: before(addDays(today, toldBefore + 1)),
    toldInTime: startOfDay(addDays(today, -toldBefore), timeZone),
    toldLongAgo: daysLater(tx.now, -toldFor),
  };
}

const isUntold = ({ lapseToldAt }: Unanswered, { toldLongAgo }: Terms): boolean =>
  lapseToldAt === null || lapseToldAt < toldLongAgo;

const isOver = ({ appliedAt, lapseToldAt }: Unanswered, { over, toldInTime }: Terms): boolean =>
  appliedAt < over && lapseToldAt !== null && lapseToldAt < toldInTime;
