import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { canonicalJson } from '@rochdale/platform';
import type { CountedPapers, PaperEntryView, PapersView } from '@rochdale/voting';
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

@ObjectType('PaperBallots', { description: 'Papers that say the same.' })
export class PaperBallotsType {
  @Field(() => String, {
    description: 'What they say, as canonical JSON in the shape of the vote’s ballot kind.',
  })
  markJson!: string;

  @Field(() => Int, { description: 'How many they are; each weighs one.' })
  ballots!: number;
}

const toBallots = ({ mark, ballots }: CountedPapers): PaperBallotsType => ({
  markJson: canonicalJson(mark),
  ballots,
});

@ObjectType('PaperEntry', { description: 'Papers as somebody entered them, once.' })
export class PaperEntryType {
  /** For resolvers; not part of the schema. */
  enteredById!: string;

  @Field(() => Date, { description: 'When.' })
  enteredAt!: Date;

  @Field(() => String, { description: 'Where, when and by whom they were counted.' })
  protocol!: string;

  @Field(() => String, { description: 'Of all that this entry says.' })
  contentHash!: string;

  @Field(() => Int, { description: 'How many were handed out.' })
  handedOut!: number;

  @Field(() => Int, { nullable: true, description: 'How many were blank or invalid.' })
  spoilt!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many came back unused.' })
  returned!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many were found nowhere.' })
  missing!: number | null;

  @Field(() => [PaperBallotsType], { description: 'What they said.' })
  ballots!: readonly PaperBallotsType[];
}

export function toPaperEntry({ enteredBy, ballots, ...view }: PaperEntryView): PaperEntryType {
  const { enteredAt, protocol, contentHash, handedOut, spoilt, returned, missing } = view;
  const sums = { handedOut, spoilt, returned, missing };
  const said = { enteredAt, protocol, contentHash, ballots: ballots.map(toBallots) };
  return { enteredById: enteredBy, ...said, ...sums };
}

const untilDecided = 'until the vote is decided null for who confirms none';

@ObjectType('Papers', { description: 'Papers on which some vote, beside ballots that are cast.' })
export class PapersType {
  /** For resolvers; not part of the schema. */
  proposalId!: string;

  @Field(() => Int, { description: 'How many were handed out, whatever became of them.' })
  handedOut!: number;

  @Field(() => Int, { description: 'How many of them came back unused, as two people said.' })
  returned!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of how many one person says that they came back, and no second one: their voters vote by ' +
      'them still. Null for who confirms none.',
  })
  takenBack!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many are of voters who say that they hold none. Null for who confirms none.',
  })
  disowned!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many are blank or invalid; ${untilDecided}, and where it was not stated.`,
  })
  spoilt!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many were handed out and are found nowhere: with those that are counted, spoilt and ' +
      `returned they are as many as were handed out; ${untilDecided}, and where it was not stated.`,
  })
  missing!: number | null;

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

@InputType({ description: 'Who is handed a paper, or whose unused one is taken back.' })
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
    description:
      'Whether theirs are taken back, unused: they vote otherwise once another person confirms it.',
  })
  @IsOptional()
  @IsBoolean()
  isTakenBack?: boolean | null;
}

@InputType({ description: 'Whose papers came back, or did not.' })
export class PapersReturnInput {
  @Field(() => ID, { description: 'In which vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;

  @Field(() => [ID], { description: 'Whose: at most 200 at once, all of them or nobody’s.' })
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  memberIds!: string[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they did not come back: they are out again.',
  })
  @IsOptional()
  @IsBoolean()
  isRefused?: boolean | null;
}

@InputType({ description: 'In which vote the viewer holds no paper.' })
export class PaperDisownInput {
  @Field(() => ID, { description: 'The vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;
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

  @Field(() => Int, {
    nullable: true,
    description: 'How many are blank or invalid; none when left out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  spoilt?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many came back unused, as the list has it; none when left out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  returned?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many are found nowhere; none when left out. Those that are counted, spoilt, returned ' +
      'and missing are as many as were handed out.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  missing?: number | null;

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

export function toPapers({ ballots, cameBack, rest, ...view }: PapersView): PapersType {
  const { proposalId, handedOut, takenBack, disowned, protocol } = view;
  const { contentHash, isConfirmed, confirmUntil } = view;
  return {
    proposalId,
    handedOut,
    returned: cameBack,
    takenBack,
    disowned,
    spoilt: rest?.spoilt ?? null,
    missing: rest?.missing ?? null,
    protocol,
    contentHash,
    isConfirmed,
    confirmUntil,
    ballots: ballots?.map(toBallots) ?? null,
  };
}
