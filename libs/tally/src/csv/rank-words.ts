const ordinals: ReadonlyMap<string, number> = new Map(
  [
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth',
    'fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
  ]
    .join(' ')
    .split(' ')
    .map((word, place) => [word, place + 1]),
);

const noun =
  '(?:choice|preference|pref|rank|ranking|pick|place|vote|wahl|choix|opción|scelta|keuze)';
/** `1`, `1.`, `1)`, `1st`, `1er`, `1ª`, `1.ª`, `#1`, `first`. */
const ordinal = '#?(\\d{1,6})(?:st|nd|rd|th|er|re|ère|e|ème|\\.?[ºª])?[.):]?|([a-z]+)';
const numberFirst = new RegExp(`^(?:${ordinal})(?:[ _-]*${noun}s?(?:\\b[ :-]*(.*))?)?$`, 'u');
const nounFirst = new RegExp(`^${noun}[ _-]*#?(?:(\\d{1,6})|([a-z]+))(?:\\b[ :-]+(.*))?$`, 'u');

/** A rank in words, and what is said behind it: `1ST CHOICE MAYOR MINNEAPOLIS`. */
export interface RankWord {
  /** From 1. */
  readonly rank: number;
  /** In lower case; empty if there is nothing more. */
  readonly rest: string;
}

/** The rank that a text names; null for any other text. */
export function rankWordOf(text: string): RankWord | null {
  const plain = text.normalize('NFC').trim().toLowerCase();
  const match = numberFirst.exec(plain) ?? nounFirst.exec(plain);
  if (match === null) return null;
  const [, digits, word, rest] = match;
  const rank = digits === undefined ? ordinals.get(word ?? '') : Number(digits);
  return rank === undefined || rank === 0 ? null : { rank, rest: (rest ?? '').trim() };
}

const withinQuestion = new RegExp(
  `^(.*)\\b(?:(\\d{1,3})(?:st|nd|rd|th)|(${[...ordinals.keys()].join('|')}))[ -]*${noun}\\b(.*)$`,
  'u',
);

/** The rank that a head names, if only within a question: `Who is your second choice?` */
export function rankHeadOf(head: string): RankWord | null {
  const word = rankWordOf(head);
  if (word !== null) return word;
  const [, before = '', digits, ordinal, after = ''] =
    withinQuestion.exec(head.normalize('NFC').trim().toLowerCase()) ?? [];
  const rank = digits === undefined ? ordinals.get(ordinal ?? '') : Number(digits);
  if (rank === undefined || rank === 0) return null;
  return { rank, rest: `${before.trim()} … ${after.trim()}` };
}

const nothing = new Set(['', '-', '–', 'n/a', 'none', 'no preference', 'not ranked', 'unranked']);

/** What a voter says about a candidate: a rank, no rank (0), or something else (null). */
export function rankOfCell(cell: string): number | null {
  if (/^[1-9]\d{0,5}$/.test(cell)) return Number(cell);
  if (nothing.has(cell.toLowerCase())) return 0;
  const bare = cell.replace(/\s*\([^()]*\)$/, '');
  const word = rankWordOf(bare);
  return word === null || word.rest !== '' ? null : word.rank;
}
