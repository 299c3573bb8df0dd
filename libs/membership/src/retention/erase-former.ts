import { Inject, Injectable } from '@nestjs/common';
import {
  addDays,
  assert,
  CodedError,
  daysLater,
  keptSince,
  lastFactAt,
  LOG,
  permit,
  shuffled,
  startOfDay,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Day, Log, Tx } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { EraseMember } from '../erasure/erase-member.js';
import { OpenAffairs } from '../member/open-affairs.js';
import { FormerMemberOwed, FormerMemberTold } from '../membership.events.js';
import { FormerPost } from './former-post.js';
import { formerStore } from './former.store.js';
import type { Former } from './former.store.js';

/** How many days before they are erased former members are told. */
const toldBefore = 30;

/** For how many days a letter counts: where something was open until then, they are told anew. */
const toldFor = 90;

/** How many days pass at least between two letters that something is owed. */
const remindedFor = 365;

/** What to do in a night. */
interface Due {
  readonly untold: string[];
  readonly over: string[];
  /** To be told that something of theirs waits for a word. */
  readonly owed: string[];
  /** The codes of what keeps the others. */
  readonly kept: string[];
}

/**
 * Erases who left or was excluded when no register of members has to name them any more, as they
 * are erased who ask for it: so no term is without an end. Whoever can be reached is told by
 * letter, thirty days before at least.
 */
@Injectable()
export class EraseFormer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cooperatives: CooperativeQueries,
    private readonly affairs: OpenAffairs,
    private readonly post: FormerPost,
    private readonly erase: EraseMember,
    @Inject(LOG) private readonly log: Pick<Log, 'info'>,
  ) {}

  /**
   * How many were erased. Who is owed something still is not erased before that is settled, nor
   * told when they are, and keeps none of the others. Where it waits for their word they are told
   * that, once a year at most. Why some stay is logged by code, with how many they are.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE; Error of those that could not
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    const { untold, over, owed, kept } = await this.unitOfWork.read(actor, (tx) => this.#due(tx));
    const turns = new Turns();
    await turns.each(untold, (id) => this.unitOfWork.run(actor, (tx) => this.#tell(tx, id)));
    await turns.each(owed, (id) => this.unitOfWork.run(actor, (tx) => this.#remind(tx, id)));
    const erased = await turns.each(over, (memberId) => this.#eraseOne(actor, memberId, kept));
    this.#tellKept(actor, kept);
    turns.end();
    return erased;
  }

  /** Whom to tell tonight, and whose time is over, each in an order that says nothing. */
  async #due(tx: Tx): Promise<Due> {
    const today = await tx.today();
    const former = await formerStore.leftBefore(tx, await this.#soon(tx, today));
    const ids = former.map(({ id }) => id);
    const open = await this.#open(tx, ids);
    const over = await this.#before(tx, today);
    const end = startOfDay(addDays(today, -toldBefore), await tx.timeZone());
    const due: Due = { untold: [], over: [], owed: [], kept: [] };
    for (const one of shuffled(former)) {
      const reason = open.get(one.id);
      if (reason !== undefined) {
        due.kept.push(reason.code);
        if (await this.#isToRemind(tx, one, reason)) due.owed.push(one.id);
        continue;
      }
      const told = await this.#toldAt(tx, one);
      if (told === null && (await this.post.reaches(tx, one))) due.untold.push(one.id);
      else if ((told === null || told < end) && isBefore(one, over)) due.over.push(one.id);
    }
    return due;
  }

  async #open(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, CodedError>> {
    return ids.length === 0 ? new Map() : this.affairs.whyNotErase(tx, ids);
  }

  /** Whether nobody but they can end it, and they were not told within the year. */
  async #isToRemind(tx: Tx, one: Former, reason: CodedError | undefined): Promise<boolean> {
    if (reason === undefined || !this.affairs.isWaiting(reason)) return false;
    const told = await lastFactAt(tx, FormerMemberOwed.type, one.id);
    if (told !== null && told > daysLater(tx.now, -remindedFor)) return false;
    return this.post.reaches(tx, one);
  }

  async #remind(tx: Tx, id: string): Promise<number> {
    const former = await formerStore.lock(tx, await this.#soon(tx, await tx.today()), id);
    if (former === null) return 0;
    const reason = (await this.#open(tx, [id])).get(id);
    if (!(await this.#isToRemind(tx, former, reason))) return 0;
    return (await this.post.remind(tx, former)) ? 1 : 0;
  }

  /** To whoever runs the service, of nobody by name. */
  #tellKept({ cooperativeId }: Actor, kept: readonly string[]): void {
    for (const code of new Set(kept)) {
      const members = kept.filter((one) => one === code).length;
      this.log.info({ cooperativeId, code, members }, 'former members are not erased yet');
    }
  }

  /** What was told long ago, or before they came back and left anew, counts no more. */
  async #toldAt(tx: Tx, { id, leftAt }: Former): Promise<Date | null> {
    const told = await lastFactAt(tx, FormerMemberTold.type, id);
    const counts = told !== null && leftAt !== null && told > leftAt;
    return counts && told > daysLater(tx.now, -toldFor) ? told : null;
  }

  async #tell(tx: Tx, id: string): Promise<number> {
    const today = await tx.today();
    const former = await formerStore.lock(tx, await this.#soon(tx, today), id);
    if (former === null || (await this.#toldAt(tx, former)) !== null) return 0;
    return (await this.post.tell(tx, former, addDays(today, toldBefore))) ? 1 : 0;
  }

  async #eraseOne(actor: Actor, memberId: string, kept: string[]): Promise<number> {
    try {
      await this.erase.execute(actor, { memberId });
      return 1;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      // They came back meanwhile, or are owed something since; the next night asks again.
      const later = await this.unitOfWork.read(actor, (tx) =>
        this.affairs.whyNotErase(tx, [memberId]),
      );
      if (error.code !== 'MEMBER_STILL_BELONGS' && !later.has(memberId)) throw error;
      kept.push(error.code);
      return 0;
    }
  }

  /** Who left before is told: their time is over within the days of which they are told. */
  #soon(tx: Tx, today: Day): Promise<Date> {
    return this.#before(tx, addDays(today, toldBefore + 1));
  }

  /** Who left before has been kept long enough by that day. */
  async #before(tx: Tx, day: Day): Promise<Date> {
    const { settings } = await this.cooperatives.own(tx);
    const since = keptSince('membership', { today: day, country: settings.country ?? null });
    assert(since !== null, 'membership is counted in years');
    return startOfDay(since, await tx.timeZone());
  }
}

const isBefore = ({ leftAt }: Former, day: Date): boolean => leftAt !== null && leftAt < day;
