// One process per data folder. The lock is a file naming its owner, which survives `kill -9`; a
// dead owner's lock is taken over, and a process id that is somebody else's by now counts as dead.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { EmbeddedPostgresError, FolderInUse } from './error.mjs';

/** True while a process with this id runs (a zombie, dead but not yet buried, does not). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return processState(pid)?.state !== 'Z';
}

/** Linux only: the process's state letter and the tick at which it began. */
function processState(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets itself; fields count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], began: fields[19] };
  } catch {
    return undefined;
  }
}

function beginningOf(pid) {
  const began = processState(pid)?.began;
  if (began !== undefined) return began;
  const answer = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' });
  return answer.stdout?.trim() ?? '';
}

function parseOwner(text) {
  try {
    const owner = JSON.parse(text);
    return Number.isInteger(owner.pid) && owner.pid > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

const isHolding = (owner) =>
  owner !== undefined && isAlive(owner.pid) && beginningOf(owner.pid) === owner.began;

/** The live owner `{pid}` of a lock file, or undefined when nobody holds it. */
export async function ownerOf(file) {
  const text = await readFile(file, 'utf8').catch(() => '');
  const owner = parseOwner(text);
  return isHolding(owner) ? owner : undefined;
}

/**
 * Takes the lock or refuses. The claim appears whole under its name (link); a dead claim is removed
 * by one taker at a time, so that none removes the living claim of who came before it.
 */
export async function claimFolder(file, folder) {
  const mine = JSON.stringify({ pid: process.pid, began: beginningOf(process.pid) });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (await linked(draft, file)) return () => rm(file, { force: true });
      const owner = await ownerOf(file);
      if (owner !== undefined) throw new FolderInUse(refusal(folder, owner.pid));
      if (!(await buriedDeadClaim(file, draft))) await setTimeout(20);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new EmbeddedPostgresError(`${folder}: the lock ${file} could not be taken.`);
}

const refusal = (folder, pid) =>
  `The embedded Postgres in ${folder} is already in use by ` +
  `${pid === process.pid ? 'this process' : `process ${pid}`}. ` +
  'Stop that one first, or choose another folder with ROCHDALE_DATA.';

async function linked(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the claim when its owner is dead; false while another taker is about it. Who has the
 * grave alone may remove, and only its living owner gives a claim back, so that what is judged dead
 * here is what is removed.
 */
async function buriedDeadClaim(file, draft) {
  const grave = `${file}.burying`;
  if (!(await linked(draft, grave))) {
    // A taker that was killed in these few lines; the next one finds the grave free.
    if ((await ownerOf(grave)) === undefined) await rm(grave, { force: true });
    return false;
  }
  try {
    // An empty place is left alone: the next taker's claim may appear in it at any moment.
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const isDead = text !== undefined && !isHolding(parseOwner(text));
    if (isDead) await rm(file, { force: true });
    return true;
  } finally {
    await rm(grave, { force: true });
  }
}
