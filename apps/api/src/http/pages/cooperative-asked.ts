import type { FastifyRequest } from 'fastify';
import { plainIdIn } from '@rochdale/platform';
import { cooperativeSaid, pageAbout } from '../kit/html-page.js';

/** Which co-operative a page is asked about: in its address, or as programs say it. */
export function cooperativeAsked(request: FastifyRequest): string | null {
  const said = cooperativeSaid(request);
  return said === '' ? null : plainIdIn('Cooperative', said);
}

/** Pages of one’s own, to which somebody comes who signs in; the first where none is said. */
const personalPages = ['my-data', 'my-looks', 'my-choices', 'my-delegations', 'erase-me'] as const;
export type PersonalPage = (typeof personalPages)[number];

/** What is pressed on the page on which one is erased. */
const pressedThere: ReadonlySet<string | undefined> = new Set([
  'leave',
  'erase-account',
  'take-back-claims',
  'waive-claims',
  'give-credit',
  'decline-claims',
  'call-refunds-back',
]);

/** What is pressed on the page of what one chose and asked for. */
const chosenThere: ReadonlySet<string | undefined> = new Set([
  'choose-visibility',
  'take-back-wish',
  'take-back-claim',
  'take-back-ballot',
]);

/** What is pressed on the page of who votes for whom. */
const delegatedThere: ReadonlySet<string | undefined> = new Set([
  'give-delegation',
  'end-delegation',
]);

/** Which of them a form is on the way to, or this one is. What else is said leads to the first. */
export function pageOnTheWay({ query, url }: FastifyRequest): PersonalPage {
  const said = (query as Readonly<Record<string, unknown>>)['to'];
  const here = /\/pages\/([a-z-]+)/.exec(url)?.[1];
  if (pressedThere.has(here)) return 'erase-me';
  if (chosenThere.has(here)) return 'my-choices';
  if (delegatedThere.has(here)) return 'my-delegations';
  return personalPages.find((page) => page === said || page === here) ?? 'my-data';
}

/** Where somebody signs in to come to that page. */
export function enterFor(slug: string | null, to: PersonalPage): string {
  const address = pageAbout('enter', slug);
  return to === 'my-data' ? address : `${address}${slug === null ? '?' : '&'}to=${to}`;
}
