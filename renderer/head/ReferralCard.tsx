/** One referral: the child and its parent, documents, the contract, and the acts of the head. */
import { useEffect, useMemo, useState } from 'react';
import { showPhone } from '../../domain/phone.ts';
import type { ActDetails, IncomingCard } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { date, fullName } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Act, IconAct } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { useHotkeys } from '../ui/hotkeys.ts';
import { ClassTag, LIGHT_TONES, Light } from '../ui/Marks.tsx';
import { usePaletteActions } from '../ui/palette.ts';
import { Inline } from '../ui/States.tsx';
import { saveFile } from '../ui/save-file.ts';
import { ContractFields } from './ContractFields.tsx';
import { useContractDraft } from './contract-draft.ts';
import { Documents } from './Documents.tsx';
import { useDocumentMarks } from './data.ts';
import styles from './head.module.css';
import {
  type ActObstacle,
  actObstacle,
  ageOn,
  endedState,
  isHeld,
  type NextAct,
  nextAct,
  proposedGroup,
} from './incoming.ts';

export type HeadAct = NextAct | 'refuse_admission' | 'extend';

export function ReferralCard(props: {
  card: IncomingCard;
  /** The cursor is on another row already: it can be read, nothing can be done to it. */
  asleep: boolean;
  today: string;
  onAct: (act: HeadAct, details: ActDetails) => void;
}) {
  const { t } = useT();
  const { card, today } = props;
  const { row } = card;
  const connected = useConnection().kind === 'open';
  const marks = useDocumentMarks(row.referralId);
  const shown = useMarked(card, marks.waiting);
  const [draft, setDraft] = useContractDraft(row.referralId, {
    number: '',
    on: today,
    groupId: proposedGroup(card.groups),
  });
  const ended = endedState(row.state);
  const next = nextAct(card);
  const obstacle = actObstacle({ act: next, connected, card: shown, draft, today });
  const may = (act: string): boolean => connected && card.permitted.includes(act);
  const marking = ended === null && connected;
  const print = usePrint(row.referralId);
  const act = (which: HeadAct): void =>
    props.onAct(
      which,
      which === 'admit' && draft.on !== null && draft.groupId !== null
        ? { contractNumber: draft.number.trim(), contractOn: draft.on, groupId: draft.groupId }
        : {},
    );
  // A mark on its way could still be refused: what is signed must be what is written.
  const goesOn = obstacle === null && marks.waiting.size === 0;
  usePaletteActions(
    props.asleep || ended !== null
      ? []
      : [
          {
            id: 'head-next',
            label: verb(t(`head:act.${next}`)),
            icon: 'check',
            combo: 'Ctrl+Enter',
            run: () => goesOn && act(next),
            ...(obstacle === null ? {} : { disabled: obstacleText(t, obstacle) }),
          },
          { id: 'head-print', label: t('head:act.print'), icon: 'print', combo: 'KeyP', run: print.run },
        ],
  );
  const keys = [
    { combo: 'Ctrl+Enter', label: verb(t(`head:act.${next}`)), enabled: goesOn, run: () => act(next) },
    {
      combo: 'KeyR',
      label: verb(t('head:act.refuse')),
      enabled: may('refuse_admission'),
      run: () => act('refuse_admission'),
    },
    ...(card.permitted.includes('extend')
      ? [
          {
            combo: 'KeyE',
            label: verb(t('head:act.extend')),
            enabled: may('extend'),
            run: () => act('extend'),
          },
        ]
      : []),
    { combo: 'KeyP', label: t('head:act.print'), run: print.run },
    ...shown.documents.slice(0, 9).map((document, index) => ({
      combo: `Digit${index + 1}`,
      label: t('head:keys.document'),
      enabled: marking && !isHeld(document.kind),
      run: () => marks.mark({ kind: document.kind, receivedOn: document.receivedOn === null ? today : null }),
    })),
  ];
  useHotkeys(t('head:keys.card'), keys, { enabled: !props.asleep });
  return (
    <section
      className={props.asleep ? `${styles.card} ${styles.asleep}` : styles.card}
      aria-label={t('head:referral')}
      inert={props.asleep}
    >
      <CardHead card={card} today={today} onPrint={print.run} printing={print.busy} />
      <div className={styles.cardBody}>
        <Facts card={card} />
        <Documents
          documents={card.documents}
          waiting={marks.waiting}
          today={today}
          open={marking}
          onMark={marks.mark}
        />
        {marks.error === null ? null : (
          <Failure error={marks.error} text={t('head:notMarked')} onClose={marks.clearError} />
        )}
        {print.error === null ? null : (
          <Failure error={print.error} text={t('head:notPrinted')} onClose={print.clear} />
        )}
      </div>
      {ended === null ? (
        <ContractFields
          groups={card.groups}
          draft={draft}
          onChange={setDraft}
          today={today}
          asleep={props.asleep}
        />
      ) : null}
      <div className={styles.acts}>
        {ended === null ? (
          <>
            <Act
              tone="danger"
              icon="x"
              combo="KeyR"
              disabled={!may('refuse_admission')}
              onClick={() => act('refuse_admission')}
            >
              {t('head:act.refuse')}
            </Act>
            {card.permitted.includes('extend') ? (
              <Act icon="clock" combo="KeyE" disabled={!may('extend')} onClick={() => act('extend')}>
                {t('head:act.extend')}
              </Act>
            ) : null}
            <span className="gap" />
            <span className={`small ${styles.why}`} role="status">
              {obstacle === null ? null : obstacleText(t, obstacle)}
            </span>
            <Act tone="primary" combo="Ctrl+Enter" disabled={!goesOn} onClick={() => act(next)}>
              {t(`head:act.${next}`)}
            </Act>
          </>
        ) : (
          <span className="muted">{t(`head:ended.${ended}`)}</span>
        )}
      </div>
    </section>
  );
}

