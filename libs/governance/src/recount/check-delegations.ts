import { canonicalJson } from '@rochdale/platform';
import { saltOfFollowing } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { firstOutOfOrder } from './check-electorate.js';
import { Doubt, opens } from './doubt.js';
import type { Open } from './doubt.js';
import type { RecountFile } from './recount-file.js';

/** What a file says whose delegations hold. */
export const followedHolds = ({ delegations }: RecountFile): string =>
  (delegations ?? []).length === 0
    ? 'Nobody voted for another.'
    : 'Who votes for others, votes alike.';

type Says = NonNullable<RecountFile['ballots']['rows'][number]['says']>;

/**
 * A ballot by delegation says what the one says that it follows, which its own voter cast, and
 * nobody votes for more others than the rule lets them.
 */
export function checkDelegations(
  { delegations, electorate, ballots }: RecountFile,
  { delegation }: DecisionRule,
): void | Open {
  if (delegations === null) {
    if (delegation === undefined) throw new Doubt('delegations', 'By the rule there are none.');
    return opens('delegations', 'Who followed whom is told by label to auditors alone.');
  }
  if (delegation === undefined || !electorate.exact) {
    if (delegations.length > 0) throw new Doubt('delegations', 'There are none in such a file.');
    if (delegation === undefined) return undefined;
    throw new Doubt('delegations', 'They are told to auditors alone.');
  }
  const unsorted = firstOutOfOrder(delegations.map(({ voter }) => voter));
  if (unsorted !== null) throw new Doubt(`delegations[${unsorted}]`, 'It is out of order.');
  const said = new Map<string | null, Says>(
    ballots.rows.flatMap(({ says }) => (says === null ? [] : [[says.voter, says] as const])),
  );
  const represented = new Set(delegations.map(({ voter }) => voter));
  const carried = new Map<string, number>();
  const most = delegation.atMost + (delegation.proxies?.atMost ?? 0);
  delegations.forEach(({ voter, follows, salt }, nth) => {
    const where = `delegations[${nth}]`;
    const own = said.get(voter);
    const followed = represented.has(follows) ? undefined : said.get(follows);
    if (own === undefined) throw new Doubt(`${where}.voter`, 'This voter has no ballot.');
    if (followed === undefined) {
      throw new Doubt(`${where}.follows`, 'This voter cast no ballot of their own.');
    }
    if (saltOfFollowing(follows, salt) !== own.salt) {
      throw new Doubt(where, 'The salt of the ballot is made of something else.');
    }
    if (canonicalJson(own.mark) !== canonicalJson(followed.mark)) {
      throw new Doubt(where, 'It says something else than the ballot that it follows.');
    }
    carried.set(follows, (carried.get(follows) ?? 0) + 1);
    if ((carried.get(follows) ?? 0) > most) {
      throw new Doubt(`${where}.follows`, `By the rule one votes for ${most} others.`);
    }
  });
}
