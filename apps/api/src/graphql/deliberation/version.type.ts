import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VersionView } from '@rochdale/governance';

@ObjectType('ProposalVersion', { description: 'What a proposal said, as it was kept.' })
export class ProposalVersionType {
  /** For resolvers, as is the next; not part of the schema. */
  view!: VersionView;
  before!: VersionView | null;

  @Field(() => Int, { description: 'Which one it is, from 1.' })
  version!: number;

  @Field(() => String, { description: 'The question in a line.' })
  title!: string;

  @Field(() => String, { description: 'What was proposed, in full, in Markdown.' })
  body!: string;

  @Field(() => Date, { description: 'When it was written.' })
  madeAt!: Date;

  @Field(() => [String], { description: 'What it was between; none where it was not by options.' })
  options!: readonly string[];

  @Field(() => [String], { description: 'What it was to do, by kind, in order.' })
  actionKinds!: readonly string[];
}

export function toVersions(views: readonly VersionView[]): ProposalVersionType[] {
  return views.map((view, nth) => {
    const { version, title, body, madeAt, options, actions } = view;
    const before = views[nth - 1] ?? null;
    const actionKinds = actions.map(({ kind }) => kind);
    return { view, before, version, title, body, madeAt, options: options ?? [], actionKinds };
  });
}
