import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RatificationView } from '@rochdale/governance';

export const RatificationStatusEnum = {
  PENDING: 'pending',
  RATIFIED: 'ratified',
  REFUSED: 'refused',
} as const;
registerEnumType(RatificationStatusEnum, {
  name: 'RatificationStatus',
  description: 'What the members said of a decision that was taken before they were asked.',
  valuesMap: {
    PENDING: { description: 'They are being asked.' },
    RATIFIED: { description: 'It stands.' },
    REFUSED: { description: 'It does not stand: by their vote, or since the term is over.' },
  },
});

@ObjectType('Ratification', {
  description: 'Whether what passed under a rule with `ratification` stands.',
})
export class RatificationType {
  @Field(() => RatificationStatusEnum, { description: 'What the members said.' })
  status!: string;

  @Field(() => Date, { description: 'When the term is over.' })
  ratifyBy!: Date;

  @Field(() => [String], {
    description: 'Kinds of actions that were carried out, and are taken back.',
  })
  undone!: readonly string[];

  @Field(() => [String], {
    description: 'Kinds of actions that were carried out, and cannot be taken back.',
  })
  stands!: readonly string[];
}

export function toRatification(view: RatificationView): RatificationType {
  const { state: status, ratifyBy, undone, stands } = view;
  return { status, ratifyBy, undone, stands };
}
