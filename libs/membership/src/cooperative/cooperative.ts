import { currencyExponent, leastYears, mostYears } from '@rochdale/platform';
import { z } from 'zod';
import { membershipErrors } from '../membership.errors.js';

/** For how many years something of the books is kept, where that is longer than the law's. */
const years = z.number().int().min(1).max(mostYears).nullable().default(null);

/** Choices of a co-operative that everybody may read. Unknown keys are refused, not kept. */
const settingsSchema = z
  .object({
    /** Whether people may apply by themselves. */
    joining: z.enum(['open', 'closed']).default('open'),
    description: z.string().max(5000).default(''),
    website: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** Whose law says how long books are kept, by ISO 3166-1. Without one, it is the longest. */
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    booksYears: years,
    vouchersYears: years,
  })
  .strict()
  .superRefine(({ country, booksYears, vouchersYears }, context) => {
    const chosen = { books: booksYears, vouchers: vouchersYears };
    for (const term of ['books', 'vouchers'] as const) {
      const least = leastYears(term, country) ?? 0;
      if ((chosen[term] ?? least) >= least) continue;
      context.addIssue({
        code: 'custom',
        path: [`${term}Years`],
        message: `The law asks for ${least}.`,
      });
    }
  });

export type CooperativeSettings = z.infer<typeof settingsSchema>;

/** @throws CodedError COOPERATIVE_SETTINGS_INVALID */
export function parseSettings(settings: unknown): CooperativeSettings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String) ?? [];
  throw membershipErrors.error('COOPERATIVE_SETTINGS_INVALID', 'These settings do not fit.', {
    path: ['settings', ...path],
  });
}

/** @throws CodedError COOPERATIVE_SLUG_INVALID unless 2 to 63 of a-z, 0-9 and single hyphens */
export function checkedSlug(slug: string): string {
  if (slug.length < 2 || slug.length > 63 || !/^[a-z0-9](-?[a-z0-9])*$/.test(slug)) {
    const message = 'A short name has 2 to 63 small letters, digits and single hyphens.';
    throw membershipErrors.error('COOPERATIVE_SLUG_INVALID', message, { path: ['slug'] });
  }
  return slug;
}

/** @throws CodedError COOPERATIVE_NAME_INVALID */
export function checkedCooperativeName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > 200) {
    throw membershipErrors.error('COOPERATIVE_NAME_INVALID', 'A name has 1 to 200 characters.', {
      path: ['name'],
    });
  }
  return trimmed;
}

/** @throws CodedError INVALID_CURRENCY unless it has the form of ISO 4217: three capital letters */
export function checkedCurrency(currency: string): string {
  currencyExponent(currency);
  return currency;
}

/** @throws CodedError TIME_ZONE_UNKNOWN unless it is a name of the tz database */
export function checkedTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw membershipErrors.error('TIME_ZONE_UNKNOWN', 'There is no such time zone.', {
      path: ['timeZone'],
    });
  }
}
