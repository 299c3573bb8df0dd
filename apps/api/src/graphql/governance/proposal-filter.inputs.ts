import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { SpanInput, textField } from '../kit/list/span.inputs.js';

@InputType({
  description: 'Which proposals to show: by when they were made, and by words of title and text.',
})
export class ProposalFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'By this member. For members.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  proposerId?: string | null;

  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}
