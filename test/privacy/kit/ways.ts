import { electoratesTold, leftOut } from './electorate.js';
import { agreement, insideIdsTold, orderTold } from './ids.js';
import { idPairs, memberInside } from './inside.js';
import type { Asker } from './inside.js';
import { joinDues, ordersOfPersons } from './joiner.js';
import type { Secret } from './secrets.js';
import { amountsBySubtraction, amountsTold, instantsTold } from './sums.js';
import { valuesOf } from './view.js';
import type { View } from './view.js';

/** All that one asker read, and what they should not have learnt from it. */
export interface Trial {
  readonly asker: Asker;
  /** At one moment after the other. */
  readonly views: readonly View[];
  readonly secrets: readonly Secret[];
  /** Everybody's ids inside, the asker's own among them. */
  readonly memberIds: readonly string[];
  readonly insideIds: ReadonlySet<string>;
  /** What members wrote for officers alone. */
  readonly words: readonly string[];
}

/** What an attack found out; nothing, if what is private is kept. */
type Way = (trial: Trial) => readonly unknown[];

/** So many deviations from chance that they do not happen in a life of runs. */
const beyondChance = 6;
/** Below it no order is so unlikely. */
const enough = 30;

const ownReference = /^ownData .*endToEndId$/;

const standings = /^(IN_ARREARS|PAUSED|SUSPENDED|in-arrears|paused|suspended)$/;

function standingsTold({ asker, views, secrets }: Trial): string[] {
  const others = new Set(secrets.map(({ memberId }) => memberId));
  const memberIn = memberInside(asker);
  return views.flat().flatMap(({ name, rows }) =>
    rows.flatMap((row) => {
      const values = [...row.values()].map(String);
      const isNarrowed = /"(IN_ARREARS|PAUSED|SUSPENDED)"/.test(name);
      if (!isNarrowed && !values.some((value) => standings.test(value))) return [];
      const named = values.map((value) => memberIn(value)).filter((id) => others.has(id ?? ''));
      return named.length === 0 ? [] : [name];
    }),
  );
}

/** Orders of persons that agree with that of joining. */
function joiningTold({ asker, views, secrets }: Trial): string[] {
  if (asker === 'member') return [];
  const places = new Map(secrets.map(({ memberId }, place) => [memberId, place]));
  return views.flatMap((view) =>
    ordersOfPersons(view, memberInside(asker)).flatMap(({ name, items }) => {
      const ranks = items.map((member) => places.get(member) ?? -1).filter((rank) => rank >= 0);
      const isTold = ranks.length >= enough && Math.abs(agreement(ranks)) > beyondChance;
      return isTold ? [name] : [];
    }),
  );
}

/** What kinds of things there are is the same everywhere; what the asker may do is their own. */
const catalogues = /^(factTypes|jsonShapes)\(|^viewer\(\) permissions/;

/** Votes about one person's money, to who is no member. */
function personsVotesTold({ asker, views }: Trial): string[] {
  if (asker === 'member') return [];
  return views.flatMap((view) =>
    [...valuesOf(view)].flatMap(({ at, value }) => {
      const isTold = typeof value === 'string' && /^(Expense of |expense(\.|$))/.test(value);
      return isTold && !catalogues.test(at) ? [at] : [];
    }),
  );
}

function namesTold({ asker, views, secrets, words }: Trial): string[] {
  const names = asker === 'member' ? [] : secrets.map(({ name }) => name);
  const planted = [...names, ...words];
  return views.flatMap((view) =>
    [...valuesOf(view)].flatMap(({ at, value }) =>
      typeof value === 'string' && planted.some((word) => value.includes(word)) ? [at] : [],
    ),
  );
}

/** Attacks by what they find out. Each has a canary that shows it succeed. */
export const ways: Readonly<Record<string, Way>> = {
  'amounts of fewer than five persons': ({ views, secrets }) => amountsTold(views, secrets),
  'such amounts by subtraction, across places, filters and moments': ({ views, secrets }) =>
    amountsBySubtraction(views, secrets),
  'moments at which one person acted': ({ views, secrets }) =>
    views.flatMap((view) => instantsTold(view, secrets)),
  'dues, by orders of persons beside rows of amounts': ({ asker, views, secrets }) =>
    views.flatMap((view) =>
      secrets.flatMap((_, nth) => {
        const dues = duesOf(secrets, nth);
        return dues === null ? [] : joinDues(view, memberInside(asker), dues);
      }),
    ),
  // One's own payments are handed over as the bank tells them, by the reference it was given.
  'ids of the inside': ({ views, insideIds }) =>
    insideIdsTold(views.flat(), insideIds).filter((place) => !ownReference.test(place)),
  'when things were made, by the order of their ids': ({ asker, views }) =>
    [...idPairs(asker, views.flat())].flatMap(([type, pairs]) =>
      pairs.length >= enough && orderTold(pairs) > beyondChance ? [type] : [],
    ),
  'who joined before whom': joiningTold,
  'who may not vote, by the hash of those who may': ({ views, memberIds }) =>
    electoratesTold(views.flat()).flatMap((hash) => leftOut(hash, memberIds, 'user') ?? []),
  'where a person stands': standingsTold,
  'votes on what is one person’s': personsVotesTold,
  'names that are hidden, and words for officers': namesTold,
};

/** Everybody's amount of the same place in their history; null when none has so many. */
function duesOf(secrets: readonly Secret[], nth: number): Map<string, string> | null {
  const dues = secrets.flatMap(({ memberId, amountsMinor }) => {
    const amount = [...amountsMinor][nth];
    return amount === undefined ? [] : [[memberId, amount.toString()] as const];
  });
  return dues.length === 0 ? null : new Map(dues);
}
