import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { HoldState, HoldView, Source } from '@rochdale/ledger';
import type { IdAudience } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId, toIdOfKind } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';

export enum HoldStateEnum {
  EXPIRED = 'expired',
  OPEN = 'open',
  POSTED = 'posted',
  VOIDED = 'voided',
}

registerEnumType(HoldStateEnum, {
  name: 'HoldState',
  description: 'Where a hold stands. It leaves OPEN once.',
  valuesMap: {
    EXPIRED: { description: 'Its time was over; everything returned.' },
    OPEN: { description: 'The money is reserved.' },
    POSTED: { description: 'It was paid, in whole or in part; the rest returned.' },
    VOIDED: { description: 'It was given up; everything returned.' },
  },
});

const states: Readonly<Record<HoldState, HoldStateEnum>> = {
  expired: HoldStateEnum.EXPIRED,
  open: HoldStateEnum.OPEN,
  posted: HoldStateEnum.POSTED,
  voided: HoldStateEnum.VOIDED,
};

@ObjectType('Hold', {
  implements: () => [NodeType],
  description: 'Money reserved on an account for a payout.',
})
export class HoldType extends NodeType {
  accountId!: string;
  /** What it is for, as the books know it; not part of the schema. */
  source!: Source;
  transactionId!: string | null;

  @Field(() => MoneyType, { description: 'How much was reserved.' })
  amount!: MoneyType;

  @Field(() => MoneyType, { nullable: true, description: 'How much was paid in the end.' })
  posted!: MoneyType | null;

  @Field(() => HoldStateEnum, { description: 'Where it stands.' })
  state!: HoldStateEnum;

  @Field(() => String, { description: 'What sort of thing it is for.' })
  sourceKind!: string;

  @Field(() => String, { description: 'Its id.' })
  sourceId!: string;

  @Field(() => Date, { description: 'When the money was reserved.' })
  placedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it returns by itself, if ever.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended.' })
  resolvedAt!: Date | null;
}

export const HoldConnection = connectionOf('Hold', HoldType);

export function toHold(view: HoldView, audience: IdAudience): HoldType {
  const { currency, postedMinor } = view;
  return {
    id: toGlobalId('Hold', view.id),
    accountId: view.accountId,
    source: { kind: view.sourceKind, id: view.sourceId },
    transactionId: view.transactionId,
    amount: toMoney(view.amountMinor, currency),
    posted: postedMinor === null ? null : toMoney(postedMinor, currency),
    state: states[view.state],
    sourceKind: view.sourceKind,
    sourceId: toIdOfKind(view.sourceKind, view.sourceId, audience),
    placedAt: view.placedAt,
    expiresAt: view.expiresAt,
    resolvedAt: view.resolvedAt,
  };
}
