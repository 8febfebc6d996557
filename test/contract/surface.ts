/** The contract as plain text: every call with its input and output, for the snapshot that a review reads. */
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../preload/contract/index.ts';

export interface Call {
  readonly path: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly errors: readonly string[];
}

/** Every call of the contract in order of its path. */
export function callsOfContract(): readonly Call[] {
  const calls: Call[] = [];
  const walk = (node: unknown, path: readonly string[]): void => {
    if (isContractProcedure(node)) {
      const { inputSchema, outputSchema, errorMap } = node['~orpc'];
      calls.push({
        path: path.join('.'),
        input: shapeOf(inputSchema),
        output: shapeOf(outputSchema),
        errors: Object.keys(errorMap).toSorted(),
      });
      return;
    }
    for (const [name, child] of Object.entries(node as Record<string, unknown>)) walk(child, [...path, name]);
  };
  walk(contract, []);
  return calls.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function shapeOf(schema: unknown): unknown {
  if (schema === undefined) return 'nothing';
  const events = getEventIteratorSchemaDetails(schema as never);
  if (events !== undefined) return { stream: shapeOf(events.yields) };
  return brief(
    z.toJSONSchema(schema as z.ZodType, {
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const { type } = zodSchema._zod.def;
        if (type === 'date') Object.assign(jsonSchema, { type: 'instant' });
        if (jsonSchema.format === 'date' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
        if (type === 'custom') Object.assign(jsonSchema, { type: 'blob' });
      },
    }),
  );
}

/** JSON Schema cut to what a reader compares: names, types, limits. */
function brief(schema: unknown): unknown {
  if (schema === null || typeof schema !== 'object') return schema;
  const s = schema as Record<string, unknown>;
  if (Array.isArray(s.anyOf)) return (s.anyOf as unknown[]).map(brief);
  if (Array.isArray(s.oneOf)) return (s.oneOf as unknown[]).map(brief);
  if ('const' in s) return `= ${JSON.stringify(s.const)}`;
  if (Array.isArray(s.enum)) return (s.enum as string[]).join(' | ');
  if (s.type === 'array') return { each: brief(s.items), ...limits(s) };
  if (s.type === 'object') {
    const required = new Set((s.required as string[] | undefined) ?? []);
    const fields = Object.entries((s.properties as Record<string, unknown> | undefined) ?? {});
    if (fields.length === 0) return { map: brief(s.additionalProperties) };
    return Object.fromEntries(
      fields.map(([name, field]) => [required.has(name) ? name : `${name}?`, brief(field)]),
    );
  }
  const bounds = Object.entries(limits(s)).map(([name, value]) => `${name} ${String(value)}`);
  return [s.type ?? 'any', ...(s.format === undefined ? [] : [s.format]), ...bounds].join(' ');
}

function limits(s: Record<string, unknown>): Record<string, unknown> {
  const names = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum', 'pattern'];
  const unbounded = new Set<unknown>([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
  return Object.fromEntries(
    names.filter((name) => name in s && !unbounded.has(s[name])).map((name) => [name, s[name]]),
  );
}
