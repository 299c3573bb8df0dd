import { assert } from '@rochdale/platform';
import type { SeededCooperative, SeededMember } from './cooperative.js';
import type { Ask } from './observed-api.js';
import type { Stack } from './stack.js';

/** As many as a large electorate is. */
export const electorateSize = 10_000;

/** What the page of a vote asks of its count. */
export const result = `query Result($id: ID!) { proposal(id: $id) { id tally { ballots castWeight
  stances { stance ballots weight } quorum { weight neededWeight reached }
  agreement { weight ofWeight reached } outcomeNow reason } } }`;

/** An answer without errors. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Asks the API once. @throws Error for anything but an answer without errors */
export async function send(stack: Stack, { path, headers, body }: Ask): Promise<Answer> {
  const response = await fetch(stack.apiUrl + path, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok || text.includes('"errors":')) throw new Error(`it answered ${text}`);
  return JSON.parse(text) as Answer;
}

/** One member after the other, by turns. */
export const memberOf = ({ members }: SeededCooperative, turn: number): SeededMember => {
  const member = members[turn % members.length];
  assert(member !== undefined, 'there are members');
  return member;
};
