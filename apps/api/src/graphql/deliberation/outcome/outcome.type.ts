import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { OutcomeStatementView, RemovalReason } from '@rochdale/governance';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';
import { nestedConnectionOf } from '../../kit/list/connection.js';
import { CommentModerationReasonEnum } from '../discussion/comment.type.js';

@InputType({ description: 'What follows from a decision.' })
export class OutcomeStateInput {
  @Field(() => Int, { description: 'The version that was read; 0 where there was none.' })
  @IsInt()
  @Min(0)
  version!: number;

  @Field(() => String, { description: 'What follows, in Markdown: at most 10,000 characters.' })
  @IsString()
  @MaxLength(10_000)
  body!: string;
}

@ObjectType('OutcomeStatement', { description: 'What was told to follow from a decision.' })
export class OutcomeStatementType {
  /** For resolvers, not part of the schema. */
  view!: OutcomeStatementView;

  @Field(() => Int, { description: 'Which one it is, from 1.' })
  version!: number;

  @Field(() => Date, { description: 'When it was told.' })
  writtenAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was taken out; null if it stands.' })
  removedAt!: Date | null;

  @Field(() => CommentModerationReasonEnum, {
    nullable: true,
    description: 'Why it was taken out.',
  })
  removedBecause!: RemovalReason | null;
}

export const OutcomeStatementConnection = nestedConnectionOf(
  'OutcomeStatement',
  OutcomeStatementType,
);

export function toOutcomeStatement(view: OutcomeStatementView): OutcomeStatementType {
  const { version, writtenAt, removedAt, removedBecause } = view;
  return { view, version, writtenAt, removedAt, removedBecause };
}
