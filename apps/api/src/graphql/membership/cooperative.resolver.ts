import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  ChangeCooperative,
  CooperativeQueries,
  DefineMemberClass,
  whyNotApply,
} from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { CooperativeLoader } from './cooperative.loader.js';
import {
  CooperativeConnection,
  CooperativeType,
  CooperativeViewerCanType,
  MemberClassType,
  toCooperative,
} from './cooperative.type.js';
import { CooperativeChangeInput, MemberClassDefineInput } from './membership.inputs.js';
import { CooperativePayload, MemberClassPayload } from './membership.payloads.js';

/** The same actor, looking at another co-operative: as a stranger, unless it is their own. */
function lookingAt(actor: Actor, cooperativeId: string): Actor {
  if (actor.cooperativeId === cooperativeId) return actor;
  return { ...actor, cooperativeId, memberId: null, standing: null, roles: new Set() };
}

@Resolver(() => CooperativeType)
export class CooperativeResolver {
  constructor(
    private readonly queries: CooperativeQueries,
    private readonly loader: CooperativeLoader,
    private readonly changeCooperative: ChangeCooperative,
    private readonly defineMemberClass: DefineMemberClass,
  ) {}

  @Query(() => CooperativeType, {
    nullable: true,
    description: 'The co-operative that the request is about, or one by its short name.',
  })
  async cooperative(
    @Graph() graph: GraphContext,
    @Args('slug', { type: () => String, nullable: true, description: 'Its short name.' })
    slug?: string | null,
  ): Promise<CooperativeType | null> {
    const row = await graph.read((tx) =>
      slug ? this.queries.findBySlug(tx, slug) : this.queries.current(tx),
    );
    return row === null ? null : toCooperative(row);
  }

  @Query(() => CooperativeConnection, { description: 'The co-operatives of this installation.' })
  async cooperatives(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<CooperativeType>> {
    const rows = await graph.read((tx) => this.queries.page(tx, page));
    return toConnection(rows, toCooperative);
  }

  @Relation(() => [MemberClassType], { description: 'Its classes of members.' })
  memberClasses(cooperatives: readonly CooperativeType[], graph: GraphContext) {
    return this.loader.classes.ofEach(graph, cooperatives, (one) => one.cooperativeId);
  }

  @Relation(() => Int, { description: 'How many belong to it now.' })
  async memberCount(cooperatives: readonly CooperativeType[], graph: GraphContext) {
    const counts = this.loader.memberCounts;
    const found = await counts.ofEach(graph, cooperatives, (one) => one.cooperativeId);
    return found.map((members) => members ?? 0);
  }

  @Computed(() => CooperativeViewerCanType, { description: 'What the viewer may do in it.' })
  viewerCan(
    { cooperativeId, takesApplications }: CooperativeType,
    { actor }: GraphContext,
  ): CooperativeViewerCanType {
    const here = lookingAt(actor, cooperativeId);
    const closed = takesApplications ? null : 'JOINING_CLOSED';
    const belongs = whyNotApply(here.standing)?.code ?? null;
    return {
      apply: verdict(may(here, 'membership.apply'), closed ?? belongs),
      change: verdict(may(here, 'cooperative.change')),
      defineMemberClass: verdict(may(here, 'member-class.define')),
      readApplications: verdict(may(here, 'application.read')),
    };
  }

  @Mutation(() => CooperativePayload, { description: 'Changes the co-operative.' })
  async cooperativeChange(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The changes.' }) input: CooperativeChangeInput,
  ): Promise<CooperativePayload> {
    const {
      name = null,
      timeZone = null,
      takesApplications,
      description,
      website,
      country,
      booksYears,
      vouchersYears,
    } = input;
    const settings = {
      ...(typeof takesApplications === 'boolean'
        ? { joining: takesApplications ? 'open' : 'closed' }
        : {}),
      ...(typeof description === 'string' ? { description } : {}),
      ...(website === undefined ? {} : { website }),
      ...(country === undefined ? {} : { country }),
      ...(booksYears === undefined ? {} : { booksYears }),
      ...(vouchersYears === undefined ? {} : { vouchersYears }),
    };
    const row = await this.changeCooperative.execute(actor, { name, timeZone, settings });
    return { cooperative: toCooperative(row) };
  }

  @Mutation(() => MemberClassPayload, { description: 'Adds a class of members, or changes one.' })
  async memberClassDefine(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The class.' }) input: MemberClassDefineInput,
  ): Promise<MemberClassPayload> {
    return { memberClass: await this.defineMemberClass.execute(actor, input) };
  }
}
