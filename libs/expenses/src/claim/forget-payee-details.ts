import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { Payees } from '@rochdale/payouts';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';

/**
 * Nobody is paid any more who was erased, and nobody was ever owed anything who only applied: what
 * they said of their bank account goes.
 */
@Injectable()
export class ForgetPayeeDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
    private readonly payees: Payees,
  ) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor, { memberId }: { readonly memberId: string }): Promise<void> {
    permit(actor, 'expense.settle');
    await this.unitOfWork.run(actor, async (tx) => {
      await this.payees.hold(tx, memberId);
      const member = await this.members.find(tx, memberId);
      if (member === null) return;
      const isErased = !(await this.members.payable(tx, [memberId])).has(memberId);
      // Who applied again meanwhile has not left: what they said then stands.
      const onlyApplied = member.standing === 'left' && member.admittedAt === null;
      if (isErased || onlyApplied) await this.payees.forgetMember(tx, memberId);
    });
  }
}
