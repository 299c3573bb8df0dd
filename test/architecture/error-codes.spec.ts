import { rooms } from '@rochdale/house';
import { allErrorCodes } from '@rochdale/platform';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// Loaded for what it declares.
import '../../apps/api/src/http/kit/edge-errors.js';

/** Sources that say codes to somebody else than the API's clients. */
const elsewhere =
  /^(libs\/(tally|bank-formats|testing)\/|apps\/(cli|demo)\/)|\/testing\/|\.spec\.ts$|\.long\.ts$/;

/** What is written like a code and is none. */
const noCodes: Readonly<Record<string, string>> = {
  BAD_REQUEST: 'a status of better-auth',
  INIT_TIMEOUT: 'a code of BullMQ',
  INVALID_CODE: 'better-auth’s own, told under /auth',
  INVALID_TOKEN: 'better-auth’s own, told under /auth',
  INVARIANT_BROKEN: 'a label of the metrics',
  MER_ERR_GQL: 'a prefix of Mercurius',
  SMTP_URL: 'a setting',
  TOO_MANY_OUTCOMES: 'a refusal of the counting library, which leaves a tie open',
  TOO_MANY_REQUESTS: 'a status of better-auth',
};

const strings = /(['"`])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\1/g;

/** Every text written like a code, with the sources that write it. */
function written(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const sources = ['libs', 'apps']
    .flatMap((root) =>
      readdirSync(root, { recursive: true }).map((file) => `${root}/${String(file)}`),
    )
    .filter((file) => file.endsWith('.ts') && !elsewhere.test(file));
  for (const file of sources) {
    const text = readFileSync(file, 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
    for (const [, , code = ''] of text.matchAll(strings)) {
      found.set(code, [...(found.get(code) ?? []), file]);
    }
  }
  return found;
}

it('has every code in a catalogue, also those that are told and not thrown', () => {
  expect(rooms.length).toBeGreaterThan(10);
  const declared = allErrorCodes();
  const missing = [...written()].filter(
    ([code, files]) =>
      !declared.has(code) &&
      !Object.hasOwn(noCodes, code) &&
      files.some((file) => !file.includes('/config/')),
  );
  expect(Object.fromEntries(missing)).toEqual({});
});

it('excuses no text that nobody writes, and none that is declared', () => {
  const all = written();
  const stale = Object.keys(noCodes).filter((code) => !all.has(code) || allErrorCodes().has(code));
  expect(stale).toEqual([]);
});
