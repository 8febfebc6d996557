/** What is wrong with a form of rules, and under which field it stands. Pure. */

/** `field` null: the whole form. */
export type Fault<Field extends string> = { readonly field: Field | null; readonly code: string };

/** Faults the back end tells of, by the names of the form's own fields. `other`: where they are named otherwise. */
export function serverFaultsOf<Form extends object>(
  form: Form,
  obstacles: readonly { readonly code: string; readonly field?: string | undefined }[],
  other: Readonly<Record<string, keyof Form & string>> = {},
): readonly Fault<keyof Form & string>[] {
  return obstacles.map(({ code, field }) => {
    const own = field === undefined ? null : (other[field] ?? field);
    return { code, field: own !== null && Object.hasOwn(form, own) ? (own as keyof Form & string) : null };
  });
}

/** The first fault of each field; those of the whole form all. */
export function firstOfEach<Field extends string>(faults: readonly Fault<Field>[]): readonly Fault<Field>[] {
  return faults.filter(
    (fault, i) => fault.field === null || faults.findIndex((other) => other.field === fault.field) === i,
  );
}
