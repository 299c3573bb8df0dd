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

/**
 * A text as it is shown: CommonMark with tables, as HTML that holds nothing that somebody else
 * could act by. Links lead to http, https and mailto alone; nothing is loaded from anywhere.
 */
export const htmlOf = (markdown: string): string => writer.render(markdown);
