import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { openMinor } from '@rochdale/dues';
import type { InvoiceRow, PlanRow, PledgeRow, WaiverView } from '@rochdale/dues';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { BigIntScalar, DateScalar } from '../kit/value/scalars.js';
import { VerdictType } from '../kit/verdict.type.js';

export const InvoiceStateEnum = {
  OPEN: 'open',
  PAID: 'paid',
  WAIVED: 'waived',
  CANCELLED: 'cancelled',
} as const;

registerEnumType(InvoiceStateEnum, {
  name: 'InvoiceState',
  description: 'What became of an invoice.',
  valuesMap: {
    OPEN: { description: 'Waits for money.' },
    PAID: { description: 'All of it arrived.' },
    WAIVED: { description: 'Nothing is asked for this period.' },
    CANCELLED: { description: 'Taken back.' },
  },
});

export const JoiningRuleEnum = {
  FULL_PERIOD: 'full-period',
  PRO_RATA_DAYS: 'pro-rata-days',
  PRO_RATA_MONTHS: 'pro-rata-months',
  NEXT_PERIOD: 'next-period',
} as const;

registerEnumType(JoiningRuleEnum, {
  name: 'JoiningRule',
  description: 'What is owed of the period in which somebody joins.',
  valuesMap: {
    FULL_PERIOD: { description: 'All of it.' },
    PRO_RATA_DAYS: { description: 'Its days from the one on which they joined, rounded down.' },
    PRO_RATA_MONTHS: { description: 'Its months from the one in which they joined.' },
    NEXT_PERIOD: { description: 'Nothing; they owe from the next period on.' },
  },
});

export const WaiverStateEnum = {
  ASKED: 'asked',
  GRANTED: 'granted',
  REFUSED: 'refused',
  WITHDRAWN: 'withdrawn',
  LAPSED: 'lapsed',
} as const;

registerEnumType(WaiverStateEnum, {
  name: 'WaiverState',
  description: 'What became of a wish to pay less.',
  valuesMap: {
    ASKED: { description: 'Waits for a treasurer.' },
    GRANTED: { description: 'Granted.' },
    REFUSED: { description: 'Refused.' },
    WITHDRAWN: { description: 'Taken back by the member.' },
    LAPSED: {
      description:
        'Nobody decided it in time: ninety days from its end or from being asked for, whichever ' +
        'is later; of a time that is still to begin, a year from being asked for.',
    },
  },
});

export const WaiverDecisionEnum = { GRANTED: 'granted', REFUSED: 'refused' } as const;

registerEnumType(WaiverDecisionEnum, {
  name: 'WaiverDecision',
  description: 'A treasurer’s answer to a wish to pay less.',
  valuesMap: {
    GRANTED: { description: 'The member pays less, or nothing.' },
    REFUSED: { description: 'The member pays what they pledged.' },
  },
});

@ObjectType('DuesPlan', {
  implements: () => [NodeType],
  description: 'A sliding scale of dues: whoever can gives more, whoever cannot gives less.',
})
export class DuesPlanType extends NodeType {
  @Field(() => String, { description: 'Small letters, digits and hyphens; unique.' })
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => MoneyType, { description: 'The least that one gives. Public.' })
  minimum!: MoneyType;

  @Field(() => MoneyType, { description: 'What is suggested.' })
  suggested!: MoneyType;

  @Field(() => MoneyType, { nullable: true, description: 'The most; null is no limit.' })
  maximum!: MoneyType | null;

  @Field(() => Int, { description: 'How many months an invoice is for: 1, 3, 6 or 12.' })
  months!: number;

  @Field(() => JoiningRuleEnum, { description: 'What is owed of the period of joining.' })
  joining!: string;

  @Field(() => Date, { nullable: true, description: 'When it was taken off the list.' })
  retiredAt!: Date | null;
}

@ObjectType('Pledge', { description: 'What a member chose to give. Nobody is asked why.' })
export class PledgeType {
  /** For resolvers; not part of the schema. */
  row!: PledgeRow;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => DateScalar, { description: 'The day it was chosen.' })
  startsOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day another took its place.' })
  endsOn!: string | null;
}

@ObjectType('PayTo', { description: 'The account that takes members’ money.' })
export class PayToType {
  @Field(() => String, { description: 'Its holder.' })
  holderName!: string;

  @Field(() => String, { description: 'Its IBAN or number, without spaces.' })
  accountNumber!: string;

