/**
 * The closed list of reasons for which a count or a file is refused. Codes are stable: other
 * programs match on them, people read the message.
 */
export type TallyErrorCode =
  | 'FILE_MALFORMED'
  | 'FILE_TOO_LARGE'
  | 'FILE_UNREADABLE'
  | 'FORMAT_UNKNOWN'
  | 'CANDIDATE_UNKNOWN'
  | 'CANDIDATE_REPEATED'
  | 'WEIGHT_INVALID'
  | 'SEATS_INVALID'
  | 'BUDGET_INVALID'
  | 'BALLOTS_UNSUITABLE'
  | 'METHOD_UNKNOWN'
  | 'OPTION_UNKNOWN'
  | 'OPTION_INVALID'
  | 'COMMITMENT_MISMATCH'
  | 'TIE_UNBROKEN'
  | 'TOO_MANY_CANDIDATES'
  | 'TOO_MANY_OUTCOMES';

/** Where in a file something is wrong. Lines and columns count from 1; columns are characters. */
export interface FilePosition {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An expected refusal: the input, not the program, is at fault. */
export class TallyError extends Error {
  override readonly name = 'TallyError';
  readonly code: TallyErrorCode;
  readonly position: FilePosition;

  constructor(code: TallyErrorCode, message: string, position: FilePosition = {}) {
    super(`${prefix(position)}${message}`);
    this.code = code;
    this.position = position;
  }
}

function prefix({ file, line, column }: FilePosition): string {
  const place = [file, line, column].filter((part) => part !== undefined);
  return place.length === 0 ? '' : `${place.join(':')}: `;
}
