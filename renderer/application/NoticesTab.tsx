import { useState } from 'react';
import type { NoticeDetail } from '../../preload/contract/index.ts';
import { channelText } from '../decide/SignStep.tsx';
import { dateTime } from '../format.ts';
import { useT } from '../i18n.ts';
import { useNoticesOf } from '../notices/data.ts';
import { kindText, NoticeState } from '../notices/looks.tsx';
import { NoticeActs, NoticeFacts } from '../notices/NoticeCard.tsx';
import noticeCss from '../notices/notices.module.css';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import css from './application.module.css';

/** What the family was told, newest first, with how each message was sent. */
export function NoticesTab({ applicationId }: { readonly applicationId: string }) {
  const { t } = useT();
  const notices = useNoticesOf(applicationId);
  const [picked, setPicked] = useState<string | null>(null);
  if (notices.data === undefined) {
    return notices.error === null ? (
      <SkeletonRows rows={6} height={44} />
    ) : (
      <ErrorState error={notices.error} onRetry={() => void notices.refetch()} />
    );
  }
  const shown = notices.data.find((one) => one.id === picked) ?? notices.data[0];
  if (shown === undefined) {
    return (
      <EmptyState icon="send" title={t('notices:empty.none')}>
        {t('notices:empty.noneDetail')}
      </EmptyState>
    );
  }
  return (
    <div className={`${css.split} ${css.narrow}`}>
      <nav className={css.list} aria-label={t('application:tabs.notices')}>
        {notices.data.map((one) => (
          <Row key={one.id} notice={one} current={one.id === shown.id} onPick={() => setPicked(one.id)} />
        ))}
      </nav>
      <section className={noticeCss.card} aria-label={t('notices:detail')}>
        <section
          className={noticeCss.cardBody}
          aria-label={kindText(t, shown.kind)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
          tabIndex={0}
        >
          <h2 className="visually-hidden">{kindText(t, shown.kind)}</h2>
          <NoticeFacts notice={shown} />
        </section>
        <NoticeActs key={shown.id} notice={shown} stale={false} />
      </section>
    </div>
  );
}

function Row(props: { notice: NoticeDetail; current: boolean; onPick: () => void }) {
  const { t } = useT();
  const { notice } = props;
  return (
    <button type="button" className={css.decisionRow} aria-current={props.current} onClick={props.onPick}>
      <span className={css.two}>
        <span className="strong clip">{kindText(t, notice.kind)}</span>
        <span className={`small muted ${css.rowDetail}`}>
          <NoticeState state={notice.state} />
          <span className="clip">{`${dateTime(notice.queuedAt)} · ${channelText(t, notice.channel)}`}</span>
        </span>
      </span>
    </button>
  );
}
