import { readFile, stat } from 'node:fs/promises';

import { BankFormatError, validatePaymentFile } from '@rochdale/bank-formats';
import type { PaymentFileReport } from '@rochdale/bank-formats';

import { UnusableInput } from '../command.js';
import type { CliCommand } from '../command.js';

const usage = `usage: payment-file validate FILE [--json]

Checks a payment file that anyone wrote, pain.001 or ABA by its content: structure, counts, control
sums, amounts, dates, check digits of account numbers. Exit code 0 when nothing is wrong, 1 when
something is, 2 when the file cannot be read as a payment file.
`;

/** A file larger than any payment file is not even opened. */
const fileMaxBytes = 200 * 1024 * 1024;
const listedFindings = 200;

/** `payment-file validate FILE`: whether a bank would take it, and what is wrong if not. */
export const command: CliCommand = {
  async run(args, streams) {
    if (args.includes('--help') || args.includes('-h')) {
      streams.stdout.write(usage);
      return 0;
    }
    const words = args.filter((word) => word !== '--json');
    const option = words.find((word) => word.startsWith('--'));
    if (option !== undefined) throw new UnusableInput(`no option '${option}'`);
    const [verb, file, ...rest] = words;
    if (verb !== 'validate' || file === undefined || rest.length > 0) {
      throw new UnusableInput('say: payment-file validate FILE [--json]');
    }
    const report = check(file, await content(file));
    streams.stdout.write(args.includes('--json') ? `${JSON.stringify(report)}\n` : table(report));
    return report.valid ? 0 : 1;
  },
};

async function content(file: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    const { size } = found;
    if (!found.isFile()) throw new UnusableInput(`${file}: not a file`);
    if (size > fileMaxBytes) throw new UnusableInput(`${file}: larger than any payment file`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof UnusableInput) throw error;
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new UnusableInput(`${file}: ${oneLine(reason)}`);
  }
}

function check(file: string, bytes: Uint8Array): PaymentFileReport {
  try {
    return validatePaymentFile(bytes);
  } catch (error) {
    if (!(error instanceof BankFormatError)) throw error;
    const place = error.line === null ? '' : ` (line ${error.line}, column ${error.column ?? 1})`;
    throw new UnusableInput(`${file}: ${error.code}: ${oneLine(error.message)}${place}`);
  }
}

/** What a file says is shown without what would steer a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ');
}

function table(report: PaymentFileReport): string {
  const { format, version, payments, totals, findings, valid } = report;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const lines = [
    `format    ${version === '' ? format : version}`,
    `payments  ${payments}`,
    ...totals.map(
      ({ currency, direction, payments, amount }) =>
        `total     ${direction} ${amount} ${currency} in ${payments}`,
    ),
    ...findings.slice(0, listedFindings).map(({ severity, code, message, line }) => {
      const place = line === null ? '' : `line ${line}: `;
      return `${severity.padEnd(8)}  ${place}${code}: ${message}`;
    }),
  ];
  const unlisted = findings.length - listedFindings;
  if (unlisted > 0) lines.push(`and ${unlisted} more; --json lists them all`);
  lines.push(`${valid ? 'valid' : 'invalid'}: ${errors} errors, ${warnings} warnings`);
  return lines.map((line) => `${oneLine(line)}\n`).join('');
}
