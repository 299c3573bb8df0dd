import { Injectable } from '@nestjs/common';
import { MemberTraces, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ErasureList } from './erasure-list.js';
import { erasureStore } from './erasure.store.js';

/**
 * What the rooms keep of an erased member goes, or is locked where a law keeps it: each room in a
 * transaction of its own, so that one that cannot holds none of the others up. The list beside the
 * files comes first: what is restored without it brings the member back.
 */
@Injectable()
export class ForgetMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly traces: MemberTraces,
    private readonly list: ErasureList,
  ) {}

  /** @throws CodedError FORBIDDEN unless the system asks; Error of the rooms that could not */
  async execute(actor: Actor, { memberId }: { readonly memberId: string }): Promise<void> {
    permit(actor, 'member.forget');
    await this.#keepListed(actor, memberId);
    const failed: unknown[] = [];
    for (const room of this.traces.rooms) {
      await this.#forget(actor, room, memberId).catch((error: unknown) => failed.push(error));
    }
    if (failed.length === 1) throw failed[0];
    if (failed.length > 1) throw new AggregateError(failed, 'several rooms could not forget');
  }

  async #keepListed(actor: Actor, memberId: string): Promise<void> {
    const erasure = await this.unitOfWork.run(actor, (tx) => erasureStore.find(tx, memberId));
    // Written while no transaction is open: a bucket takes the time that it takes.
    if (erasure !== null) await this.list.add(actor.cooperativeId ?? '', erasure);
  }

  #forget(actor: Actor, room: string, memberId: string): Promise<void> {
    return this.unitOfWork.run(actor, async (tx) => {
      const erasure = await erasureStore.find(tx, memberId);
      if (erasure === null) return;
      await this.traces.forget(tx, room, { memberId, removesTexts: erasure.removesTexts });
    });
  }
}
