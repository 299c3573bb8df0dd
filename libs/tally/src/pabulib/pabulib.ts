import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import type { Candidate, Election } from '../model/election.js';
import { approvalElection } from '../model/make-election.js';
import type { ElectionFrame } from '../model/make-election.js';
import { wholeText } from '../reading/encoding.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { readRecords } from '../reading/semicolon-records.js';
import type { SemicolonRecord } from '../reading/semicolon-records.js';
import { readBallots } from './ballots.js';
import { electionOfPoints, electionOfRanks } from './points.js';
import { metaRecord, metaText, refusal, sectionsOf } from './sections.js';
import type { Sections } from './sections.js';

/** Pabulib files are read in one piece; the largest published one has about 40 MB. */
const PABULIB_BYTES_LIMIT = 128 * 1024 * 1024;

/**
 * The Pabulib format of participatory budgets: sections META, PROJECTS and VOTES, each with a
 * header line, fields separated by semicolons. Vote types: approval and choose-1 (approvals),
 * cumulative (allocations), scoring (scores), ordinal (rankings, or points by place).
 *
 * @see Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023, and
 *   the format description at pabulib.org/format
 */
export const pabulib: FileFormat = {
  names: ['pabulib', 'pabulib-pb'],
  title: 'Pabulib .pb: a participatory budget with projects, costs and votes',
  extensions: ['.pb'],
  sniff: (start) => /^\uFEFF?META\r?\n/.test(start),
  read: (bytes, context) => placed(context.file, () => readPabulib(bytes, context)),
};

function readPabulib(bytes: Uint8Array, context: ReadContext): Election {
  const { file } = context;
  if (bytes.length > PABULIB_BYTES_LIMIT) {
    const message = `${bytes.length} bytes; at most ${PABULIB_BYTES_LIMIT} are read`;
    throw new TallyError('FILE_TOO_LARGE', message, { file });
  }
  const { text, notes } = wholeText(bytes, file, context.encoding);
  const sections = sectionsOf(readRecords(text, file), file);
  requireCount(sections, 'num_projects', sections.projects.length, file);
  requireCount(sections, 'num_votes', sections.votes.length, file);
  const projects = sections.projects.map((record) => readProject(record));
  const costs = projects.map(({ cost }) => cost as Rational);
  const read = readBallots(sections, { indexOf: indexesOf(projects, sections), costs }, context);
  const frame: ElectionFrame = {
    title: sections.meta.get('description')?.field(1) ?? '',
    candidates: projects,
    budget: amountOf(metaRecord(sections, 'budget', file), 1),
    notes: [...notes, ...read.notes],
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
  const type = metaText(sections, 'vote_type') ?? 'approval';
  switch (type) {
    case 'approval':
    case 'choose-1':
      return approvalElection(
        frame,
        read.ballots.map(({ projects: list }) => [1, list]),
      );
    case 'ordinal':
      return electionOfRanks(frame, read.ballots, sections, context);
    case 'cumulative':
      return electionOfPoints(frame, read.ballots, 'allocation', null, file);
    case 'scoring':
      return electionOfPoints(frame, read.ballots, 'score', defaultScore(sections), file);
    default:
      throw refusal(metaRecord(sections, 'vote_type', file), `vote type '${type}' is not known`);
  }
}

function indexesOf(projects: readonly Candidate[], sections: Sections): Map<string, number> {
  const indexOf = new Map<string, number>();
  projects.forEach(({ id }, index) => {
    if (indexOf.has(id as string)) {
      const record = sections.projects[index] as SemicolonRecord;
      throw refusal(record, `project ${id} is listed twice`, 'CANDIDATE_REPEATED');
    }
    indexOf.set(id as string, index);
  });
  return indexOf;
}

function readProject(record: SemicolonRecord): Candidate {
  const id = record.named('project_id');
  if (id === undefined || id === '') throw refusal(record, 'a project without project_id');
  const column = record.columnOf('cost');
  if (column === undefined) throw refusal(record, 'a project without cost', 'BUDGET_INVALID');
  return { name: id, id, cost: amountOf(record, column) };
}

function amountOf(record: SemicolonRecord, column: number): Rational {
  const text = record.field(column) ?? '';
  const amount = Rational.parse(text.replace(',', '.'));
  if (amount === null || amount.isNegative()) {
    throw refusal(record, `'${text.slice(0, 60)}' is no amount of money`, 'BUDGET_INVALID');
  }
  return amount;
}

/** What a project that a voter does not score is worth; null if the file does not say. */
function defaultScore(sections: Sections): Rational | null {
  const text = metaText(sections, 'default_score');
  if (text === null) return null;
  const score = Rational.parse(text);
  const record = sections.meta.get('default_score');
  if (score === null && record !== undefined) {
    throw refusal(record, `default_score is '${text.slice(0, 40)}', which is no number`);
  }
  return score;
}

/** A file that announces other numbers than it holds was cut off or pasted together. */
function requireCount(sections: Sections, key: string, found: number, file: string): void {
  const record = metaRecord(sections, key, file);
  if (record.field(1) !== String(found)) {
    throw refusal(record, `${key} is ${record.field(1)}, but the file holds ${found}`);
  }
}
