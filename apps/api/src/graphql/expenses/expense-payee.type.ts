import { Field, ObjectType } from '@nestjs/graphql';
import type { ExpenseView } from '@rochdale/expenses';
import { MemberType } from '../membership/member.type.js';
import { PartnerType } from '../partners/partner.type.js';
import { PayeeKindEnum } from '../payments/payment-words.type.js';

@ObjectType('ExpensePayee', { description: 'Who is paid for an expense.' })
export class ExpensePayeeType {
  @Field(() => PayeeKindEnum, { description: 'A member or a partner.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'The name, if the viewer may see it.' })
  name!: string | null;

  @Field(() => MemberType, { nullable: true, description: 'The member, when it is one.' })
  member!: MemberType | null;

  @Field(() => PartnerType, { nullable: true, description: 'The partner, when it is one.' })
  partner!: PartnerType | null;
}

/** The key of the payee among members, or null when it is none. */
export function memberPaid({ payeeKind, payeeId }: ExpenseView): string | null {
  return payeeKind === 'member' ? payeeId : null;
}

/** The key of the payee among partners, or null when it is none. */
export function partnerPaid({ payeeKind, payeeId }: ExpenseView): string | null {
  return payeeKind === 'partner' ? payeeId : null;
}

/** Both as the viewer may see them: the room of each has decided what is shown. */
export function toExpensePayee(
  { payeeKind }: ExpenseView,
  member: MemberType | null,
  partner: PartnerType | null,
): ExpensePayeeType {
  return {
    kind: payeeKind,
    name: member?.displayName ?? partner?.name ?? null,
    member,
    partner,
  };
}
