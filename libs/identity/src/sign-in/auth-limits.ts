import type { RateRule } from '../rate-limit/rate-limits.js';

interface AddressRule {
  /** Seconds. */
  readonly window: number;
  readonly max: number;
}

/** Per network address: people behind one address share it, so it is not too tight. */
export const addressRules: Record<string, AddressRule> = {
  '/sign-in/email': { window: 60, max: 30 },
  '/sign-in/social': { window: 60, max: 30 },
  '/sign-in/magic-link': { window: 60, max: 10 },
  '/magic-link/verify': { window: 60, max: 20 },
  '/sign-up/email': { window: 60, max: 20 },
  '/request-password-reset': { window: 60, max: 10 },
  '/reset-password': { window: 60, max: 10 },
  '/send-verification-email': { window: 60, max: 10 },
  '/passkey/*': { window: 60, max: 60 },
  '/two-factor/*': { window: 60, max: 20 },
};

/**
 * Per e-mail address, wherever the attempts come from, whether or not it has an account. Quiet:
 * what is left would tell a stranger that its owner was just here.
 */
export const emailRules: Readonly<Record<string, RateRule>> = {
  '/sign-in/email': { name: 'sign-in-email', max: 20, windowSeconds: 900, isQuiet: true },
  '/sign-in/magic-link': { name: 'magic-link-email', max: 5, windowSeconds: 3600, isQuiet: true },
  '/request-password-reset': { name: 'reset-email', max: 5, windowSeconds: 3600, isQuiet: true },
  '/send-verification-email': {
    name: 'verification-email',
    max: 5,
    windowSeconds: 3600,
    isQuiet: true,
  },
};
