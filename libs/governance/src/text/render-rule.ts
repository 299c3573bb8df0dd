import type MarkdownIt from 'markdown-it';

/** How one token of a text becomes HTML. */
export type RenderRule = NonNullable<MarkdownIt['renderer']['rules'][string]>;
