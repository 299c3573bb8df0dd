import { z } from 'zod';
import { identityErrors } from '../identity.errors.js';

/** An address in lower case, as accounts are known by. @throws CodedError EMAIL_INVALID */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (!z.email().safeParse(email).success) {
    throw identityErrors.error('EMAIL_INVALID', 'This is not an e-mail address.', {
      path: ['email'],
    });
  }
  return email;
}
