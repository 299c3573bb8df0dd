import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ProposalActionInput } from '../governance/governance.inputs.js';

@InputType({ description: 'What changes in a draft; what is left out stays as it is.' })
export class ProposalEditInput {
  @Field(() => Int, {
    description: 'The version that is changed; refused when there is another one by now.',
  })
  @IsInt()
  @Min(1)
  version!: number;

  @Field(() => String, { nullable: true, description: 'The question in a line.' })
  @IsOptional()
  @Length(1, 200)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What is proposed, in full, in Markdown.' })
  @IsOptional()
  @MaxLength(50_000)
  body?: string | null;

  @Field(() => Int, { nullable: true, description: 'How long voting is open.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  windowHours?: number | null;

  @Field(() => String, { nullable: true, description: 'Why it is urgent; null for nothing.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  urgentReason?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What it is between; not of a vote that has candidates.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  options?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'What its ballot kind asks for besides the options, as JSON.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  voteTermsJson?: string | null;

  @Field(() => [String], { nullable: true, description: 'Keys of the topics that it is of.' })
  @IsOptional()
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  topics?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Words by which it is found besides.' })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  tags?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The key of the open working group that it belongs to; null for none.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  workingGroup?: string | null;

  @Field(() => [ProposalActionInput], {
    nullable: true,
    description: 'What it does when it passes, all of it, in this order.',
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ProposalActionInput)
  actions?: ProposalActionInput[] | null;
}
