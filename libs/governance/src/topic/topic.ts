import { governanceErrors } from '../governance.errors.js';

/** What a proposal is filed under: topics of the co-operative's list, and words of its own. */
export interface Filing {
  /** Keys of topics. */
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  /** The key of the working group that it belongs to; null where it is of no one group. */
  readonly workingGroup: string | null;
}

export const atMost = { topics: 200, topicsOfProposal: 5, tagsOfProposal: 10 } as const;

const key = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longest = { key: 60, title: 120, tag: 40 } as const;
/** No lines, no marks of direction, nothing that is not seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

function refuseTopic(field: string, message: string): Error {
  return governanceErrors.error('TOPIC_INVALID', message, { path: [field] });
}

/** What a topic is called, without the space around it. @throws CodedError TOPIC_INVALID */
export function topicNamed(given: { readonly key: string; readonly title: string }): {
  readonly key: string;
  readonly title: string;
} {
  if (given.key.length > longest.key || !key.test(given.key)) {
    throw refuseTopic('key', 'A key is of small letters, digits and hyphens, at most 60.');
  }
  const title = given.title.normalize('NFC').trim();
  if (title.length === 0 || title.length > longest.title || unseen.test(title)) {
    throw refuseTopic('title', 'A title is one line of 1 to 120 characters.');
  }
  return { key: given.key, title };
}

const paths = {
  PROPOSAL_TOPICS_INVALID: ['topics'],
  PROPOSAL_TAGS_INVALID: ['tags'],
  PROPOSAL_GROUP_INVALID: ['workingGroup'],
} as const;

function refuse(code: keyof typeof paths, message: string): Error {
  return governanceErrors.error(code, message, { path: paths[code] });
}

/** A tag as it is kept. */
export const tagAsKept = (tag: string): string => tag.normalize('NFC').trim().toLowerCase();

/**
 * As it is kept: topics in order, tags in small letters, each once. A hearing is filed under
 * nothing: what it is about lies sealed.
 *
 * @throws CodedError PROPOSAL_TOPICS_INVALID, PROPOSAL_TAGS_INVALID, PROPOSAL_GROUP_INVALID
 */
export function filingOf(given: Partial<Filing>, ofHearing: boolean): Filing {
  const { topics = [], tags = [], workingGroup = null } = given;
  if (ofHearing && topics.length > 0) {
    throw refuse('PROPOSAL_TOPICS_INVALID', 'A hearing is filed under nothing.');
  }
  if (ofHearing && tags.length > 0) {
    throw refuse('PROPOSAL_TAGS_INVALID', 'A hearing is filed under nothing.');
  }
  if (ofHearing && workingGroup !== null) {
    throw refuse('PROPOSAL_GROUP_INVALID', 'A hearing belongs to no working group.');
  }
  if (new Set(topics).size < topics.length || topics.length > atMost.topicsOfProposal) {
    const message = `A proposal is of at most ${atMost.topicsOfProposal} topics, each once.`;
    throw refuse('PROPOSAL_TOPICS_INVALID', message);
  }
  const words = tags.map(tagAsKept);
  const isTag = (tag: string) => tag.length > 0 && tag.length <= longest.tag && !unseen.test(tag);
  if (!words.every(isTag)) {
    throw refuse('PROPOSAL_TAGS_INVALID', 'A tag is one line of 1 to 40 characters.');
  }
  if (new Set(words).size < words.length || words.length > atMost.tagsOfProposal) {
    const message = `A proposal has at most ${atMost.tagsOfProposal} tags, each once.`;
    throw refuse('PROPOSAL_TAGS_INVALID', message);
  }
  return { topics: topics.toSorted(), tags: words.toSorted(), workingGroup };
}
