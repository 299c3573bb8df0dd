import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { administer, homeOfServers } from './test-cluster.js';

export interface InstalledPostgres {
  /** Leads to the server's own database, as its superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Postgres refuses to run as root; where the machine has it, it has this user too. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Another version of Postgres than the embedded one, on a folder of its own, where this machine has
 * it (as Debian installs it); else undefined. With passwords, as a real one has.
 */
export async function startInstalledPostgres(
  majorVersion: number,
): Promise<InstalledPostgres | undefined> {
  const programs = `/usr/lib/postgresql/${majorVersion}/bin`;
  if (!existsSync(join(programs, 'postgres'))) return undefined;
  const folder = await mkdtemp(join(await homeOfServers(), 'rochdale-installed-'));
  const user = serverUser();
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = ['-D', data, '-U', 'superuser', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const trusting = [...made, '--auth=trust'];
  execFileSync(join(programs, 'initdb'), trusting, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const flags = ['-p', String(port), ...settings.flatMap((one) => ['-c', `'${one}'`])].join(' ');
  const control = (...words: readonly string[]) =>
    execFileSync(join(programs, 'pg_ctl'), ['-D', data, '-w', ...words], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
  control('-l', join(folder, 'log'), '-o', flags, 'start');
  const url = `postgres://superuser:of-the-superuser@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    control('-m', 'immediate', 'stop');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await demandPasswords(url, data);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Passwords are asked for from now on, so that one that is not right is refused. */
async function demandPasswords(url: string, data: string): Promise<void> {
  const rule = 'host all all 127.0.0.1/32 scram-sha-256';
  await administer(url, `alter role superuser password 'of-the-superuser'`);
  await administer(url, `copy (select '${rule}') to '${join(data, 'pg_hba.conf')}'`);
  await administer(url, 'select pg_reload_conf()');
}
