import { Field, ObjectType } from '@nestjs/graphql';
import type { ElectorateView, ShownVoter } from '@rochdale/governance';
import { canonicalJson } from '@rochdale/platform';
import { connectionOf } from '../../kit/list/connection.js';
import { BigIntScalar } from '../../kit/value/scalars.js';

@ObjectType('Electorate', { description: 'Who may vote, as it was fixed when voting opened.' })
export class ElectorateType {
  @Field(() => String, { nullable: true, description: 'Its fingerprint, as it was published.' })
  hash!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The hashes of its places, sorted, as canonical JSON: the SHA-256 of this text is `hash`. ' +
      'As many as are told may vote, blanks among them. Null of votes from before there were any.',
  })
  placesJson!: string | null;
}

const toOfficers =
  'One’s own, and everybody’s for auditors, administrators, membership officers and treasurers';

@ObjectType('ElectorateVoter', { description: 'One who may vote.' })
export class ElectorateVoterType {
  /** For resolvers; not part of the schema. */
  memberId!: string;

  @Field(() => BigIntScalar, { description: 'What their vote weighs.' })
  weight!: bigint;

  @Field(() => String, {
    nullable: true,
    description: `The class by which they vote. ${toOfficers}.`,
  })
  memberClass!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether they are part of what quorums and shares are of only when they vote, as by the ' +
      `rule’s \`pausedCount\` is who paused when voting opened. ${toOfficers}.`,
  })
  countsIfCast!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      `The hash of their place, as it stands among the places. ${toOfficers}; ` +
      'where some vote for others, one’s own alone.',
  })
  placeHash!: string | null;
}

export const ElectorateVoterConnection = connectionOf('ElectorateVoter', ElectorateVoterType);

export function toElectorate({ hash, places }: ElectorateView): ElectorateType {
  return { hash, placesJson: places === null ? null : canonicalJson(places) };
}

export function toVoter({ memberId, weight, ...told }: ShownVoter): ElectorateVoterType {
  const { memberClass, countsIfCast, placeHash } = told;
  return { memberId, weight, memberClass, countsIfCast, placeHash };
}
