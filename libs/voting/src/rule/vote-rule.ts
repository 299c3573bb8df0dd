import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { Rational } from '@rochdale/tally';
import { z } from 'zod';
import { electorateTerms } from './electorate-terms.js';
import { reasonRules } from './reasons.js';
import { share, shareOf } from './share.js';

const hours = z
  .int()
  .min(1)
  .max(24 * 366);

const earlyClose = z.discriminatedUnion('when', [
  /** As soon as no ballot of one who is silent could alter the outcome; those cast stand. */
  z.strictObject({ when: z.literal('outcome-certain') }),
  /** As soon as so large a share of the whole electorate agrees, nobody blocks, and it passes. */
  z.strictObject({ when: z.literal('super-quorum'), agreeShare: share }),
]);

/** Sizes that were fixed when voting opened, by weight. */
export interface ElectorateSize {
  readonly electorateWeight: bigint;
  readonly activeMembersWeight: bigint;
}

/** Where members stand who may have a vote. */
const votersStandings = ['active', 'paused', 'in-arrears'] as const;

/** What every vote is held under, whatever its ballots say; the kind adds fields of its own. */
export const voteRule = z.strictObject({
  /** The name of a ballot kind. */
  ballotKind: z.string().min(1).max(60),
  /** How much has to take part. `counts` says which ballots are taking part. */
  quorum: z
    .strictObject({
      share,
      of: z.enum(['electorate', 'active-members']),
      counts: z.enum(['ballots', 'ballots-minus-abstentions']),
    })
    .nullable(),
  tieRule: z.enum(['status-quo', 'run-off', 'lot']),
  lateQuorum: z.strictObject({ withinHours: hours, extendHours: hours }).nullable(),
  earlyClose: earlyClose.nullable(),
  eligibility: z.strictObject({
    /** Classes that vote; null means those that vote by the co-operative's own register. */
    classes: z.array(z.string().min(1).max(60)).min(1).nullable(),
    standings: z.array(z.enum(votersStandings)).min(1),
    /**
     * Weight by class: so much, or `register`, the votes that the co-operative's register gives it.
     * A class that is not named weighs 1.
     */
    weightByClass: z.record(
      z.string().min(1).max(60),
      z.union([z.int().min(1).max(1_000_000), z.literal('register')]),
    ),
  }),
  secretUntilClosed: z.boolean(),
  /**
   * The time of day, `HH:MM`, at which votes close by the clocks of the co-operative: a window goes
   * on until then. Left out, it ends at the time of day at which it began.
   */
  closesAtLocalTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  /**
   * `detached`: who has voted and what was voted lie apart, for good. Left out, a ballot is its
   * voter's, and others read whose it is, if only once voting is closed.
   */
  secrecy: z.enum(['detached']).optional(),
  /** Of a detached vote: the fewest voters that it is held among; five where it is left out. */
  minimumGroup: z.int().min(3).max(1000).optional(),
  /**
   * Papers beside ballots: whoever was handed one votes by it alone. A vote that is over waits so
   * many hours for what they say, and ends uncounted where nobody confirmed it by then. Never in a
   * detached vote.
   */
  paper: z.strictObject({ countWithinHours: hours.max(24 * 31) }).optional(),
  /** Whether voters may take their ballot back while voting is open; not where it is left out. */
  mayTakeBack: z.boolean().optional(),
  /** Whether voters may have others vote for them; not where it is left out. */
  delegation: z
    .strictObject({
      /** For how many others one voter votes at most; 0 where there are proxies alone. */
      atMost: z.int().min(0).max(10_000),
      /** Whether such ballots make a quorum; if not, they count where the others made it. */
      makesQuorum: z.boolean(),
      /** How many steps there are at most from a voter to who votes; left out, any number. */
      depth: z.int().min(1).max(100).optional(),
      /** Whether voters may give a proxy for one vote; not where it is left out. */
      proxies: z
        .strictObject({
          /** How many one voter holds at most. */
          atMost: z.int().min(1).max(1_000),
        })
        .optional(),
    })
    .optional(),
  /** Who says why they vote as they do; left out, as the ballot kind asks by itself. */
  reasons: z.enum(reasonRules).optional(),
  ...electorateTerms,
});

/** The part of a rule that voting knows. Plain data; frozen when a vote opens. */
export type VoteRule = z.infer<typeof voteRule>;

/** Whether who pauses or is in arrears votes like the others, so that sizes tell nobody apart. */
export const hasEverybodyVote = ({ eligibility }: VoteRule): boolean =>
  votersStandings.every((standing) => eligibility.standings.includes(standing));

/**
 * Whether members are told who voted. Not where a vote is secret; nor where some vote for others,
 * since whoever is counted and did not vote would be known to have had another vote for them.
 */
export const isTold = ({ secretUntilClosed, delegation }: VoteRule): boolean =>
  !secretUntilClosed && delegation === undefined;

/** The smallest weight that makes the quorum; 0 where there is none. */
export function quorumNeeded({ quorum }: VoteRule, size: ElectorateSize): bigint {
  if (quorum === null) return 0n;
  const body = quorum.of === 'electorate' ? size.electorateWeight : size.activeMembersWeight;
  return shareOf(quorum.share).mul(Rational.of(body)).ceil();
}

/** The fingerprint of a rule: SHA-256 over its canonical JSON. */
export function ruleHash(rule: VoteRule): string {
  return sha256Hex(canonicalJson(rule));
}
