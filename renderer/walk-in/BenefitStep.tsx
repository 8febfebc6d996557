/** Step 3: the kind of queue, the benefit with the papers that prove it, and the scans. */
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import type { Catalogue, WalkInScanView } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { bytes, decimal, words } from '../format.ts';
import { useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Icon } from '../ui/Icon.tsx';
import { Inline } from '../ui/States.tsx';
import { textAt } from './faults.ts';
import { Choice, Text } from './fields.tsx';
import type { StepProps } from './PeopleSteps.tsx';
import { type AskedPaper, askedPapers, isGiven, SCAN_FILES, sendScan } from './scans.ts';
import css from './walk-in.module.css';

export interface ScanProps {
  readonly scans: readonly WalkInScanView[];
  readonly onScans: (scans: WalkInScanView[]) => void;
  readonly catalogue: Catalogue;
}

const QUEUES = ['general', 'special'] as const;
const NO_BENEFIT = 'none';

export function BenefitStep({ form, change, faults, ...scans }: StepProps & ScanProps) {
  const { t, locale } = useT();
  const { catalogue } = scans;
  const category = catalogue.categories.find(({ code }) => code === form.benefitCategory);
  const wrong = (place: string): string | null => textAt(t, locale, faults, place);
  return (
    <>
      <div className={css.row}>
        <Choice
          autoFocus
          label={t('walkIn:field.queueKind')}
          value={form.queueKind}
          options={QUEUES.map((value) => ({ value, label: t(`walkIn:queue.${value}`) }))}
          error={wrong('application/queueKind')}
          onChange={(queueKind) => change((now) => ({ ...now, queueKind }))}
        />
        <Pick
          label={t('walkIn:field.benefit')}
          value={form.benefitCategory ?? NO_BENEFIT}
          options={[
            { value: NO_BENEFIT, label: t('walkIn:noBenefit') },
            ...catalogue.categories.map(({ code, name, priorityClass }) => ({
              value: code,
              label: words(name, locale),
              detail: t(`priority.${priorityClass}.short`),
            })),
          ]}
          error={wrong('application/benefitCategory')}
          onChange={(value) =>
            change((now) => ({ ...now, benefitCategory: value === NO_BENEFIT ? null : value }))
          }
        />
      </div>
      {form.queueKind === 'special' ? (
        <Text
          label={t('walkIn:field.correctionKind')}
          value={form.correctionKind}
          most={200}
          hint={t('walkIn:hint.correctionKind')}
          error={wrong('application/correctionKind')}
          onChange={(correctionKind) => change((now) => ({ ...now, correctionKind }))}
        />
      ) : null}
      <Papers {...scans} asked={askedPapers(catalogue, category?.code ?? null)} />
    </>
  );
}