/** A button's words without the dots that promise a dialog. */
function verb(words: string): string {
  return words.replace(/…$/, '');
}

/** The card with the marks that are on their way, as the head sees it. */
function useMarked(card: IncomingCard, waiting: ReadonlyMap<string, string | null>): IncomingCard {
  return useMemo(
    () => ({
      ...card,
      documents: card.documents.map((one) => {
        const mark = waiting.get(one.kind);
        return mark === undefined ? one : { ...one, receivedOn: mark };
      }),
    }),
    [card, waiting],
  );
}

function obstacleText(t: T, obstacle: ActObstacle): string {
  return obstacle.code === 'documents'
    ? t('head:why.documents', { count: obstacle.count })
    : obstacle.code === 'offline'
      ? t('connection.actsOff')
      : t(`head:why.${obstacle.code}`);
}

function CardHead(props: { card: IncomingCard; today: string; onPrint: () => void; printing: boolean }) {
  const { t } = useT();
  const { card } = props;
  const { child, row } = card;
  const { deadline } = row;
  const age = t('places:age', { count: ageOn(child.birthDate, props.today) });
  const left =
    deadline.days === null || deadline.light === 'done' || deadline.light === 'paused'
      ? null
      : deadline.days < 0
        ? t('deadline.overdue', { count: -deadline.days })
        : deadline.days === 0
          ? t('head:lastDay')
          : t('head:left', { count: deadline.days });
  return (
    <div className={styles.cardHead}>
      <div className="grow">
        <h2 className={`h16 clip ${styles.childName}`} title={fullName(child)}>
          {fullName(child)}
        </h2>
        <div className={`small sub clip num ${styles.childLine}`}>
          {child.iin} · {date(child.birthDate)}, {age} · {t(`sex.${child.sex}`)}
        </div>
      </div>
      <div className={styles.term}>
        {row.state === 'documents' ? (
          <Light tone="done">{t('head:documentsHandedIn')}</Light>
        ) : row.extendedUntil !== null && deadline.light === 'green' ? (
          <Light tone="pause">{t('head:extendedUntil', { date: date(row.extendedUntil) })}</Light>
        ) : left === null ? null : (
          <Light tone={LIGHT_TONES[deadline.light]}>{left}</Light>
        )}
        <span className="small muted num">{t('head:number', { number: row.number })}</span>
      </div>
      <IconAct
        small
        icon="print"
        label={t('head:act.print')}
        combo="KeyP"
        disabled={props.printing}
        onClick={props.onPrint}
      />
    </div>
  );
}

function Facts(props: { card: IncomingCard }) {
  const { t } = useT();
  const { card } = props;
  const { row } = card;
  const parent = fullName(card.applicant);
  const group = t('head:groupLine', {
    group: row.groupName,
    language: t(`groupLanguage.${row.language}`),
  });
  return (
    <dl className={`kv ${styles.facts}`}>
      <dt>{t('head:fact.parent')}</dt>
      <dd className={styles.parent}>
        <span className="clip" title={parent}>
          {parent}
          <span className="muted"> · {t(`relation.${card.applicant.relation}`)}</span>
        </span>
        <span className="num nowrap">{showPhone(card.phone)}</span>
      </dd>
      <dt>{t('head:fact.group')}</dt>
      <dd className={styles.groupFact}>
        <span className="clip">{group}</span>
        <ClassTag priorityClass={row.priorityClass} />
      </dd>
      <dt className={styles.roomy}>{t('head:fact.address')}</dt>
      <dd className={`clip ${styles.roomy}`} title={card.permanentAddress}>
        {card.permanentAddress}
      </dd>
    </dl>
  );
}

function Failure(props: { error: unknown; text: string; onClose: () => void }) {
  const errorText = useErrorText();
  return (
    <Inline onClose={props.onClose}>
      {props.text} {errorText(props.error)}
    </Inline>
  );
}

/** The bilingual referral as PDF. */
function usePrint(referralId: string) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another referral has nothing to do with this failure
  useEffect(() => setError(null), [referralId]);
  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const { fileName, content } = await api.referrals.pdf({ id: referralId });
      saveFile(fileName, content);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { run: () => void run(), busy, error, clear: () => setError(null) };
}
