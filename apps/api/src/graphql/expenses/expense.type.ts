import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { receiptName } from '@rochdale/expenses';
import type {
  ApprovalBand,
  ApprovalRuleView,
  ApprovalView,
  ExpenseItemView,
  ExpenseView,
} from '@rochdale/expenses';
import type { Attachment } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { DateScalar } from '../kit/value/scalars.js';
import { PayeeKindEnum } from '../payments/payment-words.type.js';
import { ExpenseCategoryEnum, ExpenseStatusEnum } from './expense-words.type.js';

@ObjectType('ApprovalBand', { description: 'Who decides expenses of some size.' })
export class ApprovalBandType {
  @Field(() => String, { nullable: true, description: 'The office that approves, if one does.' })
  role!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many of that office have to.' })
  approvalsNeeded!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The policy under which the members vote, if they do.',
  })
  votePolicyKey!: string | null;
}

@ObjectType('ApprovalStep', { description: 'One band of an approval rule.' })
export class ApprovalStepType {
  @Field(() => MoneyType, { nullable: true, description: 'Up to this amount; null is no limit.' })
  upTo!: MoneyType | null;

  @Field(() => ApprovalBandType, { description: 'Who decides.' })
  band!: ApprovalBandType;

  @Field(() => Boolean, { description: 'Whether every item needs a receipt.' })
  receiptsRequired!: boolean;
}

@ObjectType('ApprovalRule', {
  implements: () => [NodeType],
  description: 'Who approves expenses in one currency, by amount.',
})
export class ApprovalRuleType extends NodeType {
  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  currency!: string;

  @Field(() => Int, { description: 'Counts up with every change.' })
  version!: number;

  @Field(() => [ApprovalStepType], { description: 'The bands, from small to large.' })
  steps!: ApprovalStepType[];

  @Field(() => Date, { description: 'When it was adopted.' })
  adoptedAt!: Date;
}

@ObjectType('Receipt', { description: 'A file that shows what was spent.' })
export class ReceiptType {
  @Field(() => String, { description: 'Where it is downloaded, with the same sign-in.' })
  path!: string;

  @Field(() => String, {
    description:
      'Its name, as uploaded, for those whom it concerns; to all others who may open it, as ' +
      'members who vote on it may, it is called after its place: `receipt-1.pdf`.',
  })
  name!: string;

  @Field(() => String, { description: 'Its type, as its first bytes tell.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Its size.' })
  sizeBytes!: number;

  @Field(() => String, { description: 'Its SHA-256.' })
  sha256!: string;
}

@ObjectType('ExpenseItem', { description: 'One thing that money was spent on.' })
export class ExpenseItemType {
  /** For resolvers; not part of the schema. */
  receiptId!: string | null;

  /** For resolvers: how the receipt is called to the viewer. */
  receiptPlace!: number | null;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it was.' })
  description!: string;

  @Field(() => ExpenseCategoryEnum, { description: 'What for.' })
  category!: string;

  @Field(() => DateScalar, { description: 'The day it was spent.' })
  incurredOn!: string;

  @Field(() => MoneyType, { description: 'How much.' })
  amount!: MoneyType;
}

@ObjectType('ExpenseApproval', { description: 'That one holder of an office approved.' })
export class ExpenseApprovalType {
  /** For resolvers; not part of the schema. */
  approverMemberId!: string;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'In which office.' })
  approverRole!: string;

  @Field(() => Date, { description: 'When.' })
  approvedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it became void, if it did.' })
  voidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it became void.' })
  voidReason!: string | null;
}

