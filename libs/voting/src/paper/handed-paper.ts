import { votingErrors } from '../voting.errors.js';

/**
 * What becomes of a paper that was handed out: `taken-back` as one person says; `returned` once a
 * second one has it before them, unused. Only then may its voter vote otherwise.
 */
export type HandedPaperState = 'out' | 'taken-back' | 'returned';

/** A paper that somebody is asked about. */
export interface HandedPaper {
  readonly memberId: string;
  readonly state: HandedPaperState;
  readonly takenBackBy: string | null;
}

/**
 * Whoever takes papers back, or says that they came back, does so of nobody's by which they could
 * vote themselves.
 *
 * @param own whose votes they may cast: their own, and those of organisations that name them
 * @throws CodedError PAPER_NEEDS_ANOTHER
 */
export function requireOfOthers(given: readonly string[], own: ReadonlySet<string>): void {
  const nth = given.findIndex((id) => own.has(id));
  if (nth === -1) return;
  const message = 'What became of a paper of one’s own two others say.';
  const path = ['memberIds', String(nth)];
  throw votingErrors.error('PAPER_NEEDS_ANOTHER', message, { path });
}

/**
 * Which of these members' papers a second person may say of that they came back: those that are
 * returned already are passed over.
 *
 * @param papers the last one of each
 * @throws CodedError PAPER_NOT_TAKEN_BACK, PAPER_NEEDS_ANOTHER for who took one back themselves
 */
export function returnable(
  papers: ReadonlyMap<string, HandedPaper>,
  given: readonly string[],
  by: string | null,
): readonly string[] {
  return given.filter((memberId, nth) => {
    if (given.indexOf(memberId) !== nth) return false;
    const path = ['memberIds', String(nth)];
    const paper = papers.get(memberId);
    if (paper === undefined || paper.state === 'out') {
      const message = 'Nobody has taken back a paper of theirs.';
      throw votingErrors.error('PAPER_NOT_TAKEN_BACK', message, { path });
    }
    if (paper.state === 'returned') return false;
    if (paper.takenBackBy !== by) return true;
    const message = 'Whoever took it back does not confirm it: another person does.';
    throw votingErrors.error('PAPER_NEEDS_ANOTHER', message, { path });
  });
}

const mostAtOnce = 200;

/**
 * Members whose papers are handled together, each once, in the order of ids.
 *
 * @throws CodedError PAPER_NUMBERS_DIFFER for nobody, and for too many
 */
export function severalOf(given: readonly string[]): readonly string[] {
  const memberIds = [...new Set(given)].toSorted();
  if (memberIds.length > 0 && memberIds.length <= mostAtOnce) return memberIds;
  const message = `Papers are handed to one, and to ${mostAtOnce} at once.`;
  throw votingErrors.error('PAPER_NUMBERS_DIFFER', message, { path: ['memberIds'] });
}
