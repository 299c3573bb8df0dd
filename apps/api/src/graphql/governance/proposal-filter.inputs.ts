import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { orderings } from '../kit/list/order-by.js';
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

  @Field(() => String, { nullable: true, description: 'Filed under the topic of this key.' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  topic?: string | null;

  @Field(() => String, { nullable: true, description: 'That have this tag.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  tag?: string | null;

  @Field(() => String, { nullable: true, description: 'Of the working group of this key.' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  workingGroup?: string | null;

  @Field(() => ID, { nullable: true, description: 'Put to the vote there. For members.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  assemblyId?: string | null;

  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

export const proposalOrder = orderings({
  name: 'ProposalOrder',
  of: 'proposals',
  values: {
    MADE: {
      value: 'made',
      description: 'When they were made; narrowed by everything.',
    },
    CLOSING: {
      value: 'closing',
      description:
        'When their vote closes, the last first, and only those that have been opened; ' +
        'narrowed by `statuses` only.',
    },
  },
});
