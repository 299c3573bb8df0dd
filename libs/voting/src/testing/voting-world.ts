import type { DecisionWorld } from '../../../governance/src/testing/decision-world.js';
import { createDecisionWorld } from '../../../governance/src/testing/decision-world.js';
import { BallotQueries } from '../ballot/ballot.queries.js';
import { RecountOutcomes } from '../count/recount-outcomes.js';

export {
  brokenLaws,
  memberActor,
  rollEntry,
  ruleLike,
} from '../../../governance/src/testing/decision-world.js';

/**
 * Votes with the proposals that they are about: a vote lies in its proposal's row, so that it is
 * opened and closed by the use cases that write it (ADR 0011), in tests as in production.
 */
export interface VotingWorld extends DecisionWorld {
  readonly ballots: BallotQueries;
  readonly recount: RecountOutcomes;
  readonly closeVote: (proposalId: string) => ReturnType<DecisionWorld['closing']['execute']>;
  /** To the last moment of a vote that opened now under the usual window of six days. */
  readonly toTheEnd: (byMs?: number) => void;
}

/** @param size how many may vote */
export async function createVotingWorld(size: number): Promise<VotingWorld> {
  const world = await createDecisionWorld(size);
  const { clock, closing, system, unitOfWork } = world;
  return {
    ...world,
    ballots: new BallotQueries(),
    recount: new RecountOutcomes(unitOfWork),
    closeVote: (proposalId) => closing.execute(system, { proposalId }),
    toTheEnd: (byMs = 0) => {
      clock.advance({ days: 6 });
      clock.set(new Date(clock.now().getTime() + byMs));
    },
  };
}
