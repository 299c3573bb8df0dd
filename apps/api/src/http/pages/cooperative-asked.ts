import type { FastifyRequest } from 'fastify';
import { plainIdIn } from '@rochdale/platform';
import { textOf } from '../kit/html-page.js';

/** Which co-operative a page is asked about: in its address, or as programs say it. */
export function cooperativeAsked({ query, headers }: FastifyRequest): string | null {
  const asked = textOf((query as Readonly<Record<string, unknown>>)['cooperative']);
  const said = asked === '' ? textOf(headers['x-cooperative']) : asked;
  return said === '' ? null : plainIdIn('Cooperative', said);
}

/** The address of a page beside this one, about that co-operative where it is said which. */
export const pageAbout = (page: string, slug: string | null): string =>
  slug === null ? page : `${page}?cooperative=${encodeURIComponent(slug)}`;
