/** The words of notices (хабарлама мәтіндері): which texts there are, and how an administrator words one anew. */
import { useMemo, useState } from 'react';
import {
  NOTICE_LANGUAGES,
  NOTICE_TEXT_CODES,
  type NoticeLanguage,
  type NoticeTextCode,
} from '../../domain/notice-template.ts';
import type { TemplateVersion } from '../../preload/contract/index.ts';
import { useT } from '../i18n.ts';
import { useListCursor } from '../places/cursor.ts';
import { ListKeys } from '../places/ListKeys.tsx';
import { ScreenHeader } from '../shell/ScreenHeader.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { useTemplates } from './data.ts';
import { textName } from './looks.tsx';
import { TemplateForm } from './TemplateForm.tsx';
import { inForce, NO_VERSIONS } from './template-form.ts';
import css from './templates.module.css';

export default function TemplatesScreen() {
  const { t } = useT();
  const query = useTemplates();
  const cursor = useListCursor(NOTICE_TEXT_CODES);
  const code = NOTICE_TEXT_CODES.find((one) => one === cursor.id) ?? NOTICE_TEXT_CODES[0];
  const [language, setLanguage] = useState<NoticeLanguage>('kk');
  const [channel, setChannel] = useState<TemplateVersion['channel']>(null);
  const byCode = useMemo(
    () => Map.groupBy(query.data?.versions ?? NO_VERSIONS, (one) => one.code),
    [query.data],
  );
  return (
    <>
      <ScreenHeader title={t('nav.templates')} count={NOTICE_TEXT_CODES.length} />
      <ListKeys title={t('nav.templates')} move={cursor.move} edge={cursor.edge} />
      {query.data === undefined ? (
        query.error === null ? (
          <SkeletonRows rows={12} height={44} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <div className={css.desk}>
          <nav className={css.list} aria-label={t('notices:templates.list')}>
            {NOTICE_TEXT_CODES.map((one) => (
              <Row
                key={one}
                code={one}
                versions={byCode.get(one) ?? NO_VERSIONS}
                today={query.data.today}
                current={one === code}
                onPick={() => cursor.set(one)}
              />
            ))}
          </nav>
          {code === undefined ? null : (
            <TemplateForm
              key={`${code} ${language} ${channel ?? ''} ${byCode.get(code)?.[0]?.id ?? 0}`}
              code={code}
              language={language}
              channel={channel}
              versions={byCode.get(code) ?? NO_VERSIONS}
              today={query.data.today}
              onLanguage={setLanguage}
              onChannel={setChannel}
            />
          )}
        </div>
      )}
    </>
  );
}

function Row(props: {
  code: NoticeTextCode;
  versions: readonly TemplateVersion[];
  today: string;
  current: boolean;
  onPick: () => void;
}) {
  const { t } = useT();
  const own = NOTICE_LANGUAGES.filter((language) =>
    props.versions.some(
      (one) => one.language === language && one.madeBy !== null && one.validFrom <= props.today,
    ),
  );
  const name = textName(t, props.code);
  const text = inForce(props.versions, props.today, 'kk', null);
  return (
    <button type="button" className={css.row} aria-current={props.current} onClick={props.onPick}>
      <span className={css.rowTop}>
        <b className="clip strong" title={name}>
          {name}
        </b>
        {own.length === 0 ? null : <span className="tag">{t('notices:templates.own')}</span>}
      </span>
      <span className="small muted clip" title={text?.body}>
        {text?.body ?? ''}
      </span>
    </button>
  );
}
