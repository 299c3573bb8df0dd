import { z } from 'zod';

const amount = z.string().regex(/^-?\d+$/);
const facts = z.object({
  returnReason: z.string().nullish().catch(null),
  original: z.object({ amountMinor: amount, currency: z.string().nullish() }).nullish().catch(null),
  charges: z
    .array(
      z.object({
        amountMinor: amount,
        currency: z.string().nullish(),
        included: z.boolean().nullish(),
      }),
    )
    .catch([])
    .optional(),
});

/** What a bank told of a payment that came back, beyond the amount that it moved. */
export interface ReturnTold {
  /** Its code, such as AC04; null when it gave none. */
  readonly reason: string | null;
  /** What it kept for itself inside the amount, positive or zero. */
  readonly chargeMinor: bigint;
  /** What had been paid, positive; zero when it did not say. */
  readonly originalMinor: bigint;
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** Reads it from a line as the bank wrote it; what is in another currency is left out. */
export function returnTold(line: { readonly raw: object; readonly currency: string }): ReturnTold {
  const said = facts.safeParse(line.raw);
  if (!said.success) return { reason: null, chargeMinor: 0n, originalMinor: 0n };
  const { returnReason, original, charges = [] } = said.data;
  const isOwn = (currency: string | null | undefined): boolean =>
    (currency ?? line.currency) === line.currency;
  const chargeMinor = charges
    .filter(({ currency, included }) => isOwn(currency) && included !== false)
    .reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
  const originalMinor = isOwn(original?.currency) ? BigInt(original?.amountMinor ?? 0) : 0n;
  return {
    reason: returnReason ?? null,
    chargeMinor: size(chargeMinor),
    originalMinor: size(originalMinor),
  };
}
