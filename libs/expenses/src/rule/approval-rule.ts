import { assert, currencyExponent, roleNames, shapeFaultOf } from '@rochdale/platform';
import { z } from 'zod';
import { expensesErrors } from '../expenses.errors.js';

/** The action by which a vote approves an expense; a band's policy may decide it. */
export const approvalAction = 'expense.approve';

const approverRoles = roleNames.filter(
  (role) => !['auditor', 'membership-officer'].includes(role),
) as ['treasurer', 'secretary', 'administrator', 'coordinator'];

const band = z.discriminatedUnion('kind', [
  /** So many who hold that office approve. */
  z.strictObject({
    kind: z.literal('role'),
    role: z.enum(approverRoles),
    approvals: z.int().min(1).max(10),
  }),
  /** The members vote, under the policy of that key. */
  z.strictObject({ kind: z.literal('vote'), policyKey: z.string().min(1).max(60) }),
]);

/** How expenses of some size are approved. */
export type ApprovalBand = z.infer<typeof band>;

/** The whole rule of a currency: what `parseBands` reads, but for what its fields say together. */
export const approvalBands = z
  .array(
    z.strictObject({
      /** The largest amount of the band, in minor units; null on the last, which has no end. */
      upToMinor: z
        .string()
        .regex(/^[1-9]\d{0,15}$/)
        .nullable(),
      band,
      /** Whether every item needs a receipt. */
      receipts: z.boolean(),
    }),
  )
  .min(1)
  .max(20);

export type ApprovalBands = z.infer<typeof approvalBands>;
export type ApprovalStep = ApprovalBands[number];

/** @throws CodedError APPROVAL_RULE_INVALID with the field at fault */
export function parseBands(input: unknown): ApprovalBands {
  const parsed = approvalBands.safeParse(input);
  if (!parsed.success) {
    const { message, path } = shapeFaultOf(parsed.error, input);
    throw expensesErrors.error('APPROVAL_RULE_INVALID', message, { path: ['bands', ...path] });
  }
  const limits = parsed.data.map(({ upToMinor }) => upToMinor);
  const last = limits.length - 1;
  const ascends = limits.every((limit, index) => {
    if (limit === null) return index === last;
    const next = limits[index + 1];
    return index < last && (next === null || BigInt(next ?? 0) > BigInt(limit));
  });
  if (!ascends) {
    const message = 'Bands go up, and the last one has no end.';
    throw expensesErrors.error('APPROVAL_RULE_INVALID', message, { path: ['bands'] });
  }
  return parsed.data;
}

/** The rule of a co-operative that has adopted none: one treasurer up to 500, the members above. */
export function usualBands(currency: string): ApprovalBands {
  const limit = 500n * 10n ** BigInt(currencyExponent(currency));
  return [
    {
      upToMinor: limit.toString(),
      band: { kind: 'role', role: 'treasurer', approvals: 1 },
      receipts: false,
    },
    { upToMinor: null, band: { kind: 'vote', policyKey: 'expense-standard' }, receipts: false },
  ];
}

/** The bands from that of an amount on: the first whose limit it does not exceed. */
export function stepsFrom(rule: ApprovalBands, amountMinor: bigint): readonly ApprovalStep[] {
  const first = rule.findIndex(
    ({ upToMinor }) => upToMinor === null || amountMinor <= BigInt(upToMinor),
  );
  assert(first !== -1, 'the last band has no end');
  return rule.slice(first);
}
