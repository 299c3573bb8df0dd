import { assert, keptText, unopened } from '@rochdale/platform';

/** What somebody put to the vote in a hearing. */
export interface HearingWords {
  readonly title: string;
  readonly body: string;
  readonly urgentReason: string | null;
}

/** What everybody reads in place of the words of a hearing. */
export const neutral = { title: 'Hearing', body: '', urgentReason: null } as const;

/** The columns of a proposal that hold words, plain or sealed. */
export const wordColumns = [
  'title',
  'body',
  'urgentReason',
  'endedReason',
  'wordsSealed',
  'endedReasonSealed',
] as const;

/** The words of a proposal as lists have them. */
export interface ShownWords extends HearingWords {
  readonly endedReason: string | null;
}

/** The title that everybody reads, in SQL, be it sealed already or not. */
export const shownTitle = (of: string): string => `case when ${of}.is_hearing
  and ${of}.title <> 'Erased' then '${neutral.title}' else ${of}.title end`;

/** A proposal's words in SQL, with nothing of hearings. */
export const shownWords = (of: string): string => `${shownTitle(of)} as title,
  case when ${of}.is_hearing then '' else ${of}.body end as body,
  case when not ${of}.is_hearing then ${of}.urgent_reason end as "urgentReason",
  case when not ${of}.is_hearing then ${of}.ended_reason end as "endedReason"`;

/** Whether words of before stand there still, in SQL. */
export const isPlain = `(words_sealed is null and (title not in ('${neutral.title}', 'Erased')
  or body <> '' or urgent_reason is not null) or ended_reason is not null)`;

/** Whether these were not said by anybody: what was sealed did not open. */
export const isUnopened = ({ title }: HearingWords): boolean => title === unopened;

const ofWords = 'hearing words';
const ofEnding = 'hearing endings';

/** Words of hearings as they are kept: sealed to their proposal. */
export const hearingWords = {
  /** What did not open is nobody's words, and sealed it would be in the place of them for good. */
  seal(proposalId: string, { title, body, urgentReason }: HearingWords): Buffer | null {
    const words = [title, body, urgentReason];
    assert(!words.includes(unopened), 'what is sealed was said by somebody');
    return keptText.seal(ofWords, proposalId, JSON.stringify(words));
  },

  /** `unopened` where they do not open: who votes on it, ends it or forgets it goes on. */
  open(proposalId: string, sealed: Buffer | null): HearingWords | null {
    const text = keptText.open(ofWords, proposalId, sealed);
    if (text === null) return null;
    if (text === unopened) return { title: text, body: text, urgentReason: null };
    const [title, body, urgentReason] = JSON.parse(text) as [string, string, string | null];
    return { title, body, urgentReason };
  },

  /** Why it was stopped. */
  sealEnding: (proposalId: string, reason: string | null): Buffer | null =>
    keptText.seal(ofEnding, proposalId, reason),

  openEnding: (proposalId: string, sealed: Buffer | null): string | null =>
    keptText.open(ofEnding, proposalId, sealed),
};
