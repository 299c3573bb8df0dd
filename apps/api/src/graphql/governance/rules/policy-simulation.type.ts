import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { PolicySimulation, SimulatedVote } from '@rochdale/governance';
import { IsDate, IsJSON, IsOptional, Length, MaxLength } from 'class-validator';
import { OutcomeEnum } from '../decision.type.js';

@InputType({ description: 'Another rule, and the votes of which it is asked.' })
export class PolicySimulationInput {
  @Field(() => String, { description: 'The whole rule as JSON, as `canonicalJson` shows it.' })
  @IsJSON()
  @MaxLength(20_000)
  ruleJson!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only votes under this policy, in whichever version; all when left out.',
  })
  @IsOptional()
  @Length(1, 60)
  policyKey?: string | null;

  @Field(() => Date, { description: 'Votes decided at this moment or later.' })
  @IsDate()
  from!: Date;

  @Field(() => Date, { description: 'Votes decided before this moment; a year later at most.' })
  @IsDate()
  before!: Date;
}

@ObjectType('SimulatedOutcome', { description: 'What a vote came to, or would have come to.' })
export class SimulatedOutcomeType {
  @Field(() => OutcomeEnum, { description: 'What it came to.' })
  outcome!: string;

  @Field(() => String, { description: 'Which rule settled it, as a code.' })
  reason!: string;

  @Field(() => String, { description: 'Why, in a sentence.' })
  words!: string;

  @Field(() => [Int], {
    nullable: true,
    description: 'The options that won, by number; null of votes that are not between options.',
  })
  winners!: readonly number[] | null;
}

@ObjectType('SimulatedVote', { description: 'A decided vote, and the same under another rule.' })
export class SimulatedVoteType {
  /** For the resolver of the proposal; not part of the schema. */
  proposalId!: string;

  @Field(() => SimulatedOutcomeType, { description: 'What it came to.' })
  was!: SimulatedOutcomeType;

  @Field(() => SimulatedOutcomeType, {
    nullable: true,
    description: 'What it would have come to; null where the rule could not be asked.',
  })
  wouldBe!: SimulatedOutcomeType | null;

  @Field(() => Boolean, { description: 'Whether the two differ.' })
  isChanged!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the rule could not be asked: `another-ballot-kind`, `another-electorate`, ' +
      '`other-options`, `marks-not-offered`, `rule-does-not-fit`, `was-an-election`, ' +
      '`was-detached`, `ballots-not-told`.',
  })
  notAskedCode!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in a sentence.' })
  notAskedWords!: string | null;
}

@ObjectType('PolicySimulation', { description: 'What votes would have come to under a rule.' })
export class PolicySimulationType {
  @Field(() => [SimulatedVoteType], { description: 'Vote by vote, the last decided first.' })
  votes!: SimulatedVoteType[];

  @Field(() => Int, { description: 'Of how many it could be asked.' })
  asked!: number;

  @Field(() => Int, { description: 'How many of them would have come out otherwise.' })
  changed!: number;

  @Field(() => Boolean, { description: 'Whether there are more, which it did not come to.' })
  isCutOff!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it is reckoned by sizes as they are told: as if nobody paused or was in arrears, ' +
      'so that fewer may have been enough.',
  })
  isBySizesTold!: boolean;
}

const toVote = ({ notAsked, ...vote }: SimulatedVote): SimulatedVoteType => ({
  ...vote,
  notAskedCode: notAsked?.why ?? null,
  notAskedWords: notAsked?.words ?? null,
});

export const toSimulation = ({ votes, ...rest }: PolicySimulation): PolicySimulationType => ({
  ...rest,
  votes: votes.map(toVote),
  asked: votes.filter(({ wouldBe }) => wouldBe !== null).length,
  changed: votes.filter(({ isChanged }) => isChanged).length,
});
