import MarkdownIt from 'markdown-it';
import type { RenderRule } from './render-rule.js';

/** Where a link may lead. Nothing is read from elsewhere by showing a text. */
const schemes: readonly string[] = ['http:', 'https:', 'mailto:'];

function mayLead(link: string): boolean {
  try {
    return schemes.includes(new URL(link).protocol);
  } catch {
    return false;
  }
}

/** Below the headings of the page that shows it. */
const deeper = (tag: string): string => `h${Math.min(6, Number(tag.slice(1)) + 2)}`;

const heading: RenderRule = (tokens, nth, options, _env, self) => {
  const token = tokens[nth];
  if (token !== undefined) token.tag = deeper(token.tag);
  return self.renderToken(tokens, nth, options);
};

const link: RenderRule = (tokens, nth, options, _env, self) => {
  tokens[nth]?.attrSet('rel', 'nofollow noopener');
  return self.renderToken(tokens, nth, options);
};

/** HTML in a text stays text, and an image is a link to it. */
const writer = new MarkdownIt({ html: false, linkify: false, typographer: false });
writer.disable('image');
writer.validateLink = mayLead;
writer.renderer.rules['heading_open'] = heading;
writer.renderer.rules['heading_close'] = heading;
writer.renderer.rules['link_open'] = link;

/** Signs of one paragraph in which marks are looked for: looking takes long in longer ones. */
const mostInParagraph = 5_000;
/** Cells of all tables: rows are filled up to as many as their heads have. */
const mostCells = 20_000;
/** Signs of HTML. */
const mostShown = 250_000;

writer.core.ruler.at('inline', ({ tokens, md, env, Token }) => {
  for (const { type, content, children } of tokens) {
    if (type !== 'inline' || children === null) continue;
    if (content.length <= mostInParagraph) md.inline.parse(content, md, env, children);
    else children.push(Object.assign(new Token('text', '', 0), { content }));
  }
});

/** At most: a table ends with an empty line, and its first line has its columns. */
function cellsIn(markdown: string): number {
  let [cells, columns] = [0, 0];
  for (const line of markdown.split('\n')) {
    columns = line.trim() === '' ? 0 : Math.max(columns, line.split('|').length - 1);
    cells += columns;
  }
  return cells;
}

const asWritten = (markdown: string): string => `<pre>${writer.utils.escapeHtml(markdown)}</pre>\n`;

/**
 * A text as it is shown: CommonMark with tables, as HTML that holds nothing that somebody else
 * could act by. Links lead to http, https and mailto alone; nothing is loaded from anywhere.
 * What would take too long is shown as it was written.
 *
 * @param shared signs that several texts have together: those beyond are shown as written
 */
export function htmlOf(markdown: string, shared = { left: markdown.length }): string {
  shared.left -= markdown.length;
  if (shared.left < 0 || cellsIn(markdown) > mostCells) return asWritten(markdown);
  const html = writer.render(markdown);
  return html.length > mostShown ? asWritten(markdown) : html;
}
