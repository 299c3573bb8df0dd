import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { may, permit } from '@rochdale/platform';
import { appealStore } from '../appeal/appeal.store.js';
import type { AppealView } from '../appeal/appeal.store.js';

/** Appeals against votes that the caller may read, or that are about who reads. */
@Injectable()
export class AppealQueries {
  /** The last one against each of these; nothing for strangers. @throws CodedError FORBIDDEN */
  async appeals(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, AppealView>> {
    permit(tx.actor, 'decision.read');
    const found = mayRead(tx) ? await appealStore.of(tx, ids) : [];
    return new Map(found.map((one) => [one.expulsionId, one]));
  }

  /**
   * Until when who is to be expelled may appeal, of votes against which they still may.
   *
   * @throws CodedError FORBIDDEN
   */
  async terms(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    permit(tx.actor, 'decision.read');
    const found = mayRead(tx) ? await appealStore.terms(tx, ids) : [];
    return new Map(found.map(({ id, until }) => [id, until]));
  }

  /** Of votes on appeals, the vote that each is against. @throws CodedError FORBIDDEN */
  async against(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    permit(tx.actor, 'decision.read');
    const found = mayRead(tx) ? await appealStore.against(tx, ids) : [];
    return new Map(found.map(({ id, expulsionId }) => [id, expulsionId]));
  }
}

/** Who is suspended reads of what is about them alone, which is all that they are given. */
const mayRead = ({ actor }: Tx): boolean =>
  may(actor, 'proposal.read').allowed || may(actor, 'hearing.read-own').allowed;
