import { outcomeNames } from '@rochdale/voting';
import { z } from 'zod';

/** SHA-256 in lower-case hexadecimal. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** 128 bits by chance, or what looks like it without the salt that is kept inside. */
const label = z.string().regex(/^[0-9a-f]{32}$/);
const weight = z.string().regex(/^(0|[1-9]\d{0,24})$/);
const instant = z.iso.datetime();
const number = z.int().min(0);

/** A ballot that counts; `says` is null where a stranger could find by it whose it is. */
const row = z.strictObject({
  receipt: hash,
  link: hash.describe('SHA-256 over the canonical JSON of [link before, receipt].'),
  says: z
    .strictObject({
      mark: z.unknown().describe('What it says, in the shape of its ballot kind.'),
      weight,
      voter: label.nullable().describe('Whose it is: a label of this vote alone.'),
      seat: hash.nullable().describe('The commitment to the class in the voter’s place.'),
      salt: label.nullable(),
    })
    .nullable(),
});

const place = z.strictObject({
  voter: label,
  weight,
  memberClass: z.string().min(1),
  salt: label,
  countsIfCast: z
    .literal(true)
    .optional()
    .describe('Of who counts only when they vote, by a rule whose `pausedCount` says so.'),
});

/**
 * A voter for whom another voted. The salt of their ballot is the beginning of SHA-256 over the
 * canonical JSON of `['rochdale-delegation-1', follows, salt]`.
 */
const follower = z.strictObject({ voter: label, follows: label, salt: label });

/**
 * Everything that a vote was decided by, as it may be told to whoever reads it: no id, no order and
 * no instant of a person is in it. Weights are decimal digits.
 */
export const recountFile = z.strictObject({
  format: z.literal('rochdale-recount'),
  version: z.literal(1),
  vote: z.strictObject({
    id: z.string().min(1),
    title: z.string().min(1),
    openedAt: instant,
    closesAt: instant,
    extendedFrom: instant.nullable(),
    closedAt: instant,
  }),
  policy: z.strictObject({
    key: z.string().min(1),
    version: z.int().min(1),
    title: z.string(),
    adoptedHash: hash.describe('SHA-256 over the canonical JSON of the rule as it was adopted.'),
    ownOptions: z
      .boolean()
      .describe('Whether the proposal brought the options, and what they cost.'),
    rule: z.record(z.string(), z.unknown()).describe('The rule, as it was frozen.'),
    ruleHash: hash,
  }),
  electorate: z.strictObject({
    proof: z.union([z.literal(1), z.literal(2)]),
    hash: hash.describe('Published at opening: SHA-256 over the canonical JSON of `places`.'),
    exact: z.boolean().describe('Whether sizes are exact, or as if nobody paused (ADR 0041).'),
    voters: number,
    weight,
    activeMembersWeight: weight,
    places: z.array(hash).describe('SHA-256 of each place, sorted; blanks make up the number.'),
    seats: z.array(place).nullable().describe('Places opened, for who may know sizes.'),
  }),
  ballots: z.strictObject({
    rows: z.array(row).describe('In the order of receipts.'),
    head: hash.describe('The last link, or the first where nobody voted.'),
    sums: z
      .array(z.strictObject({ mark: z.unknown(), weight }))
      .nullable()
      .describe('What ballots say, added up, where rows do not say it and the count does.'),
    superseded: z
      .array(hash)
      .nullable()
      .describe(
        'Of ballots that count no more, sorted: the receipt of each that was cast anew; of one ' +
          'that was taken back SHA-256 over the canonical JSON of ["rochdale-taken-back-1", ' +
          'receipt], of one on a text that was amended of ["rochdale-void-1", receipt]. Null for ' +
          'strangers.',
      ),
  }),
  assembly: z
    .strictObject({
      present: number.describe('How many of those who may vote were present as voting opened.'),
      ofAll: number.describe('How many may vote, wherever they were.'),
    })
    .optional()
    .describe(
      'Of a vote in an assembly, exactly where the sizes of the electorate are; left out of all ' +
        'others.',
    ),
  papers: z
    .strictObject({
      protocolHash: hash
        .nullable()
        .describe(
          'SHA-256 over the canonical JSON of ["rochdale-papers-2", protocol, handedOut, [{mark, ' +
            'ballots}], {spoilt, returned, missing}], as two people confirmed it; where those ' +
            'are left out, of ["rochdale-papers-1", protocol, handedOut, [{mark, ballots}]]. ' +
            'Null where not all of that is told.',
        ),
      protocol: z.string().nullable().describe('Null for strangers.'),
      handedOut: number.describe('How many papers were handed out, whatever became of them.'),
      counted: number,
      spoilt: number.optional().describe('Blank or invalid. Left out of counts from before.'),
      returned: number
        .optional()
        .describe(
          'Came back unused, as two people said: whoever had one may have voted otherwise.',
        ),
      missing: number.optional().describe('Handed out, and found nowhere.'),
      sums: z
        .array(z.strictObject({ mark: z.unknown(), weight }))
        .nullable()
        .describe('What papers say; null where nobody is told.'),
    })
    .optional()
    .describe('Papers beside ballots; left out where, and only where, the rule has none.'),
  delegations: z
    .array(follower)
    .nullable()
    .describe('Whose ballot is like whose, by label, in order; null where auditors alone know.'),
  lot: z.strictObject({ commitment: hash, seed: z.string().min(1) }).nullable(),
  result: z.strictObject({
    outcome: z.enum(outcomeNames),
    reason: z.string().min(1),
    reading: z.union([z.literal(1), z.literal(2)]),
    count: z.record(z.string(), z.unknown()).describe('Every step, by the sizes in this file.'),
  }),
  countBacks: z
    .array(
      z.strictObject({
        vacated: z.int().min(1).describe('The number of the option who held the seat.'),
        gone: z.array(z.int().min(1)).describe('Who could not take it.'),
        sitting: z.array(z.int().min(1)).describe('Who held the other seats.'),
        elected: z.int().min(1).nullable().describe('Who takes it; null for a new election.'),
        outcome: z.enum(outcomeNames),
        reason: z.string().min(1),
        count: z.record(z.string(), z.unknown()).nullable(),
      }),
    )
    .optional()
    .describe('Seats of an election that became vacant; left out where none did.'),
  seals: z
    .record(z.string(), hash)
    .describe('SHA-256 over the canonical JSON of each field of each part, by name.'),
  seal: hash.describe('SHA-256 over the canonical JSON of `seals`.'),
});

export type RecountFile = z.infer<typeof recountFile>;
export type RecountRow = RecountFile['ballots']['rows'][number];
