import { Field, ObjectType } from '@nestjs/graphql';
import { VerdictType } from '../kit/verdict.type.js';

@ObjectType('BankLineViewerCan', { description: 'What the viewer may do with a bank line.' })
export class BankLineViewerCanType {
  @Field(() => VerdictType, { description: 'Say by an account of the books what it was for.' })
  assign!: VerdictType;

  @Field(() => VerdictType, { description: 'Say which invoice it pays.' })
  assignToInvoice!: VerdictType;

  @Field(() => VerdictType, { description: 'Say which payout it brings back.' })
  assignToPayoutReturn!: VerdictType;

  @Field(() => VerdictType, { description: 'Say which payouts it is the sum of.' })
  assignToPayouts!: VerdictType;

  @Field(() => VerdictType, { description: 'Say which payment it takes back.' })
  assignToReturn!: VerdictType;

  @Field(() => VerdictType, { description: 'Say whether it is another line told again.' })
  decide!: VerdictType;

  @Field(() => VerdictType, { description: 'Share it out among invoices.' })
  split!: VerdictType;

  @Field(() => VerdictType, { description: 'Say that it was not what it was taken for.' })
  undo!: VerdictType;
}
