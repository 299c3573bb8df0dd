import type { Tx } from '@rochdale/platform';
import { canonicalJson } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { inUse } from './in-use.js';
import type { TemplateInUse } from './in-use.js';
import { atMostTemplates } from './template.js';
import type { Template } from './template.js';
import { TemplateKept } from './template.events.js';
import { templateStore } from './template.store.js';

export interface Locked {
  readonly now: TemplateInUse | null;
  /** The last version that was ever kept; 0 for none. */
  readonly last: number;
}

/** What is in use of a key, held until the caller's transaction ends. */
export async function lockTemplate(tx: Tx, key: string): Promise<Locked> {
  await templateStore.lock(tx);
  const kept = await templateStore.last(tx, key);
  return { now: inUse(key, kept), last: kept?.version ?? 0 };
}

/** Puts a version in use in place of the locked one; false where it says the same already. */
export async function keepVersion(
  tx: Tx,
  template: Template,
  { now, last }: Locked,
): Promise<boolean> {
  if (now !== null && canonicalJson(now.template) === canonicalJson(template)) return false;
  if (now !== null && now.version > 0) await templateStore.retire(tx, template.key, now.version);
  await templateStore.insert(tx, template, last + 1);
  const { key, title } = template;
  tx.announce(
    TemplateKept.of(tx.cooperativeId, { key, title, version: last + 1, isRetired: false }),
  );
  return true;
}

/**
 * @param field that adds to the list
 * @throws CodedError TEMPLATE_LIMIT_REACHED
 */
export async function requireRoom(tx: Tx, field: 'templateJson' | 'fileJson'): Promise<void> {
  const kept = await templateStore.all(tx);
  if (kept.length <= atMostTemplates) return;
  const message = `A co-operative keeps at most ${atMostTemplates} templates, retired ones too.`;
  throw governanceErrors.error('TEMPLATE_LIMIT_REACHED', message, { path: [field] });
}

/** @param field in which whoever asked said which version they looked at */
export function staleTemplate(field: 'replacesVersion' | 'version'): Error {
  const message = 'Another version than this is in use.';
  return governanceErrors.error('TEMPLATE_VERSION_STALE', message, { path: [field] });
}