@ObjectType('Expense', {
  implements: () => [NodeType],
  description: 'A claim for money that was spent.',
})
export class ExpenseType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: ExpenseView;

  @Field(() => String, { description: 'What it is for, in a line.' })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How the partner calls the bill that it pays, where it names one: paid once.',
  })
  billNumber!: string | null;

  @Field(() => ExpenseStatusEnum, { description: 'Where it is on its way to be paid.' })
  status!: string;

  @Field(() => PayeeKindEnum, { description: 'Who is paid.' })
  payeeKind!: string;

  @Field(() => MoneyType, { description: 'The sum of its items.' })
  amount!: MoneyType;

  @Field(() => String, {
    description:
      'The fingerprint of all that is approved: title, items, receipts, payee, destination.',
  })
  termsHash!: string;

  @Field(() => ApprovalBandType, {
    nullable: true,
    description: 'Who decides it; fixed when it was submitted.',
  })
  decidedBy!: ApprovalBandType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was refused or sent back, as a clerk wrote it: for whom it concerns, the office ' +
      'that decides it, and the offices of money. Null for other members.',
  })
  reason!: string | null;

  @Field(() => ID, { nullable: true, description: 'Its payout, once it is owed.' })
  payoutId!: string | null;

  @Field(() => Date, { description: 'When it was written.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was submitted last.' })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was approved or rejected.' })
  decidedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was paid.' })
  paidAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When its payee waived it.' })
  waivedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was taken back as a mistake, before it was paid.',
  })
  voidedAt!: Date | null;
}

export const ExpenseConnection = connectionOf('Expense', ExpenseType);

function toBand(band: ApprovalBand): ApprovalBandType {
  return band.kind === 'role'
    ? { role: band.role, approvalsNeeded: band.approvals, votePolicyKey: null }
    : { role: null, approvalsNeeded: null, votePolicyKey: band.policyKey };
}

export function toApprovalRule(view: ApprovalRuleView): ApprovalRuleType {
  const { id, currency, version, bands, adoptedAt } = view;
  return {
    id: toGlobalId('ApprovalRule', id),
    currency,
    version,
    adoptedAt,
    steps: bands.map(({ upToMinor, band, receipts }) => ({
      upTo: upToMinor === null ? null : toMoney(BigInt(upToMinor), currency),
      band: toBand(band),
      receiptsRequired: receipts,
    })),
  };
}

/** As it is called to a viewer to whom it is shown at that place of an expense. */
export function toReceipt(file: Attachment, receiptPlace: number | null): ReceiptType {
  const { id, mediaType, sizeBytes, sha256 } = file;
  const name = receiptName(file, receiptPlace);
  return { path: `/files/${toGlobalId('File', id)}`, name, mediaType, sizeBytes, sha256 };
}

export function toItem(view: ExpenseItemView, currency: string): ExpenseItemType {
  const { id, receiptId, receiptPlace, description, category, incurredOn, amountMinor } = view;
  return {
    id: toGlobalId('ExpenseItem', id),
    receiptId,
    receiptPlace,
    description,
    category,
    incurredOn,
    amount: toMoney(amountMinor, currency),
  };
}

export function toApproval(view: ApprovalView): ExpenseApprovalType {
  const { id, approverMemberId, approverRole, approvedAt, voidedAt, voidReason } = view;
  return {
    id: toGlobalId('ExpenseApproval', id),
    approverMemberId,
    approverRole,
    approvedAt,
    voidedAt,
    voidReason,
  };
}

export function toExpense(view: ExpenseView): ExpenseType {
  const { payeeKind, payoutId, amountMinor, currency, band } = view;
  return {
    view,
    id: toGlobalId('Expense', view.id),
    title: view.title,
    billNumber: view.billNumber,
    status: view.status,
    payeeKind,
    payoutId: payoutId === null ? null : toGlobalId('Payout', payoutId),
    amount: toMoney(amountMinor, currency),
    termsHash: view.termsHash,
    decidedBy: band === null ? null : toBand(band),
    reason: view.reason,
    createdAt: view.createdAt,
    submittedAt: view.submittedAt,
    decidedAt: view.decidedAt,
    paidAt: view.paidAt,
    waivedAt: view.waivedAt,
    voidedAt: view.voidedAt,
  };
}
