import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { SpanInput } from '../kit/list/span.inputs.js';

@InputType({ description: 'Which entries to show: by when it happened, and who did it.' })
export class AuditFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'What this member did.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  memberId?: string | null;
}

@InputType({ description: 'Which jobs to show: by when they were made.' })
export class JobFilterInput extends SpanInput {}
