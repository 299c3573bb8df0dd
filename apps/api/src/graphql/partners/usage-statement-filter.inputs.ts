import { Field, InputType } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import type { StatementState } from '@rochdale/partners';
import { SpanInput } from '../kit/list/span.inputs.js';
import { UsageStatementStateEnum } from './partner-words.type.js';

@InputType({
  description: 'Which statements of usage to show: by when they were drawn up, and state.',
})
export class UsageStatementFilterInput extends SpanInput {
  @Field(() => UsageStatementStateEnum, { nullable: true, description: 'In this state.' })
  @IsOptional()
  @IsEnum(UsageStatementStateEnum)
  state?: StatementState | null;
}
