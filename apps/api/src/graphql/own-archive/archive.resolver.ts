import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { SessionQueries } from '@rochdale/identity';
import { ArchiveQueries, IssueArchiveTicket, RequestOwnArchive } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import {
  OwnArchiveRequestPayload,
  OwnArchiveTicketIssuePayload,
  OwnArchiveType,
  toOwnArchive,
} from './archive.type.js';

/** Everything that is kept about oneself, to take along. */
@Resolver()
export class ArchiveResolver {
  constructor(
    private readonly archives: ArchiveQueries,
    private readonly request: RequestOwnArchive,
    private readonly tickets: IssueArchiveTicket,
    private readonly sessions: SessionQueries,
  ) {}

  @Query(() => OwnArchiveType, {
    nullable: true,
    description: 'The archive of oneself that one asked for last.',
  })
  async ownArchive(@Graph() graph: GraphContext): Promise<OwnArchiveType | null> {
    const row = await graph.read((tx) => this.archives.own(tx));
    return row === null ? null : toOwnArchive(row);
  }

  @Mutation(() => OwnArchiveRequestPayload, {
    description: 'Has everything that is kept about oneself here put into one archive.',
  })
  async ownArchiveRequest(@CurrentActor() actor: Actor): Promise<OwnArchiveRequestPayload> {
    return { ownArchive: toOwnArchive(await this.request.execute(actor)) };
  }

  @Mutation(() => OwnArchiveTicketIssuePayload, {
    description:
      'Makes a ticket that opens one’s archive once, where it is ready. By a session of at most ' +
      '15 minutes: `SIGN_IN_AGAIN`.',
  })
  async ownArchiveTicketIssue(@Graph() graph: GraphContext): Promise<OwnArchiveTicketIssuePayload> {
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    return this.tickets.execute(graph.actor);
  }
}
