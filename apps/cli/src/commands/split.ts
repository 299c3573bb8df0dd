import { readFile } from 'node:fs/promises';
import { poolSplitJson, readPoolCase, splitPool } from '@rochdale/partners';
import type { PoolSplitJson } from '@rochdale/partners';
import { CodedError } from '@rochdale/platform';
import type { CliCommand } from '../command.js';
import { UnusableInput } from '../command.js';

const maxBytes = 50_000_000;

async function readCase(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableInput(`${path} cannot be read (${error.code ?? 'unknown'})`);
  });
  if (text.length > maxBytes) throw new UnusableInput(`${path} is larger than ${maxBytes} bytes`);
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableInput(`${path} is no JSON`);
  }
}

function table({ partners, unused, coop, carry }: PoolSplitJson): string {
  const rows = [...Object.entries(partners), ['~unused', unused], ['~coop', coop]] as const;
  const width = Math.max(...rows.map(([id]) => id?.length ?? 0));
  const widest = Math.max(...rows.map(([, minor]) => minor?.length ?? 0));
  return rows
    .map(([id = '', minor = '']) => {
      const rest = carry[id] === undefined ? '' : `  carries ${carry[id]}`;
      return `${id.padEnd(width)}  ${minor.padStart(widest)}${rest}\n`;
    })
    .join('');
}

/** Shares out the pool of a case file. */
export const command: CliCommand = {
  run: async (args, { stdout }) => {
    const files = args.filter((word) => !word.startsWith('--'));
    const unknown = args.find((word) => word.startsWith('--') && word !== '--json');
    const [path] = files;
    if (path === undefined || files.length > 1 || unknown !== undefined) {
      throw new UnusableInput('usage: split CASE.json [--json]');
    }
    try {
      const result = poolSplitJson(splitPool(readPoolCase(await readCase(path))));
      stdout.write(args.includes('--json') ? `${JSON.stringify(result)}\n` : table(result));
      return 0;
    } catch (error) {
      if (error instanceof CodedError) throw new UnusableInput(`${path}: ${error.message}`);
      throw error;
    }
  },
};
