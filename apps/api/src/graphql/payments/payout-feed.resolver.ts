import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import {
  PayoutCancelled,
  PayoutClaimed,
  PayoutRejected,
  PayoutReopened,
  PayoutReleased,
  PayoutRequested,
  PayoutReturned,
  PayoutSettled,
  PayoutSubmitted,
} from '@rochdale/payouts';
import { permit } from '@rochdale/platform';
import { FactFeed } from '../kit/fact-feed.js';
import { optionalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PaymentLoader } from './payment.loader.js';
import { PayoutType } from './payout.type.js';

/** After which facts a watcher looks again. */
const payoutFacts: readonly string[] = [
  PayoutCancelled,
  PayoutClaimed,
  PayoutRejected,
  PayoutReopened,
  PayoutReleased,
  PayoutRequested,
  PayoutReturned,
  PayoutSettled,
  PayoutSubmitted,
].map(({ type }) => type);

/** What members and treasurers watch while money is on its way. */
@Resolver()
export class PayoutFeedResolver {
  constructor(
    private readonly feed: FactFeed,
    private readonly loader: PaymentLoader,
  ) {}

  @Subscription(() => PayoutType, {
    description: 'A payout, each time that it gets further. For members.',
    resolve: (payload: PayoutType) => payload,
  })
  async *payoutChanged(
    @Graph() graph: GraphContext,
    @Args('id', {
      type: () => ID,
      nullable: true,
      description: 'Only this one; all when left out.',
    })
    id?: string | null,
  ): AsyncGenerator<PayoutType> {
    permit(graph.actor, 'payout.read');
    const only = optionalId('Payout', id, ['id']);
    // Who may see a private one is asked when it is fetched.
    const notices = this.feed.notices(graph.actor, payoutFacts, { alsoPrivate: true });
    for await (const { subject } of notices) {
      if (only !== null && subject.id !== only) continue;
      // What was loaded for the last change is old by now.
      graph.forgetLoaded();
      const payout = await this.loader.payout(graph, subject.id);
      if (payout !== null) yield payout;
    }
  }
}
