import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { AppointRole, EndRole, ResignRole } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { audienceOf } from '@rochdale/platform';
import { fromGlobalId, fromMemberId } from '../kit/node/global-id.js';
import { CurrentActor } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { MemberLoader } from './member.loader.js';
import { MemberType } from './member.type.js';
import { RoleAppointInput } from './membership.inputs.js';
import { RoleTermPayload } from './membership.payloads.js';
import { RoleTermType, toRoleTerm } from './role.type.js';

function termIdOf(globalId: string): string {
  return fromGlobalId('RoleTerm', globalId, ['termId']);
}

@Resolver(() => MemberType)
export class RoleResolver {
  constructor(
    private readonly loader: MemberLoader,
    private readonly appointRole: AppointRole,
    private readonly endRole: EndRole,
    private readonly resignRole: ResignRole,
  ) {}

  @Relation(() => [RoleTermType], {
    description:
      'Offices that the member holds, held or will hold: public, as power is. Of who is on no ' +
      'list of members none, but for those who may know why.',
  })
  async roles(members: readonly MemberType[], graph: GraphContext) {
    const ids = members.map(({ memberId }) => memberId);
    return (await this.loader.roles.each(graph, ids)).map((terms) => terms ?? []);
  }

  @Mutation(() => RoleTermPayload, { description: 'Gives a member an office for a term.' })
  async roleAppoint(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Who, what, how long.' }) input: RoleAppointInput,
  ): Promise<RoleTermPayload> {
    const { role, startsAt = null, endsAt = null } = input;
    const memberId = fromMemberId(input.memberId, audienceOf(actor), ['memberId']);
    const term = await this.appointRole.execute(actor, { memberId, role, startsAt, endsAt });
    return { roleTerm: toRoleTerm(term) };
  }

  @Mutation(() => RoleTermPayload, { description: 'Ends a term of office, now or later.' })
  async roleEnd(
    @CurrentActor() actor: Actor,
    @Args('termId', { type: () => ID, description: 'The term.' }) termId: string,
    @Args('endsAt', {
      type: () => Date,
      nullable: true,
      description: 'When; now if left out.',
    })
    endsAt?: Date | null,
  ): Promise<RoleTermPayload> {
    const input = { termId: termIdOf(termId), endsAt: endsAt ?? null };
    return { roleTerm: toRoleTerm(await this.endRole.execute(actor, input)) };
  }

  @Mutation(() => RoleTermPayload, { description: 'Lays down an office of one’s own.' })
  async roleResign(
    @CurrentActor() actor: Actor,
    @Args('termId', { type: () => ID, description: 'The term.' }) termId: string,
  ): Promise<RoleTermPayload> {
    const term = await this.resignRole.execute(actor, { termId: termIdOf(termId) });
    return { roleTerm: toRoleTerm(term) };
  }
}
