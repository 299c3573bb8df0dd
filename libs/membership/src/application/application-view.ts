import type { Actor } from '@rochdale/platform';
import type { ApplicationRow } from './application.store.js';

/**
 * An application as its reader may see it. Its notes may tell of health or belief: who decides
 * reads the applicant's as long as it waits, and afterwards both are the applicant's alone.
 */
export function applicationView(reader: Actor, application: ApplicationRow): ApplicationRow {
  const { memberId, state } = application;
  if (memberId === reader.memberId || state === 'open') return application;
  return { ...application, note: null, decisionNote: null };
}
