import { keptText, unopened } from '@rochdale/platform';

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

const ofWords = 'hearing words';
const ofEnding = 'hearing endings';

/** Words of hearings as they are kept: sealed to their proposal. */
export const hearingWords = {
  seal: (proposalId: string, { title, body, urgentReason }: HearingWords): Buffer | null =>
    keptText.seal(ofWords, proposalId, JSON.stringify([title, body, urgentReason])),

  /** `unopened` each where they do not open: who votes on it, ends it or forgets it goes on. */
  open(proposalId: string, sealed: Buffer | null): HearingWords | null {
    const text = keptText.open(ofWords, proposalId, sealed);
    if (text === null) return null;
    if (text === unopened) return { title: text, body: text, urgentReason: text };
    const [title, body, urgentReason] = JSON.parse(text) as [string, string, string | null];
    return { title, body, urgentReason };
  },

  /** Why it was stopped. */
  sealEnding: (proposalId: string, reason: string | null): Buffer | null =>
    keptText.seal(ofEnding, proposalId, reason),

  openEnding: (proposalId: string, sealed: Buffer | null): string | null =>
    keptText.open(ofEnding, proposalId, sealed),
};
