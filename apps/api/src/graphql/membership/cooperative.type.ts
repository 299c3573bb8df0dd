import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ClassOpenTo, CooperativeRow } from '@rochdale/membership';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';

export const ClassOpenToEnum = {
  PERSON: 'person',
  ORGANISATION: 'organisation',
  BOTH: 'both',
} as const;

registerEnumType(ClassOpenToEnum, {
  name: 'ClassOpenTo',
  description: 'Who may join a class of members.',
  valuesMap: {
    PERSON: { description: 'Persons.' },
    ORGANISATION: { description: 'Organisations.' },
    BOTH: { description: 'Persons and organisations.' },
  },
});

@ObjectType('MemberClass', { description: 'A kind of member of a co-operative.' })
export class MemberClassType {
  @Field(() => String, { description: 'The key of the class, unique in the co-operative.' })
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether its members vote.' })
  mayVote!: boolean;

  @Field(() => Int, { description: 'Votes of one member, where a policy weighs by class.' })
  votes!: number;

  @Field(() => ClassOpenToEnum, { description: 'Who may join it.' })
  openTo!: ClassOpenTo;
}

@ObjectType('CooperativeViewerCan', { description: 'What the viewer may do in a co-operative.' })
export class CooperativeViewerCanType {
  @Field(() => VerdictType, { description: 'Apply for membership.' })
  apply!: VerdictType;

  @Field(() => VerdictType, { description: 'Change its name, time zone and settings.' })
  change!: VerdictType;

  @Field(() => VerdictType, { description: 'Define classes of members.' })
  defineMemberClass!: VerdictType;

  @Field(() => VerdictType, { description: 'Read applications for membership.' })
  readApplications!: VerdictType;
}

@ObjectType('Cooperative', {
  implements: () => [NodeType],
  description: 'A co-operative. Everything about it here is public.',
})
export class CooperativeType extends NodeType {
  /** The co-operative's own id, for resolvers; not part of the schema. */
  cooperativeId!: string;

  @Field(() => String, { description: 'Its short name, for addresses.' })
  slug!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'The currency of its books, by ISO 4217.' })
  currency!: string;

  @Field(() => String, { description: 'Its time zone, by the tz database.' })
  timeZone!: string;

  @Field(() => Boolean, { description: 'Whether people may apply.' })
  takesApplications!: boolean;

  @Field(() => String, { description: 'What it says about itself.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'Its website.' })
  website!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Whose law says how long books are kept, by ISO 3166-1; without one, it is the longest.',
  })
  country!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many years books are kept, where that is longer than the law says.',
  })
  booksYears!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many years vouchers are kept, where that is longer than the law says.',
  })
  vouchersYears!: number | null;

  @Field(() => Date, { description: 'Since when it is here.' })
  createdAt!: Date;
}

export const CooperativeConnection = connectionOf('Cooperative', CooperativeType);

export function toCooperative(row: CooperativeRow): CooperativeType {
  const { id, slug, name, currency, timeZone, settings, createdAt } = row;
  return {
    id: toGlobalId('Cooperative', id),
    cooperativeId: id,
    slug,
    name,
    currency,
    timeZone,
    takesApplications: settings.joining === 'open',
    description: settings.description,
    website: settings.website,
    // One that was founded before this was asked has none.
    country: settings.country ?? null,
    booksYears: settings.booksYears ?? null,
    vouchersYears: settings.vouchersYears ?? null,
    createdAt,
  };
}
