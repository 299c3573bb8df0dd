import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { BankAccountRow, PaymentSettings } from '@rochdale/banking';
import type { BankWord, MaskedDetails, PaymentFileRow, StatusReportRow } from '@rochdale/payouts';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { BankWordEffectEnum, PaymentFileStateEnum, PaymentRailEnum } from './payment-words.type.js';

@ObjectType('BankAccount', {
  implements: () => [NodeType],
  description: 'An account that the co-operative has at a bank.',
})
export class BankAccountType extends NodeType {
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

@ObjectType('BankWord', { description: 'What a bank said of one payout.' })
export class BankWordType {
  @Field(() => ID, { nullable: true, description: 'The payout; null when the file has none such.' })
  payoutId!: string | null;

  @Field(() => String, { description: 'The end-to-end id that the bank named.' })
  endToEndId!: string;

  @Field(() => BankWordEffectEnum, { description: 'What that did.' })
  effect!: string;

  @Field(() => String, { nullable: true, description: 'The bank’s reason: AC01, AM04.' })
  reason!: string | null;
}

@ObjectType('PaymentStatusReport', {
  description: 'A bank’s answer to a payment file (pain.002). It comes by POST /bank/statements.',
})
export class PaymentStatusReportType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its format: pain.002.001.10.' })
  format!: string;

  @Field(() => String, { description: 'SHA-256 of its bytes.' })
  sha256!: string;

  @Field(() => [BankWordType], { description: 'What it says of each payout.' })
  words!: BankWordType[];

  @Field(() => Date, { description: 'When it was taken in.' })
  receivedAt!: Date;
}

@ObjectType('PaymentFile', {
  implements: () => [NodeType],
  description: 'A file of transfers for the bank.',
})
export class PaymentFileType extends NodeType {
  /** For resolvers; not part of the schema. */
  fileId!: string;

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
    description: 'Why somebody says that it never went to the bank.',
  })
  withdrawalReason!: string | null;

  @Field(() => Date, { nullable: true, description: 'When they said so.' })
  withdrawalAskedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When a second person said so too.' })
  withdrawnAt!: Date | null;

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
  const { id: fileId, bankAccountId, totalMinor, currency, ...rest } = row;
  const id = toGlobalId('PaymentFile', fileId);
  return {
    ...rest,
    fileId,
    id,
    bankAccountId: toGlobalId('BankAccount', bankAccountId),
    total: toMoney(totalMinor, currency),
    path: row.state === 'written' ? `/bank/payment-files/${id}` : null,
  };
}

export function toStatusReport(row: StatusReportRow): PaymentStatusReportType {
  const { id, format, sha256, words, receivedAt } = row;
  return {
    id: toGlobalId('PaymentStatusReport', id),
    format,
    sha256,
    words: words.map(toBankWord),
    receivedAt,
  };
}

function toBankWord({ payoutId, endToEndId, effect, reason }: BankWord): BankWordType {
  const id = payoutId === null ? null : toGlobalId('Payout', payoutId);
  return { payoutId: id, endToEndId, effect, reason };
}

export function toPayeeDetails({ id, masked, usableFrom, setAt }: MaskedDetails): PayeeDetailsType {
  return { id: toGlobalId('PayeeDetails', id), masked, usableFrom, setAt };
}
