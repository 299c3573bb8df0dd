import {
  exactly,
  headerComponents,
  headers,
  id,
  limitHeaders,
  moment,
  ownDescription,
  problem,
  problemOf,
  problemSchema,
  text,
  usedUpHeaders,
  whole,
} from '../kit/openapi.js';

const money = { $ref: '#/components/schemas/Money' };
/** With the verdict in it, when there was one event. */
const refusedEvent = (description: string) => ({
  description,
  headers,
  content: {
    'application/problem+json': {
      schema: {
        anyOf: [
          { $ref: '#/components/schemas/Problem' },
          { $ref: '#/components/schemas/RefusedEvent' },
        ],
      },
    },
  },
});

const refusals = {
  400: problem('The request cannot be read: INVALID_INPUT, INVALID_CURSOR.'),
  401: problem('The key opens nothing: UNAUTHENTICATED.', limitHeaders),
  403: problem('The key may not do this: FORBIDDEN, TOKEN_OF_ANOTHER_COOPERATIVE.'),
  404: problem('There is no such co-operative: COOPERATIVE_UNKNOWN.'),
  429: problem('Too many keys that open nothing: RATE_LIMITED.', usedUpHeaders),
  500: problem('Something went wrong on our side: INTERNAL, with a `traceId`.'),
  503: problem('The books cannot be reached right now: UNAVAILABLE.'),
};

const event = { $ref: '#/components/schemas/UsageEvent' };
const data = [
  { $ref: '#/components/schemas/UsageData' },
  { $ref: '#/components/schemas/UsageRetraction' },
];
const events = { type: 'array', minItems: 1, maxItems: 1000, items: event };
const report = {
  'application/json': { schema: { $ref: '#/components/schemas/UsageReport' } },
};

const reporting = {
  operationId: 'reportUsage',
  summary: 'Report what members used',
  description:
    'Each event gets its own verdict; one that is wrong does not hold up the others. An event ' +
    'is identified by the partner, its source and its id for ever: send it again as often as you ' +
    'like, it counts once. What was wrong is corrected by a quantity below zero, where the meter ' +
    'sums up, or called off by an event whose data is a `UsageRetraction`. In binary mode the ' +
    'attributes are headers (`ce-id`, `ce-source`, …) and the body is the data.',
  requestBody: {
    required: true,
    content: {
      'application/cloudevents+json': { schema: event },
      'application/cloudevents-batch+json': { schema: events },
      'application/json': {
        schema: { oneOf: [event, events, ...data] },
      },
    },
  },
  responses: {
    200: { description: 'Every event is in, now or before.', headers, content: report },
    207: { description: 'Some events are not in: see their verdicts.', headers, content: report },
    ...refusals,
    400: refusedEvent(
      'The request cannot be read (INVALID_INPUT), or the only event of it is not in: ' +
        'EVENT_INVALID, TYPE_UNKNOWN, TIME_IMPLAUSIBLE, METER_UNKNOWN, MEMBER_UNKNOWN, ' +
        'CORRECTION_REFUSED, RETRACTED_ALREADY, RETRACTION_FINAL, EVENT_COUNTED.',
    ),
    409: refusedEvent('The id of the only event was used for another one: EVENT_CONFLICT.'),
    413: problem('Too many bytes or events: TOO_LARGE, USAGE_BATCH_TOO_LARGE.'),
    415: problem('Another content type: UNSUPPORTED_MEDIA_TYPE.'),
  },
};

const paging = [
  {
    name: 'first',
    in: 'query',
    description: 'How many, at most 100.',
    schema: { type: 'integer', minimum: 0, maximum: 100, default: 20 },
  },
  {
    name: 'after',
    in: 'query',
    description: 'The `nextCursor` of the page before.',
    schema: text,
  },
];

const pageOf = (schema: string) => ({
  200: {
    description: 'A page.',
    headers,
    content: {
      'application/json': {
        schema: exactly({
          items: { type: 'array', items: { $ref: `#/components/schemas/${schema}` } },
          nextCursor: { type: ['string', 'null'] },
        }),
      },
    },
  },
  ...refusals,
});

const listing = {
  operationId: 'listStatements',
  summary: 'Your own statements, the newest first',
  parameters: paging,
  responses: pageOf('Statement'),
};

const erased = {
  operationId: 'listErasedMembers',
  summary: 'Members whom you reported, and who were erased',
  description:
    'Whoever was erased is to be forgotten by you as well (Art. 19 GDPR). Only members of ' +
    'whom you reported usage are told, by your own id of them: once a day, all of that day ' +
    'together and in an order of yours alone. Keep `nextCursor` and ask behind it once a day; ' +
    'it is null while nobody was told behind the one you asked with. After a restore one may be ' +
    'told again.',
  parameters: paging,
  responses: pageOf('ErasedMember'),
};

