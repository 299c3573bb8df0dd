import { Field, ObjectType } from '@nestjs/graphql';
import { VerdictType } from '../kit/verdict.type.js';

@ObjectType('ExpenseViewerCan', { description: 'What the viewer may do with an expense.' })
export class ExpenseViewerCanType {
  @Field(() => VerdictType, { description: 'Approve it.' })
  approve!: VerdictType;

  @Field(() => VerdictType, { description: 'Refuse it.' })
  reject!: VerdictType;

  @Field(() => VerdictType, { description: 'Ask its submitter for more.' })
  requestInformation!: VerdictType;

  @Field(() => VerdictType, { description: 'Change it.' })
  revise!: VerdictType;

  @Field(() => VerdictType, { description: 'Submit it.' })
  submit!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it back.' })
  withdraw!: VerdictType;

  @Field(() => VerdictType, {
    description: 'Decline it: somebody else claims it for the viewer, and nobody has decided.',
  })
  decline!: VerdictType;

  @Field(() => VerdictType, { description: 'Give what is owed by it to the co-operative.' })
  waive!: VerdictType;

  @Field(() => VerdictType, { description: 'Ask again for a payout that failed.' })
  retryPayout!: VerdictType;
}
