import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, daysLater, may, permit } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { waiverView } from './waiver-view.js';
import type { WaiverView } from './waiver-view.js';
import { toldDays, waiverStore } from './waiver.store.js';
import type { WaitingRow } from './waiver.store.js';

/** A wish of one’s own that nobody decided. */
export interface WaitingWaiver extends Omit<WaitingRow, 'lapseToldAt'> {
  /** When it lapses, once its member was told so; also where no letter leaves. */
  readonly lapsesAt: Date | null;
}

/** What is seen of waivers: the treasurer sees all, a member their own. */
@Injectable()
export class WaiverQueries {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'secret'>) {}

  /** Those that wait for a treasurer's answer, the newest first. @throws CodedError FORBIDDEN */
  async asked(tx: Tx, most: number): Promise<WaiverView[]> {
    permit(tx.actor, 'dues-waiver.decide');
    const { secret } = this.config;
    return (await waiverStore.asked(tx, most)).map((row) => waiverView(secret, row, tx.actor));
  }

  /** One's own that wait for an answer. @throws CodedError FORBIDDEN */
  async waiting(tx: Tx): Promise<WaitingWaiver[]> {
    permit(tx.actor, 'dues-waiver.read');
    const { memberId } = tx.actor;
    const rows = memberId === null ? [] : await waiverStore.waiting(tx, memberId);
    return rows.map(({ lapseToldAt, ...waiver }) => ({
      ...waiver,
      lapsesAt: lapseToldAt && daysLater(lapseToldAt, toldDays),
    }));
  }

  /** The newest 200, newest first. @throws CodedError FORBIDDEN */
  async list(tx: Tx): Promise<WaiverView[]> {
    permit(tx.actor, 'dues-waiver.read');
    const readsAll = may(tx.actor, 'dues-waiver.decide').allowed;
    const { memberId } = tx.actor;
    const own = memberId === null ? null : { memberId };
    const whose = readsAll ? 'everybody' : own;
    const { secret } = this.config;
    const rows = whose === null ? [] : await waiverStore.list(tx, whose);
    return rows.map((row) => waiverView(secret, row, tx.actor));
  }
}

/** Who asked for these. */
export const membersOfWaivers = (tx: Tx, waiverIds: readonly string[]): Promise<string[]> =>
  waiverStore.membersOf(tx, waiverIds);
