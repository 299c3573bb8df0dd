import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { stanceNames } from '@rochdale/voting';
import type { Stance } from '@rochdale/voting';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsEnum,
  IsIn,
  IsInt,
  IsJSON,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ProposalVisibilityEnum, StanceEnum } from './decision.type.js';

@InputType({ description: 'What a proposal is to do when it passes.' })
export class ProposalActionInput {
  @Field(() => String, { description: 'Which action: `noun.verb`, of those members may propose.' })
  @Length(1, 120)
  kind!: string;

  @Field(() => String, { description: 'On what terms, as JSON in the shape of its kind.' })
  // A document of 50,000 characters, as JSON has it.
  @MaxLength(60_000)
  payloadJson!: string;
}

@InputType({ description: 'Actions that somebody thinks of proposing.' })
export class ActionPreviewsInput {
  @Field(() => String, { description: 'The key of the policy that would decide them.' })
  @Length(1, 60)
  policyKey!: string;

  @Field(() => [ProposalActionInput], { description: 'What they are, in this order.' })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ProposalActionInput)
  actions!: ProposalActionInput[];
}

@InputType({ description: 'A proposal to write.' })
export class ProposalDraftInput {
  @Field(() => String, { description: 'The question in a line.' })
  @Length(1, 200)
  title!: string;

  @Field(() => String, { description: 'What is proposed, in full.' })
  @MaxLength(50_000)
  body!: string;

  @Field(() => String, { description: 'The key of the policy that decides it.' })
  @Length(1, 60)
  policyKey!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How long voting is open; the policy’s usual time when left out.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  windowHours?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is urgent; needed for less than the policy’s shortest usual time.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  urgentReason?: string | null;

  @Field(() => ProposalVisibilityEnum, {
    nullable: true,
    description:
      'Who may read it once it is decided; everyone when left out, and members where it has ' +
      '`options` or `candidates`: either may name persons.',
  })
  @IsOptional()
  @IsEnum(ProposalVisibilityEnum)
  visibility?: 'public' | 'members' | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'What it is between, where votes under the policy are between options and it names none. ' +
      'Frozen when voting opens, and in the recount file for good, which strangers read of a ' +
      'public vote: a person is no text here, but one of `candidates`.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  options?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What its ballot kind asks for besides the options, as JSON: what projects cost, for one.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  voteTermsJson?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Members whom it is between, as the options after `options`: who belongs to the ' +
      'co-operative and whom the proposer may see. Each reader is told who it is as they may see ' +
      'them; everywhere else it says `Candidate` and the number of the option.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  candidates?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the topics that it is of: at most 5. A hearing has none.',
  })
  @IsOptional()
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  topics?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Words by which it is found besides: at most 10, of 40 characters.',
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  tags?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key of the open working group that it belongs to: needed where such a group decides. ' +
      'A hearing has none.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  workingGroup?: string | null;

  @Field(() => [ProposalActionInput], {
    nullable: true,
    description: 'What it does when it passes, in this order; nothing when left out.',
  })
  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ProposalActionInput)
  actions?: ProposalActionInput[] | null;
}

@InputType({ description: 'A ballot to cast: it has a stance, or a mark of another ballot kind.' })
export class BallotCastInput {
  @Field(() => StanceEnum, {
    nullable: true,
    description: 'What it says, where the vote is by stances.',
  })
  @IsOptional()
  @IsIn(stanceNames)
  stance?: Stance | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it says, as JSON in the shape of the vote’s ballot kind. Not beside a stance.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  markJson?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why. Who has to say, or cannot, tells the rule’s `reasons`.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  reason?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the proposal that the voter read. A ballot on an earlier one is refused; ' +
      'without it a ballot on what was amended is.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The organisation whose vote it is, for members whom it named; it has one, whoever casts it.',
  })
  @IsOptional()
  @IsString()
  forMemberId?: string | null;
}

@InputType({ description: 'A decision policy to adopt.' })
export class PolicyAdoptInput {
  @Field(() => String, { description: 'Its short name: small letters, digits, hyphens.' })
  @Length(1, 60)
  key!: string;

  @Field(() => String, { description: 'What it is for.' })
  @Length(1, 200)
  title!: string;

  @Field(() => String, { description: 'The whole rule as JSON, as `canonicalJson` shows it.' })
  @IsJSON()
  @MaxLength(20_000)
  ruleJson!: string;

  @Field(() => [String], { nullable: true, description: 'What members do beside it by custom.' })
  @IsOptional()
  @ArrayMaxSize(50)
  @MaxLength(1000, { each: true })
  customs?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that this replaces; refused when another is in force.',
  })
  @IsOptional()
  @IsInt()
  replacesVersion?: number | null;
}