const verdict = exactly({
  index: { ...whole, description: 'The event’s place in the batch, from 0.' },
  id: { type: ['string', 'null'] },
  status: { enum: ['accepted', 'duplicate', 'conflict', 'rejected'] },
  code: { type: ['string', 'null'] },
  message: { type: ['string', 'null'] },
  path: {
    type: ['array', 'null'],
    items: text,
    description: 'The field of the event that is at fault, outermost first.',
  },
});

const usageReport = {
  accepted: whole,
  duplicates: { ...whole, description: 'Were in already, with the same content.' },
  conflicts: { ...whole, description: 'Their id was used for other content.' },
  rejected: whole,
  verdicts: { type: 'array', items: verdict },
};

const schemas = {
  Money: exactly({
    minor: { ...text, description: 'The amount in the smallest unit: cents for EUR.' },
    currency: { ...text, description: 'Three letters of ISO 4217.' },
    decimal: { ...text, description: 'The same amount as a decimal: 12.50.' },
  }),
  UsageEvent: {
    type: 'object',
    description: 'A CloudEvent 1.0 in its JSON format.',
    required: ['specversion', 'type', 'source', 'id', 'data'],
    properties: {
      specversion: { const: '1.0' },
      type: { const: 'coop.rochdale.usage.v1' },
      source: { ...text, minLength: 1, maxLength: 200 },
      id: { ...text, minLength: 1, maxLength: 200 },
      subject: {
        ...text,
        description:
          'The member, by the `id` that GraphQL gives this partner, or a member as ' +
          '`Partner.viewerMemberId`. No other partner has the same. A retraction needs none.',
      },
      time: { ...moment, description: 'When it was used. A retraction needs none.' },
      data: { oneOf: data },
    },
  },
  UsageData: {
    type: 'object',
    required: ['meter', 'quantity'],
    properties: {
      meter: { ...text, description: 'The key of a meter.' },
      quantity: {
        type: ['string', 'integer'],
        description:
          'A decimal in a string; a whole number may be a number. Below zero it corrects what ' +
          'was reported of the member, where the meter sums up.',
      },
    },
  },
  UsageRetraction: {
    type: 'object',
    description:
      'Calls off an event of yours, once and for good, whether it came already or comes later. ' +
      'What had counted in a closed month is taken off the next one; where a meter does not sum ' +
      'or count, it is EVENT_COUNTED.',
    required: ['retracts'],
    properties: {
      retracts: {
        type: 'object',
        required: ['id'],
        properties: {
          source: { ...text, description: 'Of the event; left out, that of this one.' },
          id: { ...text, description: 'Of the event.' },
        },
      },
      meter: false,
      quantity: false,
    },
  },
  UsageReport: exactly(usageReport),
  RefusedEvent: {
    ...exactly({ ...problemOf, path: { type: 'array', items: text }, ...usageReport }),
    description: 'The problem of an event that came alone, with the report of it.',
  },
  Statement: exactly({
    id,
    periodId: id,
    state: { enum: ['draft', 'approved', 'accrued', 'paid', 'payout-failed'] },
    share: {
      allOf: [money],
      description: 'What it tells of your share: of this period and of earlier ones that waited.',
    },
    waitsFor: {
      enum: ['few-members', null],
      description:
        'few-members: so few members are behind your share that the amount would tell their ' +
        'dues. It is told with a later statement; nothing of it is lost.',
    },
    accrued: money,
    amount: money,
    quantity: text,
    events: text,
    lateEvents: text,
    eventsHash: {
      ...text,
      description:
        'SHA-256 in hex of `eventsSalt` and, for each of its events by source and id, of source, ' +
        'id, meter, quantity and instant, or of source, id and those of the event it retracts: ' +
        'each in a line of its own, joined by line feeds.',
    },
    eventsSalt: text,
    createdAt: moment,
    approvedAt: { type: ['string', 'null'], format: 'date-time' },
  }),
  ErasedMember: exactly({
    memberId: { ...text, description: 'As you reported the member.' },
    toldOn: { type: 'string', format: 'date' },
  }),
  Problem: problemSchema,
};

/** The partners' API in OpenAPI 3.1. A test compares its routes with those that are served. */
export const partnerApiDescription = {
  openapi: '3.1.0',
  info: {
    title: 'Rochdale for partners',
    version: '1',
    description: 'Report what members used, and read what you are paid for it.',
    license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
  },
  security: [{ apiKey: [] }],
  paths: {
    '/partner/v1/usage-events': { post: reporting },
    '/partner/v1/statements': { get: listing },
    '/partner/v1/erased-members': { get: erased },
    '/partner/v1/openapi.json': ownDescription,
  },
  components: {
    securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
    headers: headerComponents,
    schemas,
  },
} as const;
