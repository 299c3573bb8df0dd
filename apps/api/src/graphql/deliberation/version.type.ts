import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VersionView } from '@rochdale/governance';
import { nestedConnectionOf } from '../kit/list/connection.js';

@ObjectType('ProposalVersion', { description: 'What a proposal said, as it was kept.' })
export class ProposalVersionType {
  /** For resolvers, not part of the schema. */
  view!: VersionView;

  @Field(() => Int, { description: 'Which one it is, from 1.' })
  version!: number;

  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => Date, { description: 'When it was written.' })
  madeAt!: Date;

  @Field(() => [String], { description: 'What it was between; none where it was not by options.' })
  options!: readonly string[];

  @Field(() => [String], { description: 'What it was to do, by kind, in order.' })
  actionKinds!: readonly string[];
}

export const ProposalVersionConnection = nestedConnectionOf('ProposalVersion', ProposalVersionType);

export function toVersion(view: VersionView): ProposalVersionType {
  const { version, title, madeAt, options, actionKinds } = view;
  return { view, version, title, madeAt, options: options ?? [], actionKinds };
}
