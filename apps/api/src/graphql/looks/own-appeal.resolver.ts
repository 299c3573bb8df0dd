import { Resolver } from '@nestjs/graphql';
import { AppealQueries } from '@rochdale/governance';
import { AppealType } from '../governance/appeals/appeal.type.js';
import { appealsOf, termsOf } from '../governance/appeals/appeals-keyed.js';
import { Relation } from '../kit/field/row-fields.js';
import { GraphContext } from '../kit/graph-context.js';
import { OwnHearingResolver, OwnHearingType } from './own-hearing.resolver.js';

/** Whether whom a hearing is about may appeal, or did. */
@Resolver(() => OwnHearingType)
export class OwnAppealResolver {
  readonly #appeals = appealsOf(() => this.queries);
  readonly #terms = termsOf(() => this.queries);

  constructor(private readonly queries: AppealQueries) {}

  @Relation(() => AppealType, {
    nullable: true,
    description: 'The viewer’s last appeal against it, where it is a vote to expel them.',
  })
  appeal(hearings: readonly OwnHearingType[], graph: GraphContext) {
    return this.#appeals.ofEach(graph, hearings, ({ row }) => row.id);
  }

  @Relation(() => Date, {
    nullable: true,
    description: 'Until when the viewer may appeal against it; null where they may not.',
  })
  appealBy(hearings: readonly OwnHearingType[], graph: GraphContext) {
    return this.#terms.ofEach(graph, hearings, ({ row }) => row.id);
  }
}

/** Votes about the viewer, and their appeals. */
export const ownHearings = [OwnHearingResolver, OwnAppealResolver] as const;
