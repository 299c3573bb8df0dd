import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { RuleField } from '@rochdale/governance';
import { canonicalJson } from '@rochdale/platform';

@ObjectType('RuleField', {
  description: 'A field of a decision rule, as one is told who builds it.',
})
export class RuleFieldType {
  @Field(() => String, { description: 'Its name, or where it lies: `quorum.share`.' })
  path!: string;

  @Field(() => String, { description: 'What it says, in a sentence.' })
  words!: string;

  @Field(() => String, {
    description:
      '`whole-number`, `text`, `yes-or-no`, `list`, `group` (it has fields of its own) or ' +
      '`by-name` (values by names that the co-operative chose).',
  })
  type!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'What it may say, where that is one of few; of a list, what each of it may.',
  })
  values!: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: 'The least, of a number that has one.' })
  minimum!: number | null;

  @Field(() => Int, { nullable: true, description: 'The most, of a number that has one.' })
  maximum!: number | null;

  @Field(() => Boolean, { description: 'Whether it may be left out.' })
  isOptional!: boolean;

  @Field(() => Boolean, { description: 'Whether it may be null.' })
  isNullable!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What a new rule begins with, as JSON; null where that leaves it out.',
  })
  initialJson!: string | null;

  @Field(() => String, { nullable: true, description: 'An example, as JSON.' })
  exampleJson!: string | null;

  @Field(() => [String], { description: 'The ballot kinds whose rules have it.' })
  ballotKinds!: readonly string[];

  @Field(() => [String], { description: 'What it may not be said beside, in sentences.' })
  excludes!: readonly string[];
}

@ObjectType('PolicyBuilder', { description: 'What a rule of a ballot kind is built from.' })
export class PolicyBuilderType {
  @Field(() => String, { description: 'The ballot kind.' })
  ballotKind!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A sound rule to begin with, as canonical JSON; null where no pack has one.',
  })
  initialRuleJson!: string | null;

  @Field(() => [RuleFieldType], { description: 'Its fields; a group before its own.' })
  fields!: RuleFieldType[];
}

const jsonOf = (value: unknown): string | null =>
  value === undefined ? null : canonicalJson(value);

export const toRuleField = ({ initial, example, ...field }: RuleField): RuleFieldType => ({
  ...field,
  initialJson: jsonOf(initial),
  exampleJson: jsonOf(example),
});
