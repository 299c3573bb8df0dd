import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import {
  AssemblyQueries,
  CheckIn,
  CheckInMembers,
  EndAssembly,
  HoldAssembly,
  LeaveAssembly,
} from '@rochdale/governance';
import { audienceOf, may } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId, fromMemberId } from '../kit/node/global-id.js';
import { AssemblyCheckInMembersInput, AssemblyPayload, toAssembly } from './assembly.type.js';

const which = { type: () => ID, description: 'The assembly.' } as const;
const idOf = (globalId: string): string => fromGlobalId('Assembly', globalId, ['assemblyId']);

/** An assembly begins, members come and go, and it ends. */
@Resolver()
export class AssemblyMutationsResolver {
  constructor(
    private readonly queries: AssemblyQueries,
    private readonly hold: HoldAssembly,
    private readonly end: EndAssembly,
    private readonly checkIn: CheckIn,
    private readonly checkInMembers: CheckInMembers,
    private readonly leave: LeaveAssembly,
  ) {}

  @Mutation(() => AssemblyPayload, {
    description: 'Begins an assembly. For secretaries and administrators.',
  })
  async assemblyBegin(
    @Graph() graph: GraphContext,
    @Args('title', { description: 'What it is called.' }) title: string,
  ): Promise<AssemblyPayload> {
    const { assemblyId, code } = await this.hold.execute(graph.actor, { title });
    return { ...(await this.#changed(graph, assemblyId)), code };
  }

  @Mutation(() => AssemblyPayload, {
    description:
      'Ends an assembly in which no vote is open. Said again it does nothing. For secretaries ' +
      'and administrators.',
  })
  async assemblyEnd(
    @Graph() graph: GraphContext,
    @Args('assemblyId', which) assemblyId: string,
  ): Promise<AssemblyPayload> {
    const id = idOf(assemblyId);
    await this.end.execute(graph.actor, { assemblyId: id });
    return this.#changed(graph, id);
  }

  @Mutation(() => AssemblyPayload, {
    description:
      'Says that the viewer is present, or confirms it where an officer checked them in, by the ' +
      'code that is read out there; of votes that are open already they are no part. For members.',
  })
  async assemblyCheckIn(
    @Graph() graph: GraphContext,
    @Args('assemblyId', which) assemblyId: string,
    @Args('code', { description: 'As it was read out.' }) code: string,
  ): Promise<AssemblyPayload> {
    const id = idOf(assemblyId);
    await this.checkIn.execute(graph.actor, { assemblyId: id, code });
    return this.#changed(graph, id);
  }

  @Mutation(() => AssemblyPayload, {
    description:
      'Says that the viewer is not present, or not any more, whoever checked them in; in votes ' +
      'that are open they keep their place. For members.',
  })
  async assemblyLeave(
    @Graph() graph: GraphContext,
    @Args('assemblyId', which) assemblyId: string,
  ): Promise<AssemblyPayload> {
    const id = idOf(assemblyId);
    await this.leave.execute(graph.actor, { assemblyId: id });
    return this.#changed(graph, id);
  }

  @Mutation(() => AssemblyPayload, {
    description:
      'Checks members in at the door, or out; of votes that are open already they stay, and ' +
      'become, no part. Whom another checked in already, the viewer says it of too. For ' +
      'secretaries, membership officers and administrators.',
  })
  async assemblyCheckInMembers(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Who.' }) input: AssemblyCheckInMembersInput,
  ): Promise<AssemblyPayload> {
    const id = idOf(input.assemblyId);
    const audience = audienceOf(graph.actor);
    await this.checkInMembers.execute(graph.actor, {
      assemblyId: id,
      memberIds: input.memberIds.map((one, nth) =>
        fromMemberId(one, audience, ['memberIds', String(nth)]),
      ),
      isLeaving: input.isLeaving ?? false,
    });
    return this.#changed(graph, id);
  }

  async #changed(graph: GraphContext, id: string): Promise<Pick<AssemblyPayload, 'assembly'>> {
    // What was done is done, and a code is told once: whoever may not read is told no more.
    if (!may(graph.actor, 'proposal.read').allowed) return { assembly: null };
    const [view] = await graph.read((tx) => this.queries.byIds(tx, [id]));
    return { assembly: view === undefined ? null : toAssembly(view) };
  }
}
