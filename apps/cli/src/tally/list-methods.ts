import { countingMethods, fileFormats } from '@rochdale/tally';

/** What `tally --list` prints: methods, variants and options with their sources, and formats. */
export function listMethods(json: boolean): string {
  const methods = countingMethods.map(({ method, variant, title, ballots, options, source }) => ({
    method,
    variant,
    title,
    ballots,
    options,
    source,
  }));
  const formats = fileFormats.map(({ names, title, extensions }) => ({
    format: names[0],
    title,
    extensions,
  }));
  if (json) return `${JSON.stringify({ methods, formats })}\n`;
  const lines = methods.flatMap(({ method, variant, title, ballots, options, source }) => [
    `${method} / ${variant}`,
    `  ${title}`,
    `  counts: ${ballots.join(', ')} ballots`,
    `  source: ${source}`,
    ...options.map(
      ({ name, initial, choices, meaning }) =>
        `  --${name} ${choices ? choices.join('|') : ''}`.trimEnd() +
        ` (${initial === null ? 'not set' : String(initial)}): ${meaning}`,
    ),
    '',
  ]);
  const known = formats.map(({ format, title }) => `  ${format}: ${title}`);
  return `${[...lines, 'Formats (--format, else by the look of the file)', ...known].join('\n')}\n`;
}
