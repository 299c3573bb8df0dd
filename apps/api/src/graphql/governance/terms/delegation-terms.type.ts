import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { DecisionRule } from '@rochdale/governance';

@ObjectType('DelegationTerms', { description: 'How voters have others vote for them.' })
export class DelegationTermsType {
  @Field(() => Int, {
    description: 'For how many others one voter votes at most, proxies apart; 0: none.',
  })
  atMost!: number;

  @Field(() => Boolean, {
    description: 'Whether such ballots make a quorum; if not, they count where the others made it.',
  })
  makesQuorum!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many steps a chain has at most until it comes to who votes; null: any number.',
  })
  depth!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many proxies for one vote one voter holds at most; null where there are none.',
  })
  proxiesAtMost!: number | null;
}

/** Null where everybody votes for themselves. */
export function toDelegationTerms(terms: DecisionRule['delegation']): DelegationTermsType | null {
  if (terms === undefined) return null;
  const { atMost, makesQuorum, depth = null, proxies } = terms;
  return { atMost, makesQuorum, depth, proxiesAtMost: proxies?.atMost ?? null };
}
