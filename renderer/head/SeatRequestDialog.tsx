/** What a head asks about a seat: it is free again, is to be closed, opened, or given for a time. A clerk answers. */
import { useMutation } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { seatRequestKindOf } from '../../domain/data/place-reasons.ts';
import type { Group, SeatRequest } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { words } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { useReadSeatsAgain, useSeats } from '../places/data.ts';
import { seatErrorText } from '../places/errors.ts';
import { REQUEST_KINDS, type RequestKind, requestKindsOf } from '../places/look.ts';
import { Pick } from '../places/Pick.tsx';
import { useCatalogue } from '../query.ts';
import { useToday } from '../review/use-today.ts';
import { Act } from '../ui/Act.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DateField, Field } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useAsking } from '../use-asking.ts';
import { useAskedSeats } from './data.ts';
import styles from './head.module.css';

type Wanted = Omit<Parameters<typeof api.places.request>[0], 'idempotencyKey'>;

/** `seat`: asked about this one; else the head chooses. */
export function SeatRequestDialog(props: {
  groups: readonly Group[];
  seat?: { readonly groupId: number; readonly seatId: string };
  onClose: () => void;
}) {
  const { t, locale } = useT();
  const catalogue = useCatalogue();
  const readAgain = useReadSeatsAgain();
  const connected = useConnection().kind === 'open';
  const today = useToday();
  const asked = useAskedSeats();
  const form = useForm(props.groups, asked, props.seat ?? null);
  const seats = useSeats(form.groupId);
  const seat = seats.data?.find((one) => one.id === form.seatId);
  const reasons = (catalogue.data?.reasons ?? [])
    .filter((one) => one.usedFor === 'seat' && seatRequestKindOf(one.code) === form.kind)
    .toSorted((a, b) => a.position - b.position);
  const ask = useAsking(api.places.request);
  const send = useMutation({
    mutationFn: (wanted: Wanted): Promise<SeatRequest> => ask(wanted, { ...wanted, expectedVersion: null }),
    onSuccess: () => {
      readAgain();
      showToast({ title: t('head:request.sent'), detail: t('head:request.sentDetail') });
      props.onClose();
    },
    onError: readAgain,
  });
  // A reason of another request is no reason of this one.
  const reason = reasons.find((one) => one.code === form.reason)?.code ?? null;
  const why = whyNot(t, { ...form, reason, connected, today, seatKnown: seat !== undefined });
  const submit = (): void => {
    const { kind } = form;
    if (why === null && !send.isPending && kind !== null && seat !== undefined && reason !== null) {
      send.mutate({
        seatId: seat.id,
        expectedVersion: seat.version,
        kind,
        reason,
        note: form.note.trim() === '' ? null : form.note.trim(),
        until: kind === 'temporary' ? form.until : null,
      });
    }
  };
  useHotkeys(t('head:request.title'), [{ combo: 'Ctrl+Enter', label: t('head:request.send'), run: submit }], {
    level: 2,
  });
  return (
    <Dialog
      title={t('head:request.title')}
      width={560}
      onClose={props.onClose}
      footer={
        <>
          <span className="muted small" role="status">
            {why}
          </span>
          <span className="gap" />
          <Act combo="Escape" onClick={props.onClose}>
            {t('act.cancel')}
          </Act>
          <Act
            tone="primary"
            combo="Ctrl+Enter"
            busy={send.isPending}
            disabled={why !== null}
            onClick={submit}
          >
            {t('head:request.send')}
          </Act>
        </>
      }
    >
      <div className={styles.request}>
        <KindChoice kinds={form.kinds} value={form.kind} onChange={form.setKind} />
        <div className={styles.pair}>
          <Pick
            label={t('head:request.group')}
            value={form.groupId === null ? '' : String(form.groupId)}
            placeholder={t('head:request.noSeats')}
            disabled={form.groups.length === 0 || props.seat !== undefined}
            options={form.groups.map((group) => ({ value: String(group.id), label: group.name }))}
            onChange={(value) => form.setGroup(Number(value))}
          />
          <Pick
            label={t('head:request.seat')}
            value={form.seatId ?? ''}
            placeholder={t('head:request.noSeats')}
            disabled={form.seats.length === 0 || props.seat !== undefined}
            options={form.seats.map((one) => ({
              value: one.id,
              label: t('places:seat', { number: one.ordinal }),
              detail: t(`places:look.${one.look}`),
            }))}
            onChange={form.setSeat}
          />
        </div>
        <div className={form.kind === 'temporary' ? styles.pair : undefined}>
          <Pick
            label={t('head:request.reason')}
            value={reason ?? ''}
            placeholder={t('head:request.noReason')}
            options={reasons.map((one) => ({ value: one.code, label: words(one.name, locale) }))}
            onChange={form.setReason}
          />
          {form.kind === 'temporary' ? (
            <DateField
              label={t('head:request.until')}
              value={form.until}
              error={form.until !== null && form.until <= today ? t('head:request.untilPast') : null}
              onChange={form.setUntil}
            />
          ) : null}
        </div>
        <Field label={t('head:request.note')} hint={t('head:request.noteHint')}>
          {({ id, describedBy }) => (
            <textarea
              id={id}
              className={styles.note}
              aria-describedby={describedBy}
              rows={2}
              maxLength={500}
              value={form.note}
              onChange={(event) => form.setNote(event.target.value)}
            />
          )}
        </Field>
        {send.error === null ? null : (
          <Inline>
            {t('head:request.notSent')} {seatErrorText(t, send.error)}
          </Inline>
        )}
      </div>
    </Dialog>
  );
}

