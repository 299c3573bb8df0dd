import type { Config, Log } from '@rochdale/platform';

/**
 * Says at the start of a service in production that its letters go nowhere. Not refused: one whose
 * people all sign in by OpenID Connect may do without. In development they are read at the outbox.
 */
export function tellUnsentLetters({ env, mail }: Pick<Config, 'env' | 'mail'>, log: Log): void {
  if (env !== 'production' || mail.smtpUrl !== undefined) return;
  log.warn(
    { setting: 'SMTP_URL' },
    'SMTP_URL is not set: no letter leaves this service. Links to sign in, to confirm an ' +
      'address, to set a new password and to accept an invitation reach nobody',
  );
}
