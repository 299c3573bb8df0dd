import { Rational } from '../arithmetic/rational.js';
import type { ReadContext } from '../reading/file-format.js';
import type { SemicolonRecord } from '../reading/semicolon-records.js';
import { limitsOf } from './ballot-limits.js';
import type { PabulibBallot } from './ballot-limits.js';
import { metaText, refusal } from './sections.js';
import type { Sections } from './sections.js';

/** What reading the votes needs to know of the projects. */
interface Projects {
  readonly indexOf: ReadonlyMap<string, number>;
  readonly costs: readonly Rational[];
}

/**
 * The ballots that count, and what became of others, in words. A ballot that names a project twice
 * or goes beyond the limits of its file is refused with its line, unless the context says
 * otherwise. Throws TallyError.
 */
export function readBallots(
  sections: Sections,
  { indexOf, costs }: Projects,
  context: ReadContext,
): { ballots: PabulibBallot[]; notes: string[] } {
  const type = metaText(sections, 'vote_type') ?? 'approval';
  const hasPoints = type === 'cumulative' || type === 'scoring';
  const beyond = limitsOf(sections, costs);
  const told = new Map<string, number>();
  const tell = (what: string): void => void told.set(what, (told.get(what) ?? 0) + 1);
  const ballots = sections.votes.flatMap((record): PabulibBallot[] => {
    const listed = readListed(record, indexOf, hasPoints);
    const isDoubled = new Set(listed.projects).size < listed.projects.length;
    if (isDoubled) {
      if (context.doubled === 'drop') {
        tell('were left out, as they name a project more than once');
        return [];
      }
      if (context.doubled !== 'merge') throw doubled(record, listed, indexOf);
      tell('name a project more than once; it was counted once, with its points together');
    }
    const ballot = isDoubled ? merged(record, listed, type === 'scoring') : listed;
    const problem = beyond(ballot);
    if (problem === null) return [ballot];
    if (context.beyondLimits !== 'drop') {
      throw refusal(record, `${problem}; --beyond-limits drop leaves such ballots out`);
    }
    tell('were left out, as they go beyond the limits of the file');
    return [];
  });
  return { ballots, notes: [...told].map(([what, times]) => `Ballots that ${what}: ${times}.`) };
}

function readListed(
  record: SemicolonRecord,
  indexOf: ReadonlyMap<string, number>,
  hasPoints: boolean,
): PabulibBallot {
  const list = record.named('vote');
  if (list === undefined) throw refusal(record, `the voter's 'vote' is missing`);
  const projects = splitList(list).map((id) => {
    const index = indexOf.get(id);
    if (index !== undefined) return index;
    throw refusal(record, `'${id.slice(0, 60)}' is no project`, 'CANDIDATE_UNKNOWN');
  });
  if (!hasPoints) return { projects, points: null };
  const texts = splitList(record.named('points') ?? '');
  if (texts.length !== projects.length) {
    throw refusal(record, `${texts.length} points for ${projects.length} projects`);
  }
  const points = texts.map((text) => {
    const value = Rational.parse(text);
    if (value === null) throw refusal(record, `'${text}' is no number of points`);
    return value;
  });
  return { projects, points };
}

function doubled(
  record: SemicolonRecord,
  { projects }: PabulibBallot,
  indexOf: ReadonlyMap<string, number>,
): Error {
  const index = projects.find((project, place) => projects.indexOf(project) < place);
  const id = [...indexOf].find(([, known]) => known === index)?.[0] ?? '';
  const message = `project ${id} twice; --doubled merge or --doubled drop counts the file`;
  return refusal(record, message, 'CANDIDATE_REPEATED');
}

/** Each project once, where it stands first; points of a purse add up, scores have to agree. */
function merged(
  record: SemicolonRecord,
  { projects, points }: PabulibBallot,
  areScores: boolean,
): PabulibBallot {
  const once = [...new Set(projects)];
  if (points === null) return { projects: once, points };
  const together = once.map((project) => {
    const given = points.filter((_, place) => projects[place] === project);
    const first = given[0] as Rational;
    if (!areScores) return given.reduce((sum, value) => sum.add(value));
    if (given.some((value) => !value.equals(first))) {
      throw refusal(record, 'different scores for one project', 'CANDIDATE_REPEATED');
    }
    return first;
  });
  return { projects: once, points: together };
}

function splitList(list: string): string[] {
  return list.trim() === '' ? [] : list.split(',').map((part) => part.trim());
}
