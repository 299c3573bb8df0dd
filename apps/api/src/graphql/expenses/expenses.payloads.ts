import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { ApprovalRuleType, ExpenseType } from './expense.type.js';

@ObjectType({ description: 'An expense after a change, or why it was not changed.' })
export class ExpensePayload extends Payload {
  @Field(() => ExpenseType, { nullable: true, description: 'The expense.' })
  expense?: ExpenseType | null;
}

@ObjectType({ description: 'The rule of approval that was adopted, or why it was not.' })
export class ApprovalRulePayload extends Payload {
  @Field(() => ApprovalRuleType, { nullable: true, description: 'The rule in force.' })
  approvalRule?: ApprovalRuleType | null;
}