/** Papers asked for, each with its own way in; a drop anywhere goes to the first that is missing. */
function Papers(props: ScanProps & { readonly asked: readonly AskedPaper[] }) {
  const { t } = useT();
  const errorText = useErrorText();
  const connected = useConnection().kind === 'open';
  const { asked, scans, onScans } = props;
  const [over, setOver] = useState(false);
  const send = useMutation({
    mutationFn: async (input: { files: readonly File[]; paper: AskedPaper | null }) => {
      let held = scans;
      for (const file of input.files) {
        const paper = input.paper ?? asked.find((one) => !isGiven(held, one)) ?? asked[0];
        if (paper === undefined) return;
        const after = await sendScan(file, paper);
        held = after;
        onScans(after);
      }
    },
  });
  const off = !connected || send.isPending;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && !off) send.mutate({ files, paper: null });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is a second way; the buttons are the first
    <div
      className={`${css.papers} ${over ? css.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 className="h14">{t('walkIn:papers.title')}</h3>
      <ul>
        {asked.map((paper) => (
          <Asked
            key={`${paper.kind} ${paper.about}`}
            paper={paper}
            given={isGiven(scans, paper)}
            catalogue={props.catalogue}
            disabled={off}
            onFiles={(files) => send.mutate({ files, paper })}
          />
        ))}
      </ul>
      <p className="small muted">{t(over ? 'walkIn:papers.dropHere' : 'walkIn:papers.drop')}</p>
      {send.error === null ? null : <Inline onClose={send.reset}>{errorText(send.error)}</Inline>}
      {scans.length === 0 ? null : <ScanList {...props} />}
    </div>
  );
}

function Asked(props: {
  paper: AskedPaper;
  given: boolean;
  catalogue: Catalogue;
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  const { t, locale } = useT();
  const { paper, given } = props;
  const input = useRef<HTMLInputElement>(null);
  const name = kindName(props.catalogue, paper.kind, locale);
  const notes = [
    t(`application:documents.about.${paper.about}`),
    ...(paper.required ? [t('walkIn:papers.required')] : []),
    ...(paper.validDays === null ? [] : [t('walkIn:papers.validDays', { count: paper.validDays })]),
    ...(paper.signedAndSealed ? [t('walkIn:papers.sealed')] : []),
  ].join(' · ');
  return (
    <li>
      <Icon name={given ? 'check' : 'dash'} className={given ? 'ok-m' : 'muted'} />
      <span className="visually-hidden">{t(given ? 'walkIn:papers.given' : 'walkIn:papers.notGiven')}</span>
      <span className={css.paperText}>
        <span className="strong clip" title={name}>
          {name}
        </span>
        <span className="small muted clip" title={notes}>
          {notes}
        </span>
      </span>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        className="visually-hidden"
        accept={SCAN_FILES}
        aria-label={name}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) props.onFiles(files);
        }}
      />
      <Act
        size="sm"
        icon="plus"
        label={t('walkIn:papers.addOf', { name })}
        disabled={props.disabled}
        onClick={() => input.current?.click()}
      >
        {t('walkIn:papers.add')}
      </Act>
    </li>
  );
}

const ABOUT = ['child', 'applicant', 'second_parent'] as const;

/** The scans of the draft: what each is may be said again, and each may go. */
export function ScanList({ scans, onScans, catalogue }: ScanProps) {
  const { t, locale } = useT();
  const errorText = useErrorText();
  const change = useMutation({
    mutationFn: (input: { id: string; kind: string; about: (typeof ABOUT)[number] }) =>
      api.walkIn.describeScan(input),
    onSuccess: onScans,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.walkIn.removeScan({ id }),
    onSuccess: onScans,
  });
  const error = change.error ?? remove.error;
  return (
    <>
      <ul className={css.scans} aria-label={t('walkIn:papers.scans')}>
        {scans.map((scan) => {
          const size = bytes(scan.byteSize);
          return (
            <li key={scan.id}>
              <span className={css.paperText}>
                <span className="clip" title={scan.fileName}>
                  {scan.fileName}
                </span>
                <span className={`small ${scan.pages === null ? 'warn-t' : 'muted'}`}>
                  {t(`bytes.${size.unit}`, { value: decimal(size.value, size.digits, locale) })}
                  {' · '}
                  {scan.pages === null
                    ? t('walkIn:papers.noPages')
                    : t('application:documents.pages', { count: scan.pages })}
                </span>
              </span>
              <Pick
                small
                label={t('walkIn:papers.kind')}
                value={scan.kind}
                options={catalogue.documentKinds.map(({ code, name }) => ({
                  value: code,
                  label: words(name, locale),
                }))}
                onChange={(kind) => change.mutate({ id: scan.id, kind, about: scan.about })}
              />
              <Pick
                small
                label={t('walkIn:papers.about')}
                value={scan.about}
                options={ABOUT.map((value) => ({
                  value,
                  label: t(`application:documents.about.${value}`),
                }))}
                onChange={(value) =>
                  change.mutate({
                    id: scan.id,
                    kind: scan.kind,
                    about: ABOUT.find((one) => one === value) ?? 'child',
                  })
                }
              />
              <IconAct
                small
                icon="trash"
                label={t('walkIn:papers.remove', { name: scan.fileName })}
                onClick={() => remove.mutate(scan.id)}
              />
            </li>
          );
        })}
      </ul>
      {error === null ? null : <Inline>{errorText(error)}</Inline>}
    </>
  );
}

export function kindName(catalogue: Catalogue, code: string, locale: 'kk' | 'ru' | 'en'): string {
  const kind = catalogue.documentKinds.find((each) => each.code === code);
  return kind === undefined ? code : words(kind.name, locale);
}
