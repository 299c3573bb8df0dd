import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { FactType } from '@rochdale/platform';

export enum FactVisibilityEnum {
  MEMBERS = 'members',
  PRIVATE = 'private',
  PUBLIC = 'public',
}

registerEnumType(FactVisibilityEnum, {
  name: 'FactVisibility',
  description: 'Who is told of a fact.',
  valuesMap: {
    MEMBERS: { description: 'Members of the co-operative, and webhooks.' },
    PRIVATE: { description: 'Those whom it concerns.' },
    PUBLIC: { description: 'Everyone.' },
  },
});

@ObjectType('FactType', { description: 'A kind of fact, as webhooks and the audit trail name it.' })
export class FactTypeType {
  @Field(() => String, { description: 'Room and fact, such as `governance.ProposalClosed`.' })
  type!: string;

  @Field(() => Int, { description: 'Goes up when the shape of the data changes.' })
  version!: number;

  @Field(() => [String], { description: 'What sorts of thing it can be about.' })
  subjectKinds!: readonly string[];

  @Field(() => FactVisibilityEnum, { description: 'Who is told of it.' })
  visibility!: FactVisibilityEnum;

  @Field(() => String, { description: 'The JSON Schema of its data, as JSON.' })
  dataSchemaJson!: string;
}

const visibilities: Readonly<Record<FactType['visibility'], FactVisibilityEnum>> = {
  members: FactVisibilityEnum.MEMBERS,
  private: FactVisibilityEnum.PRIVATE,
  public: FactVisibilityEnum.PUBLIC,
};

export function toFactType({ visibility, ...rest }: FactType): FactTypeType {
  return { ...rest, visibility: visibilities[visibility] };
}
