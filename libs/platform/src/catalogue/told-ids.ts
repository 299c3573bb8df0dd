import { z } from 'zod';
import { plainIdOf, toErasedMemberId, toIdOf, typeOfKind } from '../kernel/global-id.js';
import type { IdAudience } from '../kernel/id-seal.js';
import { isId } from '../kernel/id.js';
import { allFacts } from './fact.js';
import type { FactSubject } from './fact.js';

/** What kinds are called where they are not called as elsewhere. */
type OtherTypes = Readonly<Record<string, string>>;

/** In stored data: the id of something that clients know by that type's name. */
export const idOf = (type: string): z.ZodUUID => z.uuid().meta({ idOf: type });

/** In stored data: the id of something whose kind stands in the field of that name beside it. */
export const idOfKindIn = (field: string, otherTypes: OtherTypes = {}): z.ZodUUID =>
  z.uuid().meta({ idOfKindIn: field, otherTypes });

type Values = Readonly<Record<string, unknown>>;

/** What of a JSON Schema says where ids are. */
interface Shape {
  readonly type?: string;
  readonly format?: string;
  readonly idOf?: string;
  readonly idOfKindIn?: string;
  readonly otherTypes?: OtherTypes;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** The JSON Schema of data as it is told: ids are opaque there, and say of what. */
export function toldSchema(data: z.ZodType): object {
  return z.toJSONSchema(data, {
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema['idOf'] === undefined && jsonSchema['idOfKindIn'] === undefined) return;
      delete jsonSchema.format;
      delete jsonSchema.pattern;
    },
  });
}

const shapes = new WeakMap<z.ZodType, Shape>();

function shapeOf(data: z.ZodType): Shape {
  const known = shapes.get(data);
  if (known !== undefined) return known;
  const shape: Shape = toldSchema(data);
  shapes.set(data, shape);
  return shape;
}

/** What a value is when nothing says whose id it is, or whether it is one. */
const unknownType = 'unknown';

function typesIn(shape: Shape): readonly string[] {
  const { idOf: type, idOfKindIn: field, format, properties = {}, items, anyOf = [] } = shape;
  if (type !== undefined) return [type];
  const isOfAnything = field !== undefined || format === 'uuid';
  const inside = [...Object.values(properties), ...anyOf, ...(items === undefined ? [] : [items])];
  return [...(isOfAnything ? [unknownType] : []), ...inside.flatMap(typesIn)];
}

/**
 * Of what the ids are that data of a shape may hold: `unknown` among them where the shape does not
 * say of what.
 */
export const idTypesIn = (data: z.ZodType): ReadonlySet<string> => new Set(typesIn(shapeOf(data)));

/** Of whom each audience has an id of its own. */
const person = 'Member';

type Exchange = (type: string, id: string) => string;

function typeOf({ idOf: type, idOfKindIn: field, otherTypes }: Shape, beside: Values) {
  const kind = field === undefined ? undefined : beside[field];
  return typeof kind === 'string' ? (otherTypes?.[kind] ?? typeOfKind(kind)) : type;
}

function exchanged(value: unknown, given: Shape, beside: Values, exchange: Exchange): unknown {
  const shape = given.anyOf?.find(({ type }) => type !== 'null') ?? given;
  if (typeof value === 'string') {
    const type = typeOf(shape, beside);
    return type === undefined ? value : exchange(type, value);
  }
  if (Array.isArray(value)) {
    return value.map((one) => exchanged(one, shape.items ?? {}, beside, exchange));
  }
  if (value === null || typeof value !== 'object') return value;
  return exchangedIn(value as Values, shape, exchange);
}

function exchangedIn(values: Values, { properties = {} }: Shape, exchange: Exchange): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      exchanged(value, properties[name] ?? {}, values, exchange),
    ]),
  );
}

/** Who of the persons in a thing was erased, and its own id: beside it they are told by others. */
export interface ErasedBeside {
  readonly memberIds: ReadonlySet<string>;
  readonly thingId: string;
}

/** What is no id of ours, a foreign system's name of something, stays as it is. */
const told =
  (audience: IdAudience, erased?: ErasedBeside): Exchange =>
  (type, id) => {
    if (!isId(id)) return id;
    const isErased = type === person && erased?.memberIds.has(id) === true;
    return isErased ? toErasedMemberId(id, erased.thingId, audience) : toIdOf(type, id, audience);
  };

/** Stored data with the ids that every edge gives that audience, and takes from it. */
export const toldData = (
  shape: z.ZodType,
  data: Values,
  audience: IdAudience,
  erased?: ErasedBeside,
): Values => exchangedIn(data, shapeOf(shape), told(audience, erased));

/** The plain ids of the persons whom stored data names. */
export function personsIn(shape: z.ZodType, data: Values): string[] {
  const found = new Set<string>();
  exchangedIn(data, shapeOf(shape), (type, id) => {
    if (type === person && isId(id)) found.add(id);
    return id;
  });
  return [...found];
}

/** What stands in data where ids do, and of what each is, whether or not it is one. */
export function idPlacesIn(shape: z.ZodType, data: Values): { type: string; text: string }[] {
  const found: { type: string; text: string }[] = [];
  exchangedIn(data, shapeOf(shape), (type, text) => {
    found.push({ type, text });
    return text;
  });
  return found;
}

/** Data that somebody of that audience sent, with the ids of either form as they are stored. */
export const heardData = (shape: z.ZodType, sent: unknown, audience: IdAudience): unknown =>
  exchanged(sent, shapeOf(shape), {}, (type, id) => plainIdOf(type, id, audience));

/** A fact's data as other programs are told it. */
export function toldFact(
  type: string,
  data: Values,
  audience: IdAudience,
  erased?: ErasedBeside,
): Values {
  const definition = allFacts().get(type);
  if (definition === undefined) return data;
  const told = { ...toldData(definition.data, data, audience, erased) };
  for (const name of definition.withheld) delete told[name];
  return told;
}

/** What a fact is about, as other programs are told it. */
export const toldSubject = (
  { kind, id }: FactSubject,
  audience: IdAudience,
  erased?: ErasedBeside,
): FactSubject => ({
  kind,
  id: told(audience, erased)(typeOfKind(kind), id),
});

/** The plain ids of the persons whom a fact is about or names. */
export function personsOfFact(type: string, subject: FactSubject | null, data: Values): string[] {
  const definition = allFacts().get(type);
  const named = definition === undefined ? [] : personsIn(definition.data, data);
  const isAboutOne = subject !== null && typeOfKind(subject.kind) === person;
  return isAboutOne ? [subject.id, ...named] : named;
}
