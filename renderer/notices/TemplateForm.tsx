/** One text: its words with a preview beside them, what it must name, from when on, and the versions there were. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  limitsOf,
  NOTICE_CHANNELS,
  NOTICE_LANGUAGES,
  type NoticeLanguage,
  type NoticeTextCode,
  previewText,
} from '../../domain/notice-template.ts';
import { placeholdersOf, wordingFaults } from '../../domain/template.ts';
import type { TemplateVersion } from '../../preload/contract/index.ts';
import { api, useConnection } from '../api.ts';
import { Segment } from '../decide/Segment.tsx';
import { channelText } from '../decide/SignStep.tsx';
import { date } from '../format.ts';
import { type T, useT } from '../i18n.ts';
import { Pick } from '../places/Pick.tsx';
import { keys } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { DateField, Field } from '../ui/Fields.tsx';
import { useHotkeys } from '../ui/hotkeys.ts';
import { Inline } from '../ui/States.tsx';
import { showToast } from '../ui/toast.ts';
import { useAsking } from '../use-asking.ts';
import { placeholderText, textName, wordingFaultText } from './looks.tsx';
import { inForce, versionsOf } from './template-form.ts';
import css from './templates.module.css';

type Channel = TemplateVersion['channel'];
const ALL = 'all';

export interface TemplateFormProps {
  readonly code: NoticeTextCode;
  readonly language: NoticeLanguage;
  readonly channel: Channel;
  readonly versions: readonly TemplateVersion[];
  readonly today: string;
  readonly onLanguage: (language: NoticeLanguage) => void;
  readonly onChannel: (channel: Channel) => void;
}

export function TemplateForm(props: TemplateFormProps) {
  const { t } = useT();
  const errorText = useErrorText();
  const { code, language, channel, today } = props;
  const now = inForce(props.versions, today, language, channel);
  const [body, setBody] = useState(now?.body ?? '');
  const [from, setFrom] = useState<string | null>(today);
  const limits = limitsOf(code);
  const faults = wordingFaults(body.trim(), limits);
  const late = from === null || from < today;
  const connected = useConnection().kind === 'open';
  const same = body.trim() === now?.body && now.channel === channel;
  const save = useSave({ code, language, channel, body: body.trim(), validFrom: from ?? today });
  const ready = connected && !same && faults.length === 0 && !late && !save.isPending;
  const submit = (): void => {
    if (ready)
      save.mutate(undefined, { onSuccess: () => showToast({ title: t('notices:templates.saved') }) });
  };
  useHotkeys(t('nav.templates'), [{ combo: 'Ctrl+Enter', label: t('act.save'), run: submit }]);
  const first = faults[0];
  return (
    <form
      className={css.form}
      aria-label={t('notices:templates.form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={css.body}>
        <Head {...props} />
        <div className={css.columns}>
          <Wording
            body={body}
            onBody={(next) => {
              setBody(next);
              save.reset();
            }}
            limits={limits}
            error={first === undefined || same ? null : wordingFaultText(t, first)}
            language={language}
          />
          <Preview body={body} language={language} />
        </div>
        <div className={css.from}>
          <DateField
            label={t('notices:templates.from')}
            value={from}
            onChange={setFrom}
            error={late ? t('notices:templates.fromPast') : null}
          />
        </div>
        <Versions {...props} />
      </div>
      {save.error === null ? null : (
        <div className={css.inline}>
          <Inline onClose={save.reset}>{errorText(save.error)}</Inline>
        </div>
      )}
      <footer className={css.foot}>
        <span className={`small muted ${css.footText}`} role="status">
          {footText(t, { connected, same, from })}
        </span>
        <Act disabled={same} onClick={() => setBody(now?.body ?? '')}>
          {t('notices:templates.undo')}
        </Act>
        <Act tone="primary" combo="Ctrl+Enter" busy={save.isPending} disabled={!ready} onClick={submit}>
          {t('act.save')}
        </Act>
      </footer>
    </form>
  );
}

function useSave(request: {
  readonly code: NoticeTextCode;
  readonly language: NoticeLanguage;
  readonly channel: Channel;
  readonly body: string;
  readonly validFrom: string;
}) {
  const client = useQueryClient();
  const ask = useAsking(api.notices.saveTemplate);
  return useMutation({
    mutationFn: () => ask(request),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notices }),
  });
}

function footText(t: T, at: { connected: boolean; same: boolean; from: string | null }): string {
  if (!at.connected) return t('connection.actsOff');
  if (at.same) return t('notices:templates.same');
  return at.from === null ? '' : t('notices:templates.will', { date: date(at.from) });
}

function Head(props: TemplateFormProps) {
  const { t } = useT();
  return (
    <>
      <h2 className="h16">{textName(t, props.code)}</h2>
      <div className={css.choices}>
        <Segment
          label={t('notices:templates.language')}
          value={props.language}
          options={NOTICE_LANGUAGES.map((one) => ({ value: one, label: t(`notices:language.${one}`) }))}
          onChange={props.onLanguage}
        />
        {props.code === 'email_subject' ? null : (
          <Pick
            small
            label={t('notices:column.channel')}
            value={props.channel ?? ALL}
            options={[
              { value: ALL, label: t('notices:templates.allChannels') },
              ...NOTICE_CHANNELS.map((one) => ({ value: one, label: channelText(t, one) })),
            ]}
            onChange={(value) => props.onChannel(NOTICE_CHANNELS.find((one) => one === value) ?? null)}
          />
        )}
      </div>
    </>
  );
}

function Wording(props: {
  body: string;
  onBody: (body: string) => void;
  limits: ReturnType<typeof limitsOf>;
  error: string | null;
  language: NoticeLanguage;
}) {
  const { t } = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  const { limits } = props;
  const used = placeholdersOf(props.body);
  /** Puts a placeholder where the caret stands. */
  const insert = (name: string): void => {
    const field = area.current;
    const at = field?.selectionStart ?? props.body.length;
    const end = field?.selectionEnd ?? at;
    props.onBody(`${props.body.slice(0, at)}{${name}}${props.body.slice(end)}`);
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(at + name.length + 2, at + name.length + 2);
    });
  };
  return (
    <div>
      <Field
        label={t('notices:text')}
        error={props.error}
        hint={t('notices:templates.length', { count: [...props.body].length, most: limits.most })}
      >
        {({ id, describedBy, invalid }) => (
          <textarea
            ref={area}
            id={id}
            className={css.words}
            rows={limits.oneLine ? 2 : 9}
            lang={props.language}
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={props.body}
            onChange={(event) =>
              props.onBody(limits.oneLine ? event.target.value.replace(/\n/g, ' ') : event.target.value)
            }
          />
        )}
      </Field>
      <ul className={css.names} aria-label={t('notices:templates.placeholders')}>
        {limits.may.map((name) => (
          <li key={name}>
            <button
              type="button"
              className={css.name}
              data-missing={limits.must.includes(name) && !used.includes(name)}
              onClick={() => insert(name)}
            >
              <code>{`{${name}}`}</code>
              <span className="small">{placeholderText(t, name)}</span>
              {limits.must.includes(name) ? (
                <span className="small muted">{t('notices:templates.must')}</span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Preview({ body, language }: { readonly body: string; readonly language: NoticeLanguage }) {
  const { t } = useT();
  return (
    <section aria-label={t('notices:templates.preview')}>
      <h3 className="fl">{t('notices:templates.preview')}</h3>
      <p className={css.preview} lang={language} aria-live="polite">
        {previewText(body, language)}
      </p>
      <p className="hint">{t('notices:templates.previewHint')}</p>
    </section>
  );
}

function Versions(props: TemplateFormProps) {
  const { t } = useT();
  const rows = versionsOf(props.versions, props.language, props.channel);
  const now = inForce(props.versions, props.today, props.language, props.channel);
  return (
    <section aria-label={t('notices:templates.versions')}>
      <h3 className={css.cap}>{t('notices:templates.versions')}</h3>
      {rows.length === 0 ? (
        <p className="small muted">{t('notices:templates.noOwn')}</p>
      ) : (
        <ol className={css.versions}>
          {rows.map((one) => (
            <li key={one.id}>
              <span className="small num nowrap">
                {one.madeBy === null ? t('notices:templates.shipped') : date(one.validFrom)}
              </span>
              <span className="clip" lang={one.language} title={one.body}>
                {one.body}
              </span>
              <span className="small muted nowrap">
                {one.id === now?.id
                  ? t('notices:templates.now')
                  : one.validFrom > props.today
                    ? t('notices:templates.later')
                    : (one.madeBy ?? '')}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
