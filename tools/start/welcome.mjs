// What an operator sees when everything is up.

const indent = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

/**
 * @param {{url: string, graphiqlUrl?: string | null,
 *   demo?: {signIns: {who: string, email: string, password: string}[],
 *     queries: {title: string, text: string}[]}}} what
 */
export function welcome({ url, graphiqlUrl, demo }) {
  const lines = ['', `Rochdale is at ${url}`, `  GraphQL   ${url}/graphql`];
  if (graphiqlUrl) lines.push(`  GraphiQL  ${graphiqlUrl}`);
  if (demo !== undefined) {
    const width = Math.max(...demo.signIns.map(({ who }) => who.length));
    lines.push('', 'Sign in as');
    for (const { who, email, password } of demo.signIns) {
      lines.push(`  ${who.padEnd(width)}  ${email}  ${password}`);
    }
    lines.push('', 'To paste into GraphiQL');
    for (const { title, text } of demo.queries) lines.push(`  ${title}`, indent(text));
  }
  return `${lines.join('\n')}\n`;
}
