/** What every form of rules does: a fault is told on leaving its field or when saving was tried, and cleared as it is typed. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConnection } from '../api.ts';
import { toDeskError } from '../desk-error.ts';
import { useT } from '../i18n.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import type { Fault } from './rule-fault.ts';

interface RuleFormOptions<Form extends object, Saved> {
  /** The form as it is opened, and as undoing leaves it. */
  readonly first: () => Form;
  readonly faultsOf: (form: Form) => readonly Fault<keyof Form & string>[];
  /** What the back end refused with, by the form's own fields. */
  readonly toldOf: (
    form: Form,
    obstacles: readonly { readonly code: string; readonly field?: string | undefined }[],
  ) => readonly Fault<keyof Form & string>[];
  readonly faultText: (code: string, field: (keyof Form & string) | null) => string;
  /** Whether there is something to save, and the officer may. */
  readonly mayRun: (form: Form) => boolean;
  readonly run: (form: Form) => Promise<Saved>;
  readonly onSaved: (saved: Saved) => void;
}

export type RuleFormState<Form extends object> = ReturnType<typeof useRuleForm<Form, unknown>>;

/** The state of one form; RuleFrame draws it. */
export function useRuleForm<Form extends object, Saved>(options: RuleFormOptions<Form, Saved>) {
  type Field = keyof Form & string;
  const { t } = useT();
  const connected = useConnection().kind === 'open';
  const [form, setForm] = useState<Form>(options.first);
  const element = useRef<HTMLFormElement>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<readonly Fault<Field>[]>([]);
  const [tried, setTried] = useState(false);
  const faults = options.faultsOf(form);
  const save = useMutation({
    mutationFn: () => options.run(form),
    onSuccess: options.onSaved,
    onError: (thrown) => {
      const error = toDeskError(thrown);
      if (error.is('REFUSED')) setTold(options.toldOf(form, error.data.obstacles));
    },
  });
  const ready = connected && options.mayRun(form) && !save.isPending;
  const submit = (): void => {
    setTried(true);
    if (ready && faults.length === 0) {
      save.mutate();
    } else {
      // To the first field to correct, once its fault is drawn.
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
    }
  };
  useHotkeys(t('nav.rules'), [{ combo: 'Ctrl+Enter', label: t('act.save'), run: submit }]);
  const whole = [...told, ...(tried ? faults : [])].filter(({ field }) => field === null);
  const refused = toDeskError(save.error).code === 'REFUSED';
  return {
    form,
    element,
    connected,
    ready,
    saving: save.isPending,
    /** Whether nothing is wrong with what is typed. */
    sound: faults.length === 0,
    submit,
    /** How many fields are to be corrected, once saving was tried. */
    toCorrect: tried ? faults.length : 0,
    /** What is wrong with the form as a whole, in words; an error of saving where nothing else is told. */
    whole: whole.map(({ code }) => options.faultText(code, null)),
    error: refused ? null : save.error,
    leave: (field: string): void => setLeft((now) => new Set([...now, field])),
    change: (part: Partial<Form>): void => {
      setForm((now) => ({ ...now, ...part }));
      setTold((now) => now.filter(({ field }) => field === null || !Object.hasOwn(part, field)));
      save.reset();
    },
    undo: (): void => {
      setForm(options.first());
      setTold([]);
      setTried(false);
      save.reset();
    },
    errorOf: (field: Field): string | null => {
      const fault = told.find((one) => one.field === field) ?? faults.find((one) => one.field === field);
      const shown = tried || left.has(field) || told.some((one) => one.field === field);
      return fault === undefined || !shown ? null : options.faultText(fault.code, field);
    },
  };
}
