import { allFacts, isPublicTarget } from '@rochdale/platform';
import { webhooksErrors } from '../webhooks.errors.js';

/** What an endpoint's secret is sealed for. */
export const webhookSecretPurpose = 'webhook secrets';

/** @throws CodedError INVALID_WEBHOOK */
export function checkedUrl(text: string, isProduction: boolean): string {
  const refuse = (message: string): Error =>
    webhooksErrors.error('INVALID_WEBHOOK', message, { path: ['url'] });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse('This is not an address.');
  }
  if (!/^https?:$/.test(url.protocol) || text.length > 500) throw refuse('Use an https address.');
  if (url.username !== '' || url.password !== '') throw refuse('No password in the address.');
  // A co-operative's administrator must not reach into the machine that the service runs on.
  if (isProduction && (url.protocol !== 'https:' || !isPublicTarget(url))) {
    throw refuse('Use a public https address.');
  }
  return url.href;
}

/** A webhook is told what members may read. Of what is private it would wait for ever. */
function isTold(type: string): boolean {
  return type === '*' || (allFacts().get(type)?.visibility ?? 'private') !== 'private';
}

/** Each once. @throws CodedError INVALID_WEBHOOK */
export function checkedTypes(asked: readonly string[]): string[] {
  const types = [...new Set(asked)];
  if (types.length > 0 && types.length <= 100 && types.every(isTold)) return types;
  throw webhooksErrors.error('INVALID_WEBHOOK', 'Name known facts, or *.', { path: ['types'] });
}
