import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { MemberClassDefined } from '../membership.events.js';
import { checkedClass } from './member-class.js';
import type { MemberClass } from './member-class.js';
import { memberClassStore } from './member-class.store.js';

/** Adds a class or changes one. Open proposals keep the votes that they were opened with. */
@Injectable()
export class DefineMemberClass {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError MEMBER_CLASS_INVALID */
  async execute(actor: Actor, input: MemberClass): Promise<MemberClass> {
    permit(actor, 'member-class.define');
    const memberClass = checkedClass(input);
    const { key, mayVote, votes } = memberClass;
    await this.unitOfWork.run(actor, async (tx) => {
      await memberClassStore.save(tx, [memberClass]);
      tx.announce(MemberClassDefined.of(tx.cooperativeId, { classKey: key, mayVote, votes }));
    });
    return memberClass;
  }
}
