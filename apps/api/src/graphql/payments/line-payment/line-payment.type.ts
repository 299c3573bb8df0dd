import { Field, ObjectType } from '@nestjs/graphql';
import type { PaymentOfLine } from '@rochdale/banking';
import { MoneyType, toMoney } from '../../kit/value/money.type.js';

@ObjectType('BankLinePayment', {
  description: 'A payment of the batch whose sum is a line, as a later file told it.',
})
export class BankLinePaymentType {
  /** The line's id, for resolvers; not part of the schema. */
  lineId!: string;

  @Field(() => MoneyType, { description: 'What it brought; negative is what it took.' })
  amount!: MoneyType;

  @Field(() => String, { nullable: true, description: 'The id that whoever paid gave it.' })
  endToEndId!: string | null;

  @Field(() => String, { nullable: true, description: 'Who paid or was paid.' })
  counterpartyName!: string | null;

  @Field(() => String, { nullable: true, description: 'Their account.' })
  counterpartyAccount!: string | null;

  @Field(() => String, { nullable: true, description: 'The structured reference.' })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'What the payer wrote.' })
  freeText!: string | null;
}

export function toLinePayment(payment: PaymentOfLine): BankLinePaymentType {
  const { lineId, amountMinor, currency, endToEndId, reference, freeText } = payment;
  const { counterpartyName, counterpartyAccount } = payment;
  const payer = { counterpartyName, counterpartyAccount };
  const amount = toMoney(amountMinor, currency);
  return { lineId, amount, endToEndId, ...payer, reference, freeText };
}
