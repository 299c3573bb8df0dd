import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import {
  BankAccountType,
  PayeeDetailsType,
  PaymentFileType,
  PaymentSettingsType,
} from './bank.type.js';
import { PayoutType } from './payout.type.js';

@ObjectType({ description: 'The bank account, or why it was not registered.' })
export class BankAccountPayload extends Payload {
  @Field(() => BankAccountType, { nullable: true, description: 'The account.' })
  bankAccount?: BankAccountType | null;
}

@ObjectType({ description: 'The settings, or why they were not changed.' })
export class PaymentSettingsPayload extends Payload {
  @Field(() => PaymentSettingsType, { nullable: true, description: 'The settings in force.' })
  paymentSettings?: PaymentSettingsType | null;
}

@ObjectType({ description: 'The transaction that booked the line, or why it was not booked.' })
export class BankLineAssignPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The transaction in the books.' })
  transactionId?: string | null;
}

@ObjectType({ description: 'The reversal of what booked the line, or why it was not undone.' })
export class BankLineUndoPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The transaction that reverses the first.' })
  transactionId?: string | null;
}

@ObjectType({ description: 'The line that was decided, or why it was not.' })
export class BankLineDecidePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The line.' })
  lineId?: string | null;
}

@ObjectType({ description: 'The details, masked, or why they were not taken.' })
export class PayeeDetailsPayload extends Payload {
  @Field(() => PayeeDetailsType, { nullable: true, description: 'What was entered.' })
  payeeDetails?: PayeeDetailsType | null;
}

@ObjectType({ description: 'The payment file, or why it was not changed.' })
export class PaymentFilePayload extends Payload {
  @Field(() => PaymentFileType, { nullable: true, description: 'The file.' })
  paymentFile?: PaymentFileType | null;
}

@ObjectType({ description: 'A payout after a change, or why it was not changed.' })
export class PayoutPayload extends Payload {
  @Field(() => PayoutType, { nullable: true, description: 'The payout.' })
  payout?: PayoutType | null;
}

@ObjectType({ description: 'The released payouts, or why none was released.' })
export class PayoutsReleasePayload extends Payload {
  @Field(() => [PayoutType], { nullable: true, description: 'The payouts.' })
  payouts?: PayoutType[] | null;
}