  @Field(() => String, { nullable: true, description: 'The BIC of the bank.' })
  bic!: string | null;
}

@ObjectType('InvoiceViewerCan', { description: 'What the viewer may do with an invoice.' })
export class InvoiceViewerCanType {
  @Field(() => VerdictType, { description: 'Take it back.' })
  cancel!: VerdictType;

  @Field(() => VerdictType, { description: 'Take a part off it.' })
  credit!: VerdictType;
}

@ObjectType('Invoice', {
  implements: () => [NodeType],
  description: 'The dues of one member for one period. For the member and clerks.',
})
export class InvoiceType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  row!: InvoiceRow;

  @Field(() => String, {
    description: 'The payment reference (ISO 11649): what the payer writes, to be found again.',
  })
  reference!: string;

  @Field(() => InvoiceStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => MoneyType, { description: 'What is asked.' })
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What arrived.' })
  paid!: MoneyType;

  @Field(() => MoneyType, { description: 'What was taken off again: it is not asked any more.' })
  credited!: MoneyType;

  @Field(() => MoneyType, { description: 'What is still open.' })
  open!: MoneyType;

  @Field(() => DateScalar, { description: 'The first day it is for.' })
  periodStart!: string;

  @Field(() => DateScalar, { description: 'The last day it is for.' })
  periodEnd!: string;

  @Field(() => DateScalar, { description: 'By when it is to be paid.' })
  dueOn!: string;

  @Field(() => Date, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When all of it was there.' })
  paidAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The transaction in the books that claims it.' })
  transactionId!: string | null;
}

export const InvoiceConnection = connectionOf('Invoice', InvoiceType);

@ObjectType('WaiverViewerCan', { description: 'What the viewer may do with a waiver.' })
export class WaiverViewerCanType {
  @Field(() => VerdictType, { description: 'Grant or refuse it.' })
  decide!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it back.' })
  withdraw!: VerdictType;
}

@ObjectType('Waiver', {
  implements: () => [NodeType],
  description: 'A wish to pay less for a while. Private: for the member and treasurers.',
})
export class WaiverType extends NodeType {
  /** For resolvers; not part of the schema. */
  view!: WaiverView;

  @Field(() => BigIntScalar, {
    description: 'What the member gives instead, in the smallest unit of their plan’s currency.',
  })
  amountMinor!: bigint;

  @Field(() => DateScalar, { description: 'From this day.' })
  fromOn!: string;

  @Field(() => DateScalar, { description: 'Until this day, included.' })
  untilOn!: string;

  @Field(() => WaiverStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => Date, { description: 'When it was asked for.' })
  askedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was decided.' })
  decidedAt!: Date | null;
}

export function toPlan(row: PlanRow): DuesPlanType {
  const { key, name, currency, minimumMinor, suggestedMinor, maximumMinor, months, joining } = row;
  return {
    id: toGlobalId('DuesPlan', row.id),
    key,
    name,
    minimum: toMoney(minimumMinor, currency),
    suggested: toMoney(suggestedMinor, currency),
    maximum: maximumMinor === null ? null : toMoney(maximumMinor, currency),
    months,
    joining,
    retiredAt: row.retiredAt,
  };
}

export function toPledge(row: PledgeRow): PledgeType {
  return {
    row,
    id: toGlobalId('Pledge', row.id),
    startsOn: row.startsOn,
    endsOn: row.endsOn,
  };
}

export function toInvoice(row: InvoiceRow): InvoiceType {
  const { reference, state, periodStart, periodEnd, dueOn, issuedAt, paidAt } = row;
  const { amountMinor, creditedMinor, paidMinor, currency, transactionId } = row;
  return {
    row,
    id: toGlobalId('Invoice', row.id),
    reference,
    state,
    amount: toMoney(amountMinor, currency),
    paid: toMoney(paidMinor, currency),
    credited: toMoney(creditedMinor, currency),
    open: toMoney(openMinor(row), currency),
    periodStart,
    periodEnd,
    dueOn,
    issuedAt,
    paidAt,
    transactionId: transactionId === null ? null : toGlobalId('LedgerTransaction', transactionId),
  };
}

export function toWaiver(view: WaiverView): WaiverType {
  const { amountMinor, fromOn, untilOn, state, askedAt, decidedAt } = view;
  const id = toGlobalId('Waiver', view.id);
  return { view, id, amountMinor, fromOn, untilOn, state, askedAt, decidedAt };
}
