import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { BankAccountRow, PaymentSettings } from '@rochdale/banking';
import type { MaskedDetails, PaymentFileRow } from '@rochdale/payouts';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { PaymentFileStateEnum, PaymentRailEnum } from './payment-words.type.js';

@ObjectType('BankAccount', { description: 'An account that the co-operative has at a bank.' })
export class BankAccountType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What members call it.' })
  label!: string;

  @Field(() => String, { description: 'Whom the bank names as its holder.' })
  holderName!: string;

  @Field(() => String, { description: 'Its IBAN or number, without spaces.' })
  accountNumber!: string;

  @Field(() => String, { nullable: true, description: 'The BIC of the bank.' })
  bic!: string | null;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  currency!: string;

  @Field(() => PaymentRailEnum, { description: 'How money leaves it.' })
  rail!: string;

  @Field(() => ID, { description: 'Its account in the books.' })
  ledgerAccountId!: string;

  @Field(() => Date, { description: 'When it was registered.' })
  createdAt!: Date;
}

@ObjectType('PaymentSettings', { description: 'How careful the co-operative is with payouts.' })
export class PaymentSettingsType implements PaymentSettings {
  @Field(() => Boolean, { description: 'Whoever approved the last step may not release as well.' })
  secondPersonReleases!: boolean;

  @Field(() => Int, { description: 'How long new bank details wait before their first use.' })
  coolingOffHours!: number;
}

@ObjectType('PaymentFile', { description: 'A file of transfers for the bank.' })
export class PaymentFileType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ID, { description: 'The bank account that pays.' })
  bankAccountId!: string;

  @Field(() => PaymentFileStateEnum, { description: 'Whether it is there.' })
  state!: string;

  @Field(() => String, { description: 'Its format: pain.001.001.09.' })
  format!: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of its bytes.' })
  sha256!: string | null;

  @Field(() => Int, { description: 'How many payouts it carries.' })
  payouts!: number;

  @Field(() => MoneyType, { description: 'Their sum.' })
  total!: MoneyType;

  @Field(() => Date, { description: 'When its payouts were released.' })
  orderedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was written.' })
  writtenAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it is downloaded, by treasurers. Null until it is written.',
  })
  path!: string | null;
}

export const PaymentFileConnection = connectionOf('PaymentFile', PaymentFileType);

@ObjectType('PayeeDetails', { description: 'Where a payee is paid: enough to recognise it.' })
export class PayeeDetailsType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'The account number with its middle left out.' })
  masked!: string;

  @Field(() => Date, { description: 'From when it is used: new details cool off.' })
  usableFrom!: Date;

  @Field(() => Date, { description: 'When it was entered.' })
  setAt!: Date;
}

export function toBankAccount({ id, ledgerAccountId, ...rest }: BankAccountRow): BankAccountType {
  return {
    ...rest,
    id: toGlobalId('BankAccount', id),
    ledgerAccountId: toGlobalId('LedgerAccount', ledgerAccountId),
  };
}

export function toPaymentFile(row: PaymentFileRow): PaymentFileType {
  const { id, bankAccountId, totalMinor, currency, ...rest } = row;
  return {
    ...rest,
    id: toGlobalId('PaymentFile', id),
    bankAccountId: toGlobalId('BankAccount', bankAccountId),
    total: toMoney(totalMinor, currency),
    path: row.state === 'written' ? `/bank/payment-files/${id}` : null,
  };
}

export function toPayeeDetails({ id, masked, usableFrom, setAt }: MaskedDetails): PayeeDetailsType {
  return { id: toGlobalId('PayeeDetails', id), masked, usableFrom, setAt };
}
