import { Mutation, Resolver } from '@nestjs/graphql';
import { SessionQueries } from '@rochdale/identity';
import { EraseAccount } from '@rochdale/membership';
import { Graph } from '../kit/graph-context.js';
import type { GraphContext } from '../kit/graph-context.js';
import { AccountErasePayload } from './identity.payloads.js';

/** What a person does with their account itself. */
@Resolver()
export class AccountResolver {
  constructor(
    private readonly eraseAccount: EraseAccount,
    private readonly sessions: SessionQueries,
  ) {}

  @Mutation(() => AccountErasePayload, {
    description:
      'Erases one’s own account, with applications that were declined: of whoever belongs to no ' +
      'co-operative here, did to none without being erased there, and waits for no answer ' +
      '(`ACCOUNT_STILL_BELONGS`). By a session of at most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async accountErase(@Graph() graph: GraphContext): Promise<AccountErasePayload> {
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    await this.eraseAccount.execute(graph.actor);
    return { isErased: true };
  }
}
