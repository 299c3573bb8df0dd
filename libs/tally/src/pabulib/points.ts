import { Rational } from '../arithmetic/rational.js';
import type { Election } from '../model/election.js';
import { approvalElection, rankedElection, scoreElection } from '../model/make-election.js';
import type { ElectionFrame } from '../model/make-election.js';
import type { ReadContext } from '../reading/file-format.js';
import { overOneDivisor } from '../reading/marks.js';
import type { PabulibBallot } from './ballot-limits.js';
import { metaText, refusal } from './sections.js';
import type { Sections } from './sections.js';

/** An election by the points on the ballots; `unlisted` is what other projects get from a voter. */
export function electionOfPoints(
  frame: ElectionFrame,
  ballots: readonly PabulibBallot[],
  kind: 'allocation' | 'score',
  unlisted: Rational | null,
  file: string,
): Election {
  const rows = ballots.map(({ projects, points }) => {
    const row = Array.from({ length: frame.candidates.length }, () => unlisted);
    projects.forEach((project, place) => {
      row[project] = points?.[place] ?? null;
    });
    return row;
  });
  const { divisor, scores } = overOneDivisor(rows, file);
  return scoreElection(
    frame,
    scores.map((row) => [1, row] as const),
    kind,
    divisor,
  );
}

/**
 * An election by ranked projects, for what is to be counted. Methods that count points get them by
 * place, as the file's `scoring_fn` says; Pabulib knows Borda, and means it where nothing is said.
 * Methods that count approvals alone get those, and the account says so.
 */
export function electionOfRanks(
  frame: ElectionFrame,
  ballots: readonly PabulibBallot[],
  sections: Sections,
  context: ReadContext,
): Election {
  const wanted = context.ballots ?? 'ranked';
  const counts = context.counts ?? [wanted];
  const lists = ballots.map(({ projects }) => [1, projects] as const);
  if (wanted === 'ranked' || counts.includes('ranked')) return rankedElection(frame, lists);
  const kind = counts.includes('score') ? 'score' : 'allocation';
  if (!counts.includes(kind)) {
    const note = 'The ballots are rankings; every project on one was counted as approved.';
    return approvalElection(noted(frame, note), lists);
  }
  const highest = bordaTop(sections, frame.candidates.length);
  const pointed = ballots.map(({ projects }) => ({
    projects,
    points: projects.map((_, place) => Rational.of(Math.max(highest - place, 0))),
  }));
  const note =
    'The ballots are rankings; they were counted by points, ' +
    `from ${highest} for the first place downwards (Borda).`;
  return electionOfPoints(noted(frame, note), pointed, kind, null, context.file);
}

function noted(frame: ElectionFrame, note: string): ElectionFrame {
  return { ...frame, notes: [...(frame.notes ?? []), note] };
}

/** The points of a first place: as many as there are places, so that the last is worth one. */
function bordaTop(sections: Sections, projects: number): number {
  const record = sections.meta.get('scoring_fn');
  const rule = metaText(sections, 'scoring_fn') ?? 'Borda';
  if (rule.toLowerCase() !== 'borda' && record !== undefined) {
    throw refusal(record, `the scoring_fn '${rule.slice(0, 40)}' is not known; Borda is`);
  }
  const places = metaText(sections, 'max_length');
  return places === null ? projects : Number(places);
}