/** The four requests as radio buttons; what no seat of the kindergarten fits is off, and says so. */
function KindChoice(props: {
  kinds: ReadonlySet<RequestKind>;
  value: RequestKind | null;
  onChange: (kind: RequestKind) => void;
}) {
  const { t } = useT();
  const name = useId();
  return (
    <fieldset className={styles.kinds}>
      <legend className="fl">{t('head:request.kind')}</legend>
      {REQUEST_KINDS.map((kind) => {
        const possible = props.kinds.has(kind);
        return (
          <label key={kind} className={possible ? styles.kind : `${styles.kind} ${styles.kindOff}`}>
            <input
              type="radio"
              className="rb"
              name={name}
              // biome-ignore lint/a11y/noAutofocus: the first thing to choose of this dialog
              autoFocus={kind === props.value}
              checked={kind === props.value}
              disabled={!possible}
              onChange={() => props.onChange(kind)}
            />
            <span>
              <span className="strong">{t(`places:request.${kind}`)}</span>
              <span className="small muted">
                {possible ? t(`head:request.detail.${kind}`) : t('head:request.noneFit')}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** The fields, each choice narrowing the next: what is asked, of which group, about which seat. */
function useForm(
  groups: readonly Group[],
  asked: ReadonlySet<string>,
  given: { readonly groupId: number; readonly seatId: string } | null,
) {
  const about = useMemo(() => {
    const all = groups.flatMap((group) =>
      group.seats.filter((seat) => !asked.has(seat.id)).map((seat) => ({ group, seat })),
    );
    return given === null ? all : all.filter(({ seat }) => seat.id === given.seatId);
  }, [groups, asked, given]);
  const kinds = useMemo(() => new Set(about.flatMap(({ seat }) => requestKindsOf(seat.look))), [about]);
  const [wantedKind, setKind] = useState<RequestKind | null>(null);
  const [wantedGroup, setGroup] = useState<number | null>(null);
  const [wantedSeat, setSeat] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const kind =
    wantedKind !== null && kinds.has(wantedKind)
      ? wantedKind
      : (REQUEST_KINDS.find((one) => kinds.has(one)) ?? null);
  const fitting = kind === null ? [] : about.filter(({ seat }) => requestKindsOf(seat.look).includes(kind));
  const fittingGroups = [...new Set(fitting.map(({ group }) => group))];
  const group = fittingGroups.find((one) => one.id === wantedGroup) ?? fittingGroups[0] ?? null;
  const seats = fitting.filter((one) => one.group === group).map(({ seat }) => seat);
  const seat = seats.find((one) => one.id === wantedSeat) ?? seats[0] ?? null;
  return {
    kinds,
    kind,
    setKind,
    groups: fittingGroups,
    groupId: group?.id ?? null,
    setGroup,
    seats,
    seatId: seat?.id ?? null,
    setSeat,
    reason,
    setReason,
    until,
    setUntil,
    note,
    setNote,
  };
}

function whyNot(
  t: T,
  form: {
    readonly connected: boolean;
    readonly today: string;
    readonly kind: RequestKind | null;
    readonly seatId: string | null;
    readonly seatKnown: boolean;
    readonly reason: string | null;
    readonly until: string | null;
  },
): string | null {
  if (!form.connected) {
    return t('connection.actsOff');
  }
  if (form.kind === null || form.seatId === null) {
    return t('head:request.why.seat');
  }
  if (form.reason === null) {
    return t('head:request.why.reason');
  }
  if (form.kind === 'temporary' && (form.until === null || form.until <= form.today)) {
    return t('head:request.why.until');
  }
  return form.seatKnown ? null : t('state.loading');
}
