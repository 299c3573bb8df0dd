import { canonicalJson, shapeFaultOf } from '@rochdale/platform';
import { z } from 'zod';
import { governanceErrors } from '../governance.errors.js';

/** What somebody fills in, by how it is written. */
export const fieldKinds = [
  'line',
  'text',
  'lines',
  'integer',
  'amount',
  'amounts',
  'day',
  'choice',
  'id',
  'json',
] as const;

/** No lines, no marks of direction, nothing that is not seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => text.trim() !== '' && !unseen.test(text), 'This is one line of words.');

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const placeholder = z.string().regex(/^\{\{ *[a-z][a-zA-Z0-9]* *\}\}$/);

const field = z.strictObject({
  /** By which placeholders name it: `{{name}}`. */
  name: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  /** What is asked, of whoever fills it in. */
  label: line(300),
  /**
   * `line` and `text` are words, `lines` a list of them; `amount` and `amounts` minor units as
   * decimal digits; `day` a date; `choice` one of `choices`; `id` the id of something, of which
   * type `of` says; `json` a whole value.
   */
  kind: z.enum(fieldKinds),
  /** Whether it may be left out. It may not where this is left out. */
  optional: z.literal(true).optional(),
  choices: z.array(line(200)).min(1).max(100).optional(),
  of: z.string().min(1).max(60).optional(),
  /** The currency of an amount, or the name of the field that says it, as `{{name}}`. */
  currency: z.string().min(3).max(60).optional(),
  example: z.unknown().optional(),
});
export type TemplateField = z.infer<typeof field>;

/** What a proposal is written from. */
export const templateShape = z.strictObject({
  /** Its short name, which never changes. */
  key: key.max(60),
  title: line(200),
  /** When to use it. */
  purpose: z.string().max(2000),
  /** The policy that decides it, and the pack that has it where none is in force. */
  policy: z.strictObject({
    key: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
    pack: z.string().max(60).nullable(),
  }),
  fields: z.array(field).max(40),
  /** With placeholders. Text is Markdown. */
  proposal: z.strictObject({
    title: line(200),
    body: z.string().max(50_000),
    options: z.union([z.array(line(200)).max(50), placeholder]).nullable(),
    voteTerms: z.record(z.string(), z.unknown()).nullable(),
    actions: z
      .array(
        z.strictObject({
          kind: z.string().min(1).max(120),
          /** On what terms. A text that is one placeholder stands for the value itself. */
          payload: z.record(z.string(), z.unknown()),
        }),
      )
      .max(20),
    /** The policy's usual time where it is null. */
    windowHours: z
      .int()
      .min(1)
      .max(24 * 366)
      .nullable(),
    visibility: z.enum(['public', 'members']).nullable(),
    tags: z.array(line(40)).max(10),
  }),
});
export type Template = z.infer<typeof templateShape>;

export const templateFileFormat = 'rochdale.proposal-templates';

/** Templates as they are handed on. */
export const templateFile = z.strictObject({
  format: z.literal(templateFileFormat),
  version: z.literal(1),
  templates: z.array(templateShape).min(1).max(200),
});
export type TemplateFile = z.infer<typeof templateFile>;

export const atMostTemplates = 200;
const longest = 100_000;
const deepest = 30;

/** Whether a value nests no deeper than can be walked through. */
export const isShallow = (value: unknown, left = deepest): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every((one) => isShallow(one, left - 1)));

/** The JSON Schema (2020-12) of files of templates. */
export function templateFileSchema(): object {
  return {
    $id: 'https://rochdale.example/proposal-templates.schema.json',
    title: 'What proposals are written from, as co-operatives hand it on',
    ...z.toJSONSchema(templateFile, { io: 'input' }),
  };
}

type Path = readonly string[];

function read<Shape>(shape: z.ZodType<Shape>, given: unknown, path: Path): Shape {
  if (!isShallow(given)) throw invalid('It nests too deeply.', path);
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const fault = shapeFaultOf(parsed.error, given);
    throw invalid(fault.message, [...path, ...fault.path]);
  }
  if (canonicalJson(parsed.data).length <= longest * 20) return parsed.data;
  throw invalid('It is too long.', path);
}

const invalid = (message: string, path: Path): Error =>
  governanceErrors.error('TEMPLATE_INVALID', message, { path });

/**
 * A template as somebody writes it.
 *
 * @throws CodedError TEMPLATE_INVALID with the field that is at fault
 */
export function readTemplate(given: unknown): Template {
  const template = read(templateShape, given, ['templateJson']);
  if (canonicalJson(template).length > longest) throw invalid('It is too long.', ['templateJson']);
  return template;
}

/**
 * A file of templates.
 *
 * @throws CodedError TEMPLATE_INVALID with the place that is at fault, or where a key is twice
 */
export function readTemplates(given: unknown): readonly Template[] {
  const { templates } = read(templateFile, given, ['fileJson']);
  const keys = templates.map((one) => one.key);
  const twice = keys.findIndex((one, place) => keys.indexOf(one) < place);
  if (twice !== -1)
    throw invalid('A key is there twice.', ['fileJson', 'templates', String(twice)]);
  const long = templates.findIndex((one) => canonicalJson(one).length > longest);
  if (long !== -1) throw invalid('It is too long.', ['fileJson', 'templates', String(long)]);
  return templates;
}

/** The same for handing on. */
export const toFile = (templates: readonly Template[]): TemplateFile => ({
  format: templateFileFormat,
  version: 1,
  templates: [...templates],
});
