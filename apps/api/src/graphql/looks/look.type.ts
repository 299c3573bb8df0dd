import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { LookedAt, LookView } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { RoleEnum } from '../membership/role.type.js';

export const LookedAtEnum = {
  INVOICE: 'invoice',
  CREDIT: 'credit',
  WAIVER: 'waiver',
  WAIVER_REASON: 'waiver-reason',
  BANK_LINE: 'bank-line',
  BANK_DETAILS: 'bank-details',
  APPLICATION_NOTE: 'application-note',
  STANDING: 'standing',
  STANDING_NOTE: 'standing-note',
  VOUCHER: 'voucher',
  HEARING: 'hearing',
} as const satisfies Record<string, LookedAt>;

registerEnumType(LookedAtEnum, {
  name: 'LookedAt',
  description: 'What of a person somebody looked at.',
  valuesMap: {
    INVOICE: { description: 'What they are asked for and have paid.' },
    CREDIT: { description: 'What they paid too much, and what became of it.' },
    WAIVER: { description: 'That they wished to pay less.' },
    WAIVER_REASON: { description: 'Why they wished to pay less.' },
    BANK_LINE: { description: 'A payment of theirs, as the bank tells it.' },
    BANK_DETAILS: { description: 'The account that they are paid on.' },
    APPLICATION_NOTE: { description: 'What they or an officer wrote about their application.' },
    STANDING: { description: 'That they pause, or are suspended or expelled.' },
    STANDING_NOTE: { description: 'What an officer wrote about how they stand.' },
    VOUCHER: { description: 'What they claimed, and its receipts, kept though they were erased.' },
    HEARING: { description: 'What is said in a vote about them.' },
  },
});

@ObjectType('Look', { description: 'Somebody looked at something that is the viewer’s.' })
export class LookType {
  /** For resolvers; not part of the schema. */
  row!: LookView;

  @Field(() => LookedAtEnum, { description: 'At what.' })
  what!: string;

  @Field(() => [RoleEnum], { description: 'The offices that they held then.' })
  offices!: readonly string[];

  @Field(() => Date, { description: 'When.' })
  lookedAt!: Date;
}

export const LookConnection = connectionOf('Look', LookType);

export function toLook(row: LookView): LookType {
  const { what, byOffices: offices, lookedAt } = row;
  return { row, what, offices, lookedAt };
}
