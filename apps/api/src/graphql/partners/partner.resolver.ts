import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AdoptPoolPolicy, DefineMeter, PartnerQueries, RegisterPartner } from '@rochdale/partners';
import { fromGlobalId, toMemberId } from '../kit/node/global-id.js';
import { Computed } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PartnerLoader } from './partner.loader.js';
import {
  MeterType,
  PartnerType,
  PoolPolicyType,
  toMeter,
  toPartner,
  toPoolPolicy,
} from './partner.type.js';
import { MeterDefineInput, PartnerRegisterInput, PoolPolicyAdoptInput } from './partners.inputs.js';
import { MeterPayload, PartnerPayload, PoolPolicyPayload } from './partners.payloads.js';

/** The businesses that are paid by what members use, and the rules for it. Open to everybody. */
@Resolver(() => PartnerType)
export class PartnerResolver {
  constructor(
    private readonly queries: PartnerQueries,
    private readonly register: RegisterPartner,
    private readonly define: DefineMeter,
    private readonly adopt: AdoptPoolPolicy,
    private readonly loader: PartnerLoader,
  ) {}

  @Query(() => [PartnerType], { description: 'The partners, by name.' })
  async partners(@Graph() graph: GraphContext): Promise<PartnerType[]> {
    return (await graph.read((tx) => this.queries.partners(tx))).map(toPartner);
  }

  @Query(() => PartnerType, { nullable: true, description: 'A partner by its id.' })
  async partner(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The partner.' }) id: string,
  ): Promise<PartnerType | null> {
    return this.loader.partners.one(graph, fromGlobalId('Partner', id, ['id']));
  }

  @Computed(() => ID, {
    nullable: true,
    description:
      'By which id this partner, and nobody else, knows the viewer: to be told to it by who ' +
      'begins to use what it offers. Null for who is no member.',
  })
  viewerMemberId({ id }: PartnerType, graph: GraphContext): string | null {
    const { memberId } = graph.actor;
    if (memberId === null || graph.audience !== 'inside') return null;
    return toMemberId(memberId, `partner ${fromGlobalId('Partner', id)}`);
  }

  @Query(() => [MeterType], { description: 'What is measured.' })
  async meters(@Graph() graph: GraphContext): Promise<MeterType[]> {
    return (await graph.read((tx) => this.queries.meters(tx))).map(toMeter);
  }

  @Query(() => PoolPolicyType, {
    nullable: true,
    description: 'How the pool is shared. Null until it is decided.',
  })
  async poolPolicy(@Graph() graph: GraphContext): Promise<PoolPolicyType | null> {
    const row = await graph.read((tx) => this.queries.poolPolicy(tx));
    return row === null ? null : toPoolPolicy(row);
  }

  @Mutation(() => PartnerPayload, { description: 'Takes a business in as a partner.' })
  async partnerRegister(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The business.' }) input: PartnerRegisterInput,
  ): Promise<PartnerPayload> {
    return { partner: toPartner(await this.register.execute(graph.actor, input)) };
  }

  @Mutation(() => MeterPayload, { description: 'Says what is measured, and how it adds up.' })
  async meterDefine(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The meter.' }) input: MeterDefineInput,
  ): Promise<MeterPayload> {
    return { meter: toMeter(await this.define.execute(graph.actor, input)) };
  }

  @Mutation(() => PoolPolicyPayload, {
    description: 'Decides how the pool is shared. For administrators.',
  })
  async poolPolicyAdopt(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The policy.' }) input: PoolPolicyAdoptInput,
  ): Promise<PoolPolicyPayload> {
    return { poolPolicy: toPoolPolicy(await this.adopt.execute(graph.actor, input)) };
  }
}
