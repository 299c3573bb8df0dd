import { z } from 'zod';
import type { FactDefinition } from '../catalogue/fact.js';
import { toldData } from '../catalogue/told-ids.js';
import { assert } from '../kernel/assert.js';
import { html as htmlTag } from './html.js';
import type { Html } from './html.js';

/** What letters are about: what a member chooses by, and a mail program sorts by. */
export const letterTopics = ['sign-in', 'membership', 'decisions', 'money', 'news'] as const;
export type LetterTopic = (typeof letterTopics)[number];

/** To whom a letter goes. */
export interface Addressee {
  readonly email: string;
  /** Null where the name is not known, or not to be said. */
  readonly name: string | null;
  /** BCP 47, such as `de` or `de-AT`. */
  readonly language: string;
}

/** What a letter is written from. Every text in it is one line, whoever wrote it. */
export interface LetterMatter<Data extends object> {
  readonly data: Data;
  readonly to: Addressee;
  /** The co-operative's name; empty in letters about an account, which belongs to none. */
  readonly sender: string;
  /** Where it says what it keeps about persons; in letters that follow a fact. */
  readonly noticeUrl?: string;
}

export interface LetterWords {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

type Template<Data extends object, Made> = (matter: LetterMatter<Data>) => Made;

/** Is handed the one tag that makes markup: `({ data }, html) => html`<p>${data.title}</p>``. */
type Markup<Data extends object> = (matter: LetterMatter<Data>, html: typeof htmlTag) => Html;

/** One template for each language. English is there, and read by those whose language is not. */
export type Templates<Data extends object> = Readonly<
  Record<'en', Template<Data, LetterWords>> & Partial<Record<string, Template<Data, LetterWords>>>
>;

interface LetterParts<Data extends object> {
  /** `room.kind`, such as `membership.admitted`. */
  readonly kind: string;
  readonly topic: LetterTopic;
  readonly text: Templates<Data>;
  /** Beside the text of the same language. */
  readonly html?: Readonly<Partial<Record<string, Markup<Data>>>>;
}

/** A kind of letter: one of a closed catalogue, declared once by the room that has the news. */
export interface LetterDefinition<Data extends object> extends LetterParts<Data> {
  readonly data: z.ZodType<Data>;
}

/** A letter that follows a fact, once for each fact and person. */
export interface FactLetter<Data extends object> extends LetterDefinition<Data> {
  readonly on: string;
  /** Member ids. Nobody is written to who has no account, or a disabled one. */
  readonly to?: ((data: Data) => readonly string[]) | undefined;
  /** The proposal whose voters are written to: they are too many to be named by a fact. */
  readonly toVotersOf?: ((data: Data) => string) | undefined;
}

/** A fact's letter among others, when only its kind is known. */
export interface FollowingLetter {
  readonly kind: string;
  readonly on: string;
  readonly topic: LetterTopic;
  readonly recipients: (data: object) => readonly string[];
  /** The proposal whose voters are written to as well; null where it is not for voters. */
  readonly votersOf: (data: object) => string | null;
  readonly compose: (matter: LetterMatter<object>) => ComposedLetter;
}

export interface ComposedLetter extends LetterWords {
  readonly html: string | null;
}

const kinds = new Set<string>();
const following = new Map<string, FollowingLetter[]>();

/**
 * Declares a letter: one that follows a fact (`on`, with `to` or `toVotersOf`), or one that a use
 * case writes itself (`data`).
 */
export function defineLetter<Data extends object>(
  letter: LetterParts<Data> & { readonly on: FactDefinition<Data> } & (
      | { readonly to: (data: Data) => readonly string[] }
      | { readonly toVotersOf: (data: Data) => string }
    ),
): FactLetter<Data>;
export function defineLetter<Data extends object>(
  letter: LetterParts<Data> & { readonly data: z.ZodType<Data> },
): LetterDefinition<Data>;
export function defineLetter<Data extends object>(
  letter: LetterParts<Data> & {
    readonly on?: FactDefinition<Data>;
    readonly to?: (data: Data) => readonly string[];
    readonly toVotersOf?: (data: Data) => string;
    readonly data?: z.ZodType<Data>;
  },
): LetterDefinition<Data> {
  const { kind, on, to, toVotersOf, data = on?.data } = letter;
  assert(/^[a-z-]+\.[a-z-]+$/.test(kind), `letter ${kind} is not room.kind`);
  assert(!kinds.has(kind), `letter ${kind} is declared twice`);
  assert(data !== undefined, `letter ${kind} says what it is written from`);
  kinds.add(kind);
  const { topic, text, html } = letter;
  const definition = { kind, topic, data, text, ...(html === undefined ? {} : { html }) };
  if (on === undefined || (to ?? toVotersOf) === undefined) return definition;
  following.set(on.type, [
    ...lettersOn(on.type),
    {
      kind,
      topic,
      on: on.type,
      recipients: (raw) => to?.(data.parse(raw)) ?? [],
      votersOf: (raw) => toVotersOf?.(data.parse(raw)) ?? null,
      // Ids in a letter are those that its reader may ask by.
      compose: (matter) => {
        const told = toldData(
          data,
          data.parse(matter.data) as Readonly<Record<string, unknown>>,
          'inside',
        );
        return composeLetter(definition, { ...matter, data: told as Data });
      },
    },
  ]);
  return Object.assign(definition, { on: on.type, to, toVotersOf });
}

/** The letters that follow a fact of this type. */
export function lettersOn(factType: string): readonly FollowingLetter[] {
  return following.get(factType) ?? [];
}

/** Line breaks and controls forge headers and paragraphs; marks of direction turn text round. */
const unruly = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

const oneLine = (text: string): string => text.replace(unruly, ' ').trim();

function disarmed<Value>(value: Value): Value;
function disarmed(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map((one) => disarmed<unknown>(one));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, disarmed<unknown>(one)]),
  );
}

/** The language itself, its main language, or English: whichever there is a template for. */
function languageOf(templates: object, wanted: string): string {
  const [main = ''] = wanted.split('-');
  return [wanted, main].find((language) => Object.hasOwn(templates, language)) ?? 'en';
}

/** A letter's words in the reader's language, from matter that cannot forge any. */
export function composeLetter<Data extends object>(
  { kind, text, html }: Pick<LetterDefinition<Data>, 'kind' | 'text' | 'html'>,
  given: LetterMatter<Data>,
): ComposedLetter {
  const matter = disarmed(given);
  const language = languageOf(text, matter.to.language);
  const words = (text[language] ?? text.en)(matter);
  assert(words.subject === oneLine(words.subject), `the subject of ${kind} is one line`);
  const markup = html?.[language]?.(matter, htmlTag).toString() ?? null;
  return { subject: words.subject, text: words.text, html: markup };
}
