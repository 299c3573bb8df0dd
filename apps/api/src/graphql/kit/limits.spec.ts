import { GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkLimits } from './limits.js';

const text = new GraphQLObjectType({
  name: 'Text',
  fields: {
    title: { type: GraphQLString },
    html: { type: GraphQLString, extensions: { complexity: 400 } },
  },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: { texts: { type: new GraphQLList(text) } },
  }),
});

const asking = (times: number, field: string) => () => {
  const aliases = Array.from({ length: times }, (_, nth) => `t${nth}: texts { ${field} }`);
  checkLimits(schema, parse(`{ ${aliases.join(' ')} }`), null, true);
};

describe('what one operation may ask for', () => {
  it('counts a field that takes long by what it says of itself', () => {
    expect(asking(8, 'title')).not.toThrow();
    expect(asking(7, 'html')).not.toThrow();
    expect(asking(8, 'html')).toThrow('at most 30000 fields');
  });
});
