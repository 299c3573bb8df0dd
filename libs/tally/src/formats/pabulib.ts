import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import type { TallyErrorCode } from '../model/errors.js';
import type { Candidate, Election } from '../model/election.js';
import { approvalElection, rankedElection, scoreElection } from '../model/make-election.js';
import type { ElectionFrame } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { decodeText } from '../reading/json-text.js';
import { readRecords } from '../reading/semicolon-records.js';
import type { SemicolonRecord } from '../reading/semicolon-records.js';
import { overOneDivisor } from './score-json.js';

/** Pabulib files are read in one piece; the largest published one has about 40 MB. */
const PABULIB_BYTES_LIMIT = 128 * 1024 * 1024;

/**
 * The Pabulib format of participatory budgets: sections META, PROJECTS and VOTES, each with a
 * header line, fields separated by semicolons. Vote types: approval and choose-1 (approvals),
 * cumulative (allocations), scoring (scores), ordinal (rankings).
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

interface Sections {
  readonly meta: ReadonlyMap<string, SemicolonRecord>;
  readonly projects: readonly SemicolonRecord[];
  readonly votes: readonly SemicolonRecord[];
}

function readPabulib(bytes: Uint8Array, context: ReadContext): Election {
  const { file } = context;
  if (bytes.length > PABULIB_BYTES_LIMIT) {
    const message = `${bytes.length} bytes; at most ${PABULIB_BYTES_LIMIT} are read`;
    throw new TallyError('FILE_TOO_LARGE', message, { file });
  }
  const sections = sectionsOf(readRecords(decodeText(bytes, file), file), file);
  requireCount(sections, 'num_projects', sections.projects.length, file);
  requireCount(sections, 'num_votes', sections.votes.length, file);
  const projects = sections.projects.map((record) => readProject(record));
  const indexOf = new Map<string, number>();
  projects.forEach((project, index) => {
    if (indexOf.has(project.id as string)) {
      const record = sections.projects[index] as SemicolonRecord;
      throw refusal(record, `project ${project.id} is listed twice`, 'CANDIDATE_REPEATED');
    }
    indexOf.set(project.id as string, index);
  });
  const frame: ElectionFrame = {
    title: sections.meta.get('description')?.field(1) ?? '',
    candidates: projects,
    budget: amountOf(metaRecord(sections, 'budget', file), 1),
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
  return readVotes(frame, sections, indexOf, context);
}

function readVotes(
  frame: ElectionFrame,
  sections: Sections,
  indexOf: ReadonlyMap<string, number>,
  context: ReadContext,
): Election {
  const type = sections.meta.get('vote_type');
  const lists = sections.votes.map((record) => readProjects(record, indexOf));
  switch (type?.field(1) ?? 'approval') {
    case 'approval':
    case 'choose-1':
      return approvalElection(
        frame,
        lists.map((list) => [1, list]),
      );
    case 'ordinal':
      return context.ballots === 'approval'
        ? approvalElection(
            frame,
            lists.map((list) => [1, list]),
          )
        : rankedElection(
            frame,
            lists.map((list) => [1, list]),
          );
    case 'cumulative':
      return readPoints(frame, sections, lists, 'allocation', context);
    case 'scoring':
      return readPoints(frame, sections, lists, 'score', context);
    default:
      throw refusal(type as SemicolonRecord, `vote type '${type?.field(1)}' is not known`);
  }
}

function readPoints(
  frame: ElectionFrame,
  sections: Sections,
  lists: readonly (readonly number[])[],
  kind: 'allocation' | 'score',
  context: ReadContext,
): Election {
  const rows = sections.votes.map((record, at) => {
    const row = Array.from({ length: frame.candidates.length }, (): Rational | null => null);
    const listed = lists[at] as readonly number[];
    const points = splitList(record.named('points') ?? '');
    if (points.length !== listed.length) {
      throw refusal(record, `${points.length} points for ${listed.length} projects`);
    }
    listed.forEach((project, place) => {
      const value = Rational.parse(points[place] as string);
      if (value === null) throw refusal(record, `'${points[place]}' is no number of points`);
      row[project] = value;
    });
    return row;
  });
  const { divisor, scores } = overOneDivisor(rows, context.file);
  const ballots = scores.map((row) => [1, row] as const);
  return scoreElection(frame, ballots, kind, divisor);
}

function readProject(record: SemicolonRecord): Candidate {
  const id = record.named('project_id');
  if (id === undefined || id === '') throw refusal(record, 'a project without project_id');
  const column = record.columnOf('cost');
  if (column === undefined) throw refusal(record, 'a project without cost', 'BUDGET_INVALID');
  return { name: id, id, cost: amountOf(record, column) };
}

function readProjects(record: SemicolonRecord, indexOf: ReadonlyMap<string, number>): number[] {
  const list = record.named('vote');
  if (list === undefined) throw refusal(record, `the voter's 'vote' is missing`);
  const seen = new Set<number>();
  return splitList(list).map((id) => {
    const index = indexOf.get(id);
    if (index === undefined) {
      throw refusal(record, `'${id.slice(0, 60)}' is no project`, 'CANDIDATE_UNKNOWN');
    }
    if (seen.has(index)) throw refusal(record, `project ${id} twice`, 'CANDIDATE_REPEATED');
    seen.add(index);
    return index;
  });
}

function splitList(list: string): string[] {
  return list.trim() === '' ? [] : list.split(',').map((part) => part.trim());
}

function amountOf(record: SemicolonRecord, column: number): Rational {
  const text = record.field(column) ?? '';
  const amount = Rational.parse(text.replace(',', '.'));
  if (amount === null || amount.isNegative()) {
    throw refusal(record, `'${text.slice(0, 60)}' is no amount of money`, 'BUDGET_INVALID');
  }
  return amount;
}

function metaRecord(sections: Sections, key: string, file: string): SemicolonRecord {
  const record = sections.meta.get(key);
  if (record === undefined) {
    throw new TallyError('FILE_MALFORMED', `the META section has no '${key}'`, { file });
  }
  return record;
}

/** A file that announces other numbers than it holds was cut off or pasted together. */
function requireCount(sections: Sections, key: string, found: number, file: string): void {
  const record = metaRecord(sections, key, file);
  if (record.field(1) !== String(found)) {
    throw refusal(record, `${key} is ${record.field(1)}, but the file holds ${found}`);
  }
}

function sectionsOf(records: readonly SemicolonRecord[], file: string): Sections {
  const names = ['META', 'PROJECTS', 'VOTES'] as const;
  const starts = names.map((name) =>
    records.findIndex((record) => record.length === 1 && record.field(0)?.trim() === name),
  );
  const [meta = -1, projects = -1, votes = -1] = starts;
  if (meta !== 0 || projects < 2 || votes < projects + 2) {
    const message = 'the sections META, PROJECTS and VOTES with their headers have to be there';
    throw new TallyError('FILE_MALFORMED', message, { file, line: 1 });
  }
  return {
    meta: new Map(
      records.slice(meta + 2, projects).map((record) => [record.field(0) ?? '', record]),
    ),
    projects: withHeader(records.slice(projects + 1, votes)),
    votes: withHeader(records.slice(votes + 1)),
  };
}

function withHeader(records: readonly SemicolonRecord[]): SemicolonRecord[] {
  const [header, ...rows] = records;
  return header === undefined ? [] : rows.map((row) => row.under(header));
}

function refusal(
  record: SemicolonRecord,
  message: string,
  code: TallyErrorCode = 'FILE_MALFORMED',
): TallyError {
  return new TallyError(code, message, { file: record.file, line: record.line });
}
