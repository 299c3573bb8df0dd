import type { Actor } from '@rochdale/platform';
import { EnterPapers } from '../paper/enter-papers.js';
import { ReturnPapers } from '../paper/return-papers.js';
import { TakePapersBack } from '../paper/take-papers-back.js';
import { HandOutPapers } from '../vote/hand-out-papers.js';
import type { VotingWorld } from './voting-world.js';

export type Rest = Partial<Record<'spoilt' | 'returned' | 'missing', number>>;

interface Counted {
  readonly protocol: string;
  readonly handedOut: number;
  readonly said: readonly (readonly [mark: unknown, ballots: number])[];
  /** Null where what is not counted is missing. */
  readonly rest: Rest | null;
}

/** What officers do with papers of the voters of a world, who are named by their numbers. */
export function paperActs({ unitOfWork, voters }: VotingWorld) {
  const several = (proposalId: string, nths: readonly number[]) => ({
    proposalId,
    memberIds: nths.map((nth) => voters[nth]?.memberId ?? ''),
  });
  return {
    handOut: (by: Actor, id: string, nths: readonly number[]) =>
      new HandOutPapers(unitOfWork).execute(by, several(id, nths)),
    takeBack: (by: Actor, id: string, nths: readonly number[]) =>
      new TakePapersBack(unitOfWork).execute(by, several(id, nths)),
    giveBack: (by: Actor, id: string, nths: readonly number[], isRefused = false) =>
      new ReturnPapers(unitOfWork).execute(by, { ...several(id, nths), isRefused }),
    enter(by: Actor, proposalId: string, { protocol, handedOut, said, rest }: Counted) {
      const counted = said.reduce((sum, [, ballots]) => sum + ballots, 0);
      return new EnterPapers(unitOfWork).execute(by, {
        proposalId,
        protocol,
        handedOut,
        ballots: said.map(([mark, ballots]) => ({ mark, ballots })),
        ...(rest ?? { missing: Math.max(handedOut - counted, 0) }),
      });
    },
  };
}

export type PaperActs = ReturnType<typeof paperActs>;
