import { Injectable } from '@nestjs/common';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { cooperativeStore } from './cooperative.store.js';
import type { ClassOfCooperative, CooperativeRow } from './cooperative.store.js';

/** The co-operatives of this installation: public, by their nature. */
@Injectable()
export class CooperativeQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The one that the actor acts in, or null when none was chosen. */
  async current(actor: Actor): Promise<CooperativeRow | null> {
    permit(actor, 'cooperative.read');
    const { cooperativeId } = actor;
    if (cooperativeId === null) return null;
    return (await this.findMany(actor, [cooperativeId]))[0] ?? null;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<CooperativeRow[]> {
    permit(actor, 'cooperative.read');
    return this.unitOfWork.read(actor, (tx) => cooperativeStore.findMany(tx, ids));
  }

  /** The name of the transaction's co-operative, inside the caller's transaction. */
  async nameOf(tx: Tx): Promise<string> {
    const [row] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
    assert(row !== undefined, 'a transaction is in a co-operative that exists');
    return row.name;
  }

  findBySlug(actor: Actor, slug: string): Promise<CooperativeRow | null> {
    permit(actor, 'cooperative.read');
    return this.unitOfWork.read(actor, (tx) => cooperativeStore.findBySlug(tx, slug));
  }

  /** By short name. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(actor: Actor, request: PageRequest): Promise<Page<CooperativeRow>> {
    permit(actor, 'cooperative.read');
    return this.unitOfWork.read(actor, (tx) => cooperativeStore.page(tx, request));
  }

  /** The co-operatives that the signed-in person belongs to, or did, or applied to. */
  async ofViewer(actor: Actor): Promise<CooperativeRow[]> {
    permit(actor, 'membership.read-own');
    const { accountId } = actor;
    if (accountId === null) return [];
    return this.unitOfWork.read(actor, (tx) => cooperativeStore.ofAccount(tx, accountId));
  }

  /** The classes of each co-operative, by their keys, inside the caller's transaction. */
  classesOf(tx: Tx, ids: readonly string[]): Promise<ClassOfCooperative[]> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.classesOf(tx, ids);
  }

  /** How many belong to each now, inside the caller's transaction. A number is no personal data. */
  memberCounts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    permit(tx.actor, 'cooperative.read');
    return cooperativeStore.membersOf(tx, ids);
  }
}
