/**
 * Message templates with named placeholders, «{issuedOn}». Placeholders are checked both ways, for a letter with a
 * hole in it must never leave the desk.
 */
export type TemplateFault =
  | { readonly code: 'TEMPLATE_SYNTAX'; readonly placeholder: null }
  | { readonly code: 'TEMPLATE_UNKNOWN' | 'TEMPLATE_MISSING'; readonly placeholder: string };

const PLACEHOLDER = /\{([a-z][A-Za-z0-9]*)\}/g;

/** Names of the placeholders of a template, each once, in order. */
export function placeholdersOf(template: string): readonly string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

/** Faults of a template against the names it may use: stray braces, unknown names. */
export function templateFaults(template: string, known: readonly string[]): readonly TemplateFault[] {
  const faults: TemplateFault[] = placeholdersOf(template)
    .filter((placeholder) => !known.includes(placeholder))
    .map((placeholder) => ({ code: 'TEMPLATE_UNKNOWN', placeholder }));
  if (/[{}]/.test(template.replace(PLACEHOLDER, ''))) {
    faults.push({ code: 'TEMPLATE_SYNTAX', placeholder: null });
  }
  return faults;
}

export type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/** Fills a template. Values go in as they are, once: a value that looks like a placeholder stays text. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string | null | undefined>>,
): Filled {
  const syntax = templateFaults(template, placeholdersOf(template));
  const missing = placeholdersOf(template)
    .filter((name) => !Object.hasOwn(values, name) || (values[name] ?? '') === '')
    .map((placeholder) => ({ code: 'TEMPLATE_MISSING' as const, placeholder }));
  if (syntax.length + missing.length > 0) {
    return { ok: false, faults: [...syntax, ...missing] };
  }
  return { ok: true, text: template.replace(PLACEHOLDER, (_, name: string) => values[name] ?? '') };
}
