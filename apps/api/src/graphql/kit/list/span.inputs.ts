import { Field, InputType } from '@nestjs/graphql';
import { IsDate, IsOptional } from 'class-validator';

/** A span of time, which most lists can be narrowed to. */
@InputType({ isAbstract: true })
export abstract class SpanInput {
  @Field(() => Date, { nullable: true, description: 'From this moment on.' })
  @IsOptional()
  @IsDate()
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this moment.' })
  @IsOptional()
  @IsDate()
  before?: Date | null;
}

/** What is looked for in texts. */
export const textField = {
  nullable: true,
  description:
    'With all of these words, 1 to 6; the beginning of a word is enough, case does not matter.',
} as const;
