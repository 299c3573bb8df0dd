import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, may, permit } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { CreditEntryEntity } from './credit.entity.js';
import { creditStore } from './credit.store.js';
import type { CreditBalance } from './credit.store.js';
import { refundStore } from './refund.store.js';
import type { RefundRow } from './refund.store.js';

const shown = [
  'id',
  'memberId',
  'kind',
  'amountMinor',
  'currency',
  'because',
  'recordedAt',
] as const;

/** Credit as it was shown: given by who saw it only as long as it is that, and no other. */
export interface ShownCredit extends Pick<CreditBalance, 'currency' | 'balanceMinor'> {
  /** Of which movements it is the sum; tells nothing of them. */
  readonly movements: string;
}

export type CreditEntryRow = Readonly<Pick<CreditEntryEntity, (typeof shown)[number]>>;

/** What members have with the co-operative: seen by themselves and by clerks. */
@Injectable()
export class CreditQueries {
  /**
   * What a member has, by currency; nothing is left out.
   *
   * @throws CodedError FORBIDDEN for somebody else's, unless a clerk asks
   */
  async balances(tx: Tx, memberId: string): Promise<CreditBalance[]> {
    permit(tx.actor, readingOf(tx.actor, memberId));
    return creditStore.ofMembers(tx, [memberId]);
  }

  /** One's own, by currency, to be given as it is shown. @throws CodedError FORBIDDEN */
  async shown(tx: Tx): Promise<ShownCredit[]> {
    const { memberId } = tx.actor;
    permit(tx.actor, 'dues-invoice.read-own');
    if (memberId === null) return [];
    const credits: ShownCredit[] = [];
    for (const { currency, balanceMinor } of await creditStore.ofMembers(tx, [memberId])) {
      const movements = await creditStore.movements(tx, memberId, currency);
      credits.push({ currency, balanceMinor, movements });
    }
    return credits;
  }

  /** Why nothing is given by these members, by member. @throws CodedError FORBIDDEN */
  async whyNotWaive(
    tx: Tx,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, 'CREDIT_SPENT'>> {
    const isOwn = memberIds.every((id) => id === tx.actor.memberId);
    permit(tx.actor, isOwn ? 'dues-credit.waive-own' : 'dues-credit.waive');
    return withoutCredit(tx, memberIds);
  }

  /** Why nothing is paid out to these members, by member. @throws CodedError FORBIDDEN */
  async whyNotRefund(
    tx: Tx,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, 'CREDIT_SPENT'>> {
    permit(tx.actor, 'dues-credit.refund');
    return withoutCredit(tx, memberIds);
  }

  /** Refunds of a member, the newest first. @throws CodedError FORBIDDEN */
  async refunds(tx: Tx, memberId: string): Promise<RefundRow[]> {
    permit(tx.actor, readingOf(tx.actor, memberId));
    return refundStore.list(tx, memberId);
  }

  /** Each movement of a member's credit, the newest first. @throws CodedError FORBIDDEN */
  async entries(tx: Tx, request: PageRequest, memberId: string): Promise<Page<CreditEntryRow>> {
    permit(tx.actor, readingOf(tx.actor, memberId));
    return entries.page(tx, request, { filter: { memberId } });
  }

  /** Movements by id: clerks all of them, members their own. @throws CodedError FORBIDDEN */
  async entriesByIds(tx: Tx, ids: readonly string[]): Promise<CreditEntryRow[]> {
    permit(tx.actor, 'dues-invoice.read-own');
    return readableBy(tx.actor, await entries.find(tx, ids));
  }

  /** Refunds by id: clerks all of them, members their own. @throws CodedError FORBIDDEN */
  async refundsByIds(tx: Tx, ids: readonly string[]): Promise<RefundRow[]> {
    permit(tx.actor, 'dues-invoice.read-own');
    return readableBy(tx.actor, await refundStore.byIds(tx, ids));
  }
}

async function withoutCredit(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, 'CREDIT_SPENT'>> {
  const balances = await creditStore.ofMembers(tx, memberIds);
  const having = new Set(balances.map(({ memberId }) => memberId));
  return new Map(
    memberIds.flatMap((id) => (having.has(id) ? [] : [[id, 'CREDIT_SPENT'] as const])),
  );
}

const readingOf = (actor: Pick<Actor, 'memberId'>, memberId: string) =>
  memberId === actor.memberId ? 'dues-invoice.read-own' : 'dues-invoice.read-all';

function readableBy<Row extends { readonly memberId: string }>(actor: Actor, rows: Row[]): Row[] {
  const readsAll = may(actor, 'dues-invoice.read-all').allowed;
  return rows.filter(({ memberId }) => readsAll || memberId === actor.memberId);
}

const entries = keysetList<CreditEntryRow, { readonly memberId: string }>({
  name: 'dues.list-credit-entries',
  select: columnsOf(CreditEntryEntity, { only: shown }),
  from: 'dues.credit_entries',
  where: 'cooperative_id = :cooperativeId',
  keys: [{ column: 'id', field: 'id', type: 'id' }],
  filters: { memberId: 'member_id = :memberId::uuid' },
});
