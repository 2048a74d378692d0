import {
  App,
  DefaultTokenResolver,
  StringConcat,
  TerraformOutput,
  TerraformStack,
  Token,
  Tokenization,
} from 'cdktf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quickResolve, type Resolve, withQuickResolve } from '../../stacks/quick-resolve.js';

const resolver = new DefaultTokenResolver(new StringConcat());
const scope = undefined as never;
const byCdktf: Resolve = (_, value, preparing = false) =>
  Tokenization.resolve(value, { scope, resolver, preparing });

const token = () => ({ creationStack: [], resolve: () => ({ inner: 'x', none: undefined }) });
const tokens = fc.constantFrom<unknown>(
  token(),
  Token.asString(token()),
  `before ${Token.asString('text')} after`,
  Token.asNumber({ creationStack: [], resolve: () => 7 }),
  `port ${Token.asNumber({ creationStack: [], resolve: () => 7 })}`,
  Token.asList({ creationStack: [], resolve: () => ['a', 'b'] }),
  [Token.asNumber({ creationStack: [], resolve: () => 7 }), 1],
  Token.asStringMap({ creationStack: [], resolve: () => ({ key: 'value' }) }),
);
const values = fc.anything({
  key: fc.oneof(fc.string(), fc.constant(Token.asString('key'))),
  values: [
    fc.string(),
    fc.constantFrom('${docker_network.data.id}', '1e+289', '$${escaped}', 'TfToken['),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true }),
    tokens,
  ],
});

test('resolves every value as cdktf does', () => {
  const quick = quickResolve(byCdktf);
  fc.assert(
    fc.property(values, (value) => {
      expect(quick(scope, value)).toEqual(byCdktf(scope, value));
    }),
  );
});

test('gives cdktf nothing but what may hold a token', () => {
  const given: unknown[] = [];
  const quick = quickResolve((_, value) => {
    given.push(value);
    return 'resolved';
  });
  const name = Token.asString(token());
  const stack = { a: [{ name, ports: [5432], data: 'YWJj', none: undefined }], b: { c: null } };
  expect(quick(scope, stack)).toEqual({
    a: [{ name: 'resolved', ports: [5432], data: 'YWJj' }],
    b: { c: null },
  });
  expect(given).toEqual([name]);
});

test.each([
  ['resolved elements', () => undefined],
  [
    'overrides of its own',
    (stack: TerraformStack) => {
      stack.addOverride('locals.name', Token.asString(token()));
    },
  ],
])('a stack of %s is what cdktf makes of it', (_, change) => {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'orders');
  new TerraformOutput(stack, 'one', { value: Token.asString(token()) });
  new TerraformOutput(stack, 'two', { value: { name: `a ${Token.asString('text')}` } });
  change(stack);
  const quick: unknown = withQuickResolve((): unknown => stack.toTerraform());
  expect(quick).toEqual(stack.toTerraform());
  expect(JSON.stringify(quick)).not.toContain('TfToken');
});
