import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { canonicalJson } from '@rochdale/platform';
import type { CountedPapers, PapersView } from '@rochdale/voting';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Payload } from '../kit/error/user-error.type.js';
import { connectionOf } from '../kit/list/connection.js';

@ObjectType('PaperBallots', { description: 'Papers that say the same.' })
export class PaperBallotsType {
  @Field(() => String, {
    description: 'What they say, as canonical JSON in the shape of the vote’s ballot kind.',
  })
  markJson!: string;

  @Field(() => Int, { description: 'How many they are; each weighs one.' })
  ballots!: number;
}

const untilDecided = 'until the vote is decided null for who confirms none';

@ObjectType('Papers', { description: 'Papers on which some vote, beside ballots that are cast.' })
export class PapersType {
  @Field(() => Int, { description: 'How many were handed out, and not given back unused.' })
  handedOut!: number;

  @Field(() => String, {
    nullable: true,
    description: `Where, when and by whom they were counted; ${untilDecided}.`,
  })
  protocol!: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Of the protocol and what they say, for who confirms it; ${untilDecided}.`,
  })
  contentHash!: string | null;

  @Field(() => [PaperBallotsType], {
    nullable: true,
    description: `What they say; ${untilDecided}.`,
  })
  ballots!: readonly PaperBallotsType[] | null;

  @Field(() => Boolean, { description: 'Whether a second person confirmed them: they count.' })
  isConfirmed!: boolean;

  @Field(() => Date, {
    description: 'Until when a second person may confirm them: at that instant it is too late.',
  })
  confirmUntil!: Date;
}

@ObjectType('PaperVoter', { description: 'One who was handed a paper, and votes by it alone.' })
export class PaperVoterType {
  /** For resolvers; not part of the schema. */
  memberId!: string;

  @Field(() => Boolean, { description: 'Whether it is the viewer.' })
  isViewer!: boolean;
}

export const PaperVoterConnection = connectionOf('PaperVoter', PaperVoterType);

@InputType({ description: 'Who is handed a paper, or gave an unused one back.' })
export class PapersHandOutInput {
  @Field(() => ID, { description: 'In which vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;

  @Field(() => [ID], { description: 'Who: at most 200 at once, all of them or nobody.' })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  memberIds!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they gave theirs back, unused, and may vote otherwise again.',
  })
  @IsOptional()
  @IsBoolean()
  isTakenBack?: boolean | null;
}

@InputType({ description: 'Papers that say the same, as they were counted.' })
export class PaperBallotsInput {
  @Field(() => String, { description: 'What they say, as JSON in the shape of the ballot kind.' })
  @MaxLength(20_000)
  markJson!: string;

  @Field(() => Int, { description: 'How many they are.' })
  @IsInt()
  @Min(1)
  ballots!: number;
}

@InputType({ description: 'Papers as they were counted.' })
export class PapersEnterInput {
  @Field(() => ID, { description: 'In which vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;

  @Field(() => String, {
    description: 'Where, when and by whom they were counted; members read it once it is decided.',
  })
  @MaxLength(5000)
  protocol!: string;

  @Field(() => Int, { description: 'How many were handed out, as whoever counted them knows it.' })
  @IsInt()
  @Min(0)
  handedOut!: number;

  @Field(() => [PaperBallotsInput], {
    description: 'What they say; blank and spoilt ones left out.',
  })
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  @Type(() => PaperBallotsInput)
  ballots!: PaperBallotsInput[];
}

@InputType({ description: 'Papers that a second person has before them.' })
export class PapersConfirmInput {
  @Field(() => ID, { description: 'In which vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;

  @Field(() => String, { description: '`Papers.contentHash` of what they have before them.' })
  @MaxLength(100)
  contentHash!: string;
}

@ObjectType({ description: 'Papers of a vote after a change, or why it was not made.' })
export class PapersPayload extends Payload {
  /** For the resolver of the proposal; not part of the schema. */
  proposalId?: string;
}

const toBallots = ({ mark, ballots }: CountedPapers): PaperBallotsType => ({
  markJson: canonicalJson(mark),
  ballots,
});

export function toPapers({ handedOut, protocol, ...view }: PapersView): PapersType {
  const { contentHash, isConfirmed, confirmUntil, ballots } = view;
  return {
    handedOut,
    protocol,
    contentHash,
    isConfirmed,
    confirmUntil,
    ballots: ballots?.map(toBallots) ?? null,
  };
}
