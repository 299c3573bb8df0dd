import { canonicalJson, sha256Hex } from '@rochdale/platform';
import type { RecountFile } from './recount-file.js';

export type Unsealed = Omit<RecountFile, 'seals' | 'seal'>;

const sealOf = (value: unknown): string => sha256Hex(canonicalJson(value));

/** The fingerprint of each field of each part by name, so that what was changed has one. */
export function sealsOf(file: Unsealed): Readonly<Record<string, string>> {
  const { format, version, delegations, lot, countBacks, ...parts } = file;
  const whole = { format, version, delegations, lot };
  const seals: Record<string, string> = {};
  const all = countBacks === undefined ? whole : { ...whole, countBacks };
  for (const [name, value] of Object.entries(all)) {
    seals[name] = sealOf(value);
  }
  for (const [part, fields] of Object.entries(parts)) {
    for (const [name, value] of Object.entries(fields ?? {}))
      seals[`${part}.${name}`] = sealOf(value);
  }
  return seals;
}

/** The file with its seals, the whole under one. */
export function sealed(file: Unsealed): RecountFile {
  const seals = sealsOf(file);
  return { ...file, seals, seal: sealOf(seals) };
}

/** The first name whose seal is not that of what stands there; null where all are. */
export function brokenSeal(file: RecountFile): string | null {
  const { seals, seal, ...rest } = file;
  const should = sealsOf(rest);
  const names = [...new Set([...Object.keys(should), ...Object.keys(seals)])];
  const broken = names.find((name) => should[name] !== seals[name]);
  if (broken !== undefined) return broken;
  return sealOf(seals) === seal ? null : 'seal';
}
