import { TallyError } from '../model/errors.js';
import type { TallyErrorCode } from '../model/errors.js';
import type { SemicolonRecord } from '../reading/semicolon-records.js';

/** The three sections of a Pabulib file. */
export interface Sections {
  readonly meta: ReadonlyMap<string, SemicolonRecord>;
  readonly projects: readonly SemicolonRecord[];
  readonly votes: readonly SemicolonRecord[];
}

/** Throws FILE_MALFORMED when a section or its header is not there. */
export function sectionsOf(records: readonly SemicolonRecord[], file: string): Sections {
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
      records.slice(meta + 2, projects).map((record) => [record.field(0)?.trim() ?? '', record]),
    ),
    projects: withHeader(records.slice(projects + 1, votes)),
    votes: withHeader(records.slice(votes + 1)),
  };
}

function withHeader(records: readonly SemicolonRecord[]): SemicolonRecord[] {
  const [header, ...rows] = records;
  return header === undefined ? [] : rows.map((row) => row.under(header));
}

/** What META says of a key, or null. */
export function metaText({ meta }: Sections, key: string): string | null {
  const text = meta.get(key)?.field(1)?.trim();
  return text === undefined || text === '' ? null : text;
}

/** Throws FILE_MALFORMED when META does not have the key. */
export function metaRecord(sections: Sections, key: string, file: string): SemicolonRecord {
  const record = sections.meta.get(key);
  if (record === undefined) {
    throw new TallyError('FILE_MALFORMED', `the META section has no '${key}'`, { file });
  }
  return record;
}

/** A refusal that names the record's line. */
export function refusal(
  record: SemicolonRecord,
  message: string,
  code: TallyErrorCode = 'FILE_MALFORMED',
): TallyError {
  return new TallyError(code, message, { file: record.file, line: record.line });
}
