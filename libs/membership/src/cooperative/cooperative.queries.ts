import { Injectable } from '@nestjs/common';
import { assert, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { cooperativeStore } from './cooperative.store.js';
import type { ClassOfCooperative, CooperativeRow } from './cooperative.store.js';

/** The co-operatives of this installation: public, by their nature. */
@Injectable()
export class CooperativeQueries {
  /** The one that the actor acts in, or null when none was chosen. */
  async current(tx: Tx): Promise<CooperativeRow | null> {
    const { cooperativeId } = tx.actor;
    const rows = await this.findMany(tx, cooperativeId === null ? [] : [cooperativeId]);
    return rows[0] ?? null;
  }

  async findMany(tx: Tx, ids: readonly string[]): Promise<CooperativeRow[]> {
    permit(tx.actor, 'cooperative.read');
    return ids.length === 0 ? [] : cooperativeStore.findMany(tx, ids);
  }

  /** The transaction's co-operative, for rooms above. Asks no permission. */
  async own(tx: Tx): Promise<CooperativeRow> {
    const [row] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
    assert(row !== undefined, 'a transaction is in a co-operative that exists');
    return row;
  }

  /** The name of the transaction's co-operative. */
  async nameOf(tx: Tx): Promise<string> {
    return (await this.own(tx)).name;
  }

  async findBySlug(tx: Tx, slug: string): Promise<CooperativeRow | null> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.findBySlug(tx, slug);
  }

  /** By short name. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(tx: Tx, request: PageRequest): Promise<Page<CooperativeRow>> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.page(tx, request);
  }

  /** The co-operatives that the signed-in person belongs to, or did, or applied to. */
  async ofViewer(tx: Tx): Promise<CooperativeRow[]> {
    permit(tx.actor, 'membership.read-own');
    const { accountId } = tx.actor;
    return accountId === null ? [] : cooperativeStore.ofAccount(tx, accountId);
  }

  /** The classes of each co-operative, by their keys. */
  async classesOf(tx: Tx, ids: readonly string[]): Promise<ClassOfCooperative[]> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.classesOf(tx, ids);
  }

  /** How many belong to each now. A number is no personal data. */
  async memberCounts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.membersOf(tx, ids);
  }
}
