import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { CreditEntryRow, CreditNoteView, RefundRow } from '@rochdale/dues';
import { connectionOf } from '../kit/list/connection.js';
import { NodeType } from '../kit/node/node.type.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';

export const CreditEntryKindEnum = {
  LINE: 'line',
  RETURN: 'return',
  UNDO: 'undo',
  CREDITED: 'credited',
  SET_OFF: 'set-off',
  REFUND: 'refund',
  REFUND_FAILED: 'refund-failed',
  WAIVED: 'waived',
  UNCLAIMED: 'unclaimed',
} as const;

registerEnumType(CreditEntryKindEnum, {
  name: 'CreditEntryKind',
  description: 'Why a member’s credit grew or went.',
  valuesMap: {
    LINE: { description: 'A bank line brought more than was asked.' },
    RETURN: { description: 'The bank took it back.' },
    UNDO: { description: 'What a line was taken for was undone.' },
    CREDITED: { description: 'What had been paid is not asked any more.' },
    SET_OFF: { description: 'It paid an invoice, or came back from one.' },
    REFUND: { description: 'It is paid out.' },
    REFUND_FAILED: { description: 'It could not be paid out.' },
    WAIVED: { description: 'It was given to the co-operative.' },
    UNCLAIMED: { description: 'It came after its member was erased, and is nobody’s.' },
  },
});

export const RefundStateEnum = { REQUESTED: 'requested', PAID: 'paid', FAILED: 'failed' } as const;

registerEnumType(RefundStateEnum, {
  name: 'DuesRefundState',
  description: 'What became of credit that is paid out.',
  valuesMap: {
    REQUESTED: { description: 'Waits to be released, or is on its way.' },
    PAID: { description: 'The member has it.' },
    FAILED: { description: 'It is the member’s credit again.' },
  },
});

export const CreditNoteKindEnum = {
  CANCELLED: 'cancelled',
  CREDITED: 'credited',
  WAIVER: 'waiver',
} as const;

registerEnumType(CreditNoteKindEnum, {
  name: 'CreditNoteKind',
  description: 'Why something of an invoice is not asked any more.',
  valuesMap: {
    CANCELLED: { description: 'All of it was taken back.' },
    CREDITED: { description: 'A part was taken off.' },
    WAIVER: { description: 'A waiver was granted after it was issued.' },
  },
});

@ObjectType('CreditNote', { description: 'What was taken off an invoice.' })
export class CreditNoteType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => CreditNoteKindEnum, { description: 'What it is.' })
  kind!: string;

  @Field(() => MoneyType, { description: 'How much.' })
  amount!: MoneyType;

  @Field(() => String, { description: 'Why. For the member and clerks.' })
  reason!: string;

  @Field(() => Date, { description: 'When.' })
  madeAt!: Date;
}

@ObjectType('CreditEntry', {
  implements: () => [NodeType],
  description: 'One movement of a member’s credit.',
})
export class CreditEntryType extends NodeType {
  /** For resolvers; not part of the schema. */
  row!: CreditEntryRow;

  @Field(() => CreditEntryKindEnum, { description: 'Why.' })
  kind!: string;

  @Field(() => MoneyType, { description: 'How much; negative is what went.' })
  amount!: MoneyType;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was given away. For the member and clerks.',
  })
  because!: string | null;

  @Field(() => Date, { description: 'When.' })
  recordedAt!: Date;
}

export const CreditEntryConnection = connectionOf('CreditEntry', CreditEntryType);

@ObjectType('DuesRefund', {
  implements: () => [NodeType],
  description: 'A member’s credit that is paid out to them.',
})
export class DuesRefundType extends NodeType {
  /** For resolvers; not part of the schema. */
  row!: RefundRow;

  @Field(() => MoneyType, { description: 'How much.' })
  amount!: MoneyType;

  @Field(() => RefundStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => ID, { description: 'The payout that pays it.' })
  payoutId!: string;

  @Field(() => Date, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was paid, or came to nothing.' })
  endedAt!: Date | null;
}

export function toCreditNote(view: CreditNoteView): CreditNoteType {
  const { kind, reason, madeAt } = view;
  const id = toGlobalId('CreditNote', view.id);
  return { id, kind, amount: toMoney(view.amountMinor, view.currency), reason, madeAt };
}

export function toCreditEntry(row: CreditEntryRow): CreditEntryType {
  const { kind, amountMinor, currency, because, recordedAt } = row;
  const id = toGlobalId('CreditEntry', row.id);
  return { row, id, kind, amount: toMoney(amountMinor, currency), because, recordedAt };
}

export function toRefund(row: RefundRow): DuesRefundType {
  const { state, requestedAt, endedAt } = row;
  return {
    row,
    id: toGlobalId('DuesRefund', row.id),
    amount: toMoney(row.amountMinor, row.currency),
    state,
    payoutId: toGlobalId('Payout', row.payoutId),
    requestedAt,
    endedAt,
  };
}
