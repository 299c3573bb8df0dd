import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import {
  BankFormatError,
  bankFileJson,
  csvProfile,
  detectBankFile,
  readBankFile,
  streamBankFile,
} from '@rochdale/bank-formats';
import type { ReadOptions } from '@rochdale/bank-formats';
import { UnusableInput } from '../command.js';
import type { CliCommand, CliStreams } from '../command.js';
import { StatementJson } from '../statement/json-stream.js';
import { Output, plain } from '../statement/output.js';
import { StatementTable } from '../statement/table.js';

const usage =
  'statement FILE [--profile P] [--encoding E] [--month-first] [--json]' +
  ' | statement --detect FILE [--json]';

/** Files up to this size are read whole, so that a refused one prints nothing but its refusal. */
const wholeMaxBytes = 10 * 1024 * 1024;

interface Request {
  readonly file: string;
  readonly detect: boolean;
  readonly json: boolean;
  readonly options: ReadOptions;
}

function parse(args: readonly string[]): Request {
  const words = args.slice();
  const flag = (name: string): boolean => {
    const at = words.indexOf(name);
    if (at >= 0) words.splice(at, 1);
    return at >= 0;
  };
  const value = (name: string): string | null => {
    const at = words.indexOf(name);
    if (at < 0) return null;
    const [, text] = words.splice(at, 2);
    if (text === undefined || text.startsWith('--')) {
      throw new UnusableInput(`${name} wants a value: ${usage}`);
    }
    return text;
  };
  const json = flag('--json');
  const detect = flag('--detect');
  const monthFirst = flag('--month-first');
  const profile = value('--profile');
  const encoding = value('--encoding');
  const [file, ...rest] = words;
  if (file === undefined || file.startsWith('--') || rest.length > 0)
    throw new UnusableInput(usage);
  const options = {
    ...(profile === null ? {} : { profile }),
    ...(encoding === null ? {} : { encoding }),
    ...(monthFirst ? { monthFirst } : {}),
  };
  return { file, detect, json, options };
}

/** A pipe or a device has no size that could be relied upon: it is read as a stream. */
async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new UnusableInput(`no such file: ${plain(file)}`);
  if (found.isDirectory()) throw new UnusableInput(`${plain(file)} is a folder`);
  return found.isFile() ? found.size : Number.POSITIVE_INFINITY;
}

async function beginning(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(65_536);
    let length = 0;
    // A pipe gives what it has, which may be less than was asked for.
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = (await handle.read(bytes, length, bytes.length - length)).bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}

async function detect({ file, json, options }: Request, { stdout }: CliStreams): Promise<void> {
  const found = detectBankFile(await beginning(file), options);
  if (json) {
    stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const version = found.version === '' ? '' : ` ${found.version}`;
  const sure = found.confidence === 1 ? '' : `, confidence ${found.confidence}`;
  stdout.write(plain(`${found.format}${version} (${found.encoding}${sure}): ${found.reason}`));
  stdout.write('\n');
}

async function printJson({ file, options }: Request, size: number, { stdout }: CliStreams) {
  if (size <= wholeMaxBytes) {
    stdout.write(`${bankFileJson(readBankFile(await readFile(file), options))}\n`);
    return;
  }
  const output = new Output(stdout);
  const json = new StatementJson();
  for await (const event of streamBankFile(createReadStream(file), options)) {
    const wait = output.add(json.text(event));
    if (wait !== null) await wait;
  }
  await output.add(json.end());
  await output.flush();
}

async function printTable({ file, options }: Request, size: number, { stdout }: CliStreams) {
  const table = new StatementTable();
  const output = new Output(stdout);
  // A small file is read to its end before the first line: a refusal then stands alone.
  if (size <= wholeMaxBytes) readBankFile(await readFile(file), options);
  for await (const event of streamBankFile(createReadStream(file), options)) {
    const wait = output.add(
      table
        .lines(event)
        .map((line) => `${line}\n`)
        .join(''),
    );
    if (wait !== null) await wait;
  }
  await output.add(
    table
      .end()
      .map((line) => `${line}\n`)
      .join(''),
  );
  await output.flush();
}

/** What is wrong and where, in one line. */
function refusal(file: string, error: BankFormatError): UnusableInput {
  const { line, column } = error;
  const place =
    line === null ? '' : column === null ? `, line ${line}` : `, line ${line}, column ${column}`;
  return new UnusableInput(`${plain(file)}: ${plain(error.message)} (${error.code}${place})`);
}

/**
 * Shows what a bank's file says: a table with totals, or JSON; `--detect` only names the format.
 * A file that is no statement ends with exit code 2 and one line that says why and where.
 */
export const command: CliCommand = {
  run: async (args, streams) => {
    const request = parse(args);
    const size = await sizeOf(request.file);
    try {
      if (typeof request.options.profile === 'string') csvProfile(request.options.profile);
      if (request.detect) await detect(request, streams);
      else if (request.json) await printJson(request, size, streams);
      else await printTable(request, size, streams);
      return 0;
    } catch (error) {
      if (error instanceof BankFormatError) throw refusal(request.file, error);
      throw error;
    }
  },
};
