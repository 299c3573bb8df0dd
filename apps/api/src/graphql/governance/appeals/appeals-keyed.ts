import type { AppealQueries } from '@rochdale/governance';
import { Keyed } from '../../kit/keyed.js';
import { toAppeal } from './appeal.type.js';
import type { AppealType } from './appeal.type.js';

type Queries = () => AppealQueries;

/** The last appeal by the vote that it is against. */
export const appealsOf = (queries: Queries): Keyed<AppealType> =>
  new Keyed(async (tx, ids) => {
    const found = await queries().appeals(tx, ids);
    return new Map([...found].map(([id, view]) => [id, toAppeal(view)]));
  });

/** Until when one may be filed, by the vote that it would be against. */
export const termsOf = (queries: Queries): Keyed<Date> =>
  new Keyed((tx, ids) => queries().terms(tx, ids));

/** By the vote on it, the vote that an appeal is against. */
export const againstOf = (queries: Queries): Keyed<string> =>
  new Keyed((tx, ids) => queries().against(tx, ids));
