/**
 * Message templates with named placeholders, «{issuedOn}». Placeholders are checked both ways, for a letter with a
 * hole in it must never leave the desk.
 */
export type TemplateFault =
  | { readonly code: 'TEMPLATE_SYNTAX'; readonly placeholder: null }
  | { readonly code: 'TEMPLATE_UNKNOWN' | 'TEMPLATE_MISSING'; readonly placeholder: string };

export type TextTriple = { readonly kk: string; readonly ru: string; readonly en: string };

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

/** What is wrong with a text an administrator wrote. `most`, `length`: characters; `control`: its code, as U+000D. */
export type WordingFault =
  | TemplateFault
  | { readonly code: 'TEMPLATE_NEEDS'; readonly placeholder: string }
  | { readonly code: 'TEMPLATE_EMPTY'; readonly placeholder: null }
  | { readonly code: 'TEMPLATE_LONG'; readonly placeholder: null; readonly most: number }
  | { readonly code: 'TEMPLATE_CONTROL'; readonly placeholder: null };

/** What a text may and must name, and how long it may be; a subject is one line. */
export type WordingLimits = {
  readonly may: readonly string[];
  readonly must: readonly string[];
  readonly most: number;
  readonly oneLine: boolean;
};

/**
 * Faults of a worded template, in the order to tell them; the database refuses the same (guard notice_template_wording). No
 * control character gets in: a line break in a subject is a header of its own.
 */
export function wordingFaults(text: string, limits: WordingLimits): readonly WordingFault[] {
  if (text.trim() === '') return [{ code: 'TEMPLATE_EMPTY', placeholder: null }];
  const faults: WordingFault[] = [...templateFaults(text, limits.may)];
  const named = placeholdersOf(text);
  for (const placeholder of limits.must) {
    if (!named.includes(placeholder)) faults.push({ code: 'TEMPLATE_NEEDS', placeholder });
  }
  if ([...text].length > limits.most) {
    faults.push({ code: 'TEMPLATE_LONG', placeholder: null, most: limits.most });
  }
  if (hasControl(limits.oneLine ? text : text.replaceAll('\n', ''))) {
    faults.push({ code: 'TEMPLATE_CONTROL', placeholder: null });
  }
  return faults;
}

/** C0, DEL, C1, and the separators of lines and paragraphs. */
export function hasControl(text: string): boolean {
  for (const char of text) {
    const at = char.codePointAt(0) ?? 0;
    if (at < 0x20 || (at >= 0x7f && at <= 0x9f) || at === 0x2028 || at === 0x2029) return true;
  }
  return false;
}
