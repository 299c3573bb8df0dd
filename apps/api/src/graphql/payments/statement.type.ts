import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type {
  BankLineView,
  MissingStatementView,
  StatementFileRow,
  StatementView,
} from '@rochdale/banking';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { BigIntScalar, DateScalar } from '../kit/value/scalars.js';
import { NodeType } from '../kit/node/node.type.js';
import {
  BankLineStateEnum,
  StatementBalanceEnum,
  StatementFileStateEnum,
} from './payment-words.type.js';

@ObjectType('StatementWarning', {
  description: 'Something of a file that a treasurer should know.',
})
export class StatementWarningType {
  @Field(() => String, { description: 'A stable code.' })
  code!: string;

  @Field(() => String, { description: 'What it is, in a sentence.' })
  message!: string;

  @Field(() => Int, { nullable: true, description: 'The line of the file, where it has lines.' })
  line!: number | null;
}

@ObjectType('BankStatement', { description: 'One statement of a file.' })
export class BankStatementType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ID, { description: 'The account it is of.' })
  bankAccountId!: string;

  @Field(() => String, { nullable: true, description: 'What the bank calls it.' })
  reference!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day.' })
  fromDate!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day.' })
  toDate!: string | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'The balance at its start, in the smallest unit of the account’s currency.',
  })
  openingMinor!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'The balance at its end, in the smallest unit of the account’s currency.',
  })
  closingMinor!: bigint | null;

  @Field(() => StatementBalanceEnum, { description: 'Whether its lines add up to its balances.' })
  balanced!: string;

  @Field(() => Int, { description: 'Lines that no file brought before.' })
  linesNew!: number;

  @Field(() => Int, { description: 'Lines that another file brought before: left as they are.' })
  linesKnown!: number;

  @Field(() => Int, { description: 'Of the new ones those that wait: they may be known lines.' })
  linesUnclear!: number;
}

@ObjectType('MissingStatement', {
  description: 'Between two statements of an account one is missing.',
})
export class MissingStatementType {
  @Field(() => ID, { description: 'The account.' })
  bankAccountId!: string;

  @Field(() => ID, { description: 'The statement before.' })
  afterStatementId!: string;

  @Field(() => ID, { description: 'The statement behind.' })
  beforeStatementId!: string;

  @Field(() => DateScalar, { description: 'The last day of the one before.' })
  afterDate!: string;

  @Field(() => BigIntScalar, { description: 'With what it closed, in the smallest unit.' })
  closingMinor!: bigint;

  @Field(() => DateScalar, { description: 'The first day of the one behind.' })
  beforeDate!: string;

  @Field(() => BigIntScalar, { description: 'With what it opened, in the smallest unit.' })
  openingMinor!: bigint;
}

@ObjectType('StatementFile', {
  implements: () => [NodeType],
  description: 'A file of a bank’s statements, kept as it came.',
})
export class StatementFileType extends NodeType {
  /** For resolvers; not part of the schema. */
  fileId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'SHA-256 of its bytes: the same file is the same file.' })
  sha256!: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  sizeBytes!: number;

  @Field(() => StatementFileStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Its format: camt.053, mt940, ofx, csv.' })
  format!: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the format.' })
  version!: string | null;

  @Field(() => String, { nullable: true, description: 'A stable code of why it was refused.' })
  refusalCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was refused, in a sentence.' })
  refusalMessage!: string | null;

  @Field(() => [StatementWarningType], { description: 'What a treasurer should know of it.' })
  warnings!: StatementWarningType[];

  @Field(() => Date, { description: 'When it came.' })
  receivedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was read.' })
  readAt!: Date | null;
}

export const StatementFileConnection = connectionOf('StatementFile', StatementFileType);

@ObjectType('BankLine', {
  implements: () => [NodeType],
  description: 'One movement of a bank account, as the bank told it.',
})
export class BankLineType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: BankLineView;

  @Field(() => ID, { description: 'The account that moved.' })
  bankAccountId!: string;

  @Field(() => DateScalar, { description: 'The day that the bank booked it.' })
  bookingDate!: string;

  @Field(() => MoneyType, { description: 'What the account gained; negative is what it lost.' })
  amount!: MoneyType;

  @Field(() => Boolean, { description: 'True for a return or a correction.' })
  reversal!: boolean;

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

  @Field(() => BankLineStateEnum, { description: 'Whether it is known what it is for.' })
  state!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it was for: `invoice` (or the return of what paid it), `payout`, `payment-file` when ' +
      'the bank debited it in one sum, `account`, or `member` when all of it is their credit.',
  })
  matchedKind!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is this one.' })
  matchedBecause!: string | null;

  @Field(() => [String], {
    description:
      'Why it was not what it had been taken for, each time that this was undone, the first one ' +
      'first. Nothing once somebody is erased whom it had been taken for.',
  })
  undoneBecause!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The transaction that booked it.' })
  transactionId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is not certain whether it is a line of its own; a stable code.',
  })
  doubt!: string | null;

  @Field(() => ID, { nullable: true, description: 'The line that it may be, or is, told again.' })
  rivalLineId!: string | null;
}

export const BankLineConnection = connectionOf('BankLine', BankLineType);

export function toStatementFile(row: StatementFileRow): StatementFileType {
  const { id, warnings } = row;
  return {
    ...row,
    fileId: id,
    id: toGlobalId('StatementFile', id),
    warnings: warnings.map(({ code, message, line }) => ({ code, message, line })),
  };
}

export function toBankStatement(view: StatementView): BankStatementType {
  const { id, bankAccountId, ...rest } = view;
  return {
    ...rest,
    id: toGlobalId('BankStatement', id),
    bankAccountId: toGlobalId('BankAccount', bankAccountId),
  };
}

export function toBankLine(view: BankLineView): BankLineType {
  const { id, bankAccountId, amountMinor, currency, matchedKind, transactionId } = view;
  return {
    view,
    id: toGlobalId('BankLine', id),
    bankAccountId: toGlobalId('BankAccount', bankAccountId),
    bookingDate: view.bookingDate,
    amount: toMoney(amountMinor, currency),
    reversal: view.reversal,
    endToEndId: view.endToEndId,
    counterpartyName: view.counterpartyName,
    counterpartyAccount: view.counterpartyAccount,
    reference: view.reference,
    freeText: view.freeText,
    state: view.state,
    matchedKind,
    matchedBecause: view.matchedBecause,
    undoneBecause: view.undoneBecause,
    transactionId: transactionId === null ? null : toGlobalId('LedgerTransaction', transactionId),
    doubt: view.doubt,
    rivalLineId: view.rivalLineId === null ? null : toGlobalId('BankLine', view.rivalLineId),
  };
}

export function toMissingStatement(view: MissingStatementView): MissingStatementType {
  return {
    ...view,
    bankAccountId: toGlobalId('BankAccount', view.bankAccountId),
    afterStatementId: toGlobalId('BankStatement', view.afterStatementId),
    beforeStatementId: toGlobalId('BankStatement', view.beforeStatementId),
  };
}
