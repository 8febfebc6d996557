import type { Catalogue, ReviewBundle } from '../../preload/contract/index.ts';
import { words } from '../format.ts';
import { useT } from '../i18n.ts';
import { hrefOf } from '../router.ts';
import { Icon } from '../ui/Icon.tsx';
import { KeyCaps } from '../ui/KeyCaps.tsx';
import { DeadlineLight } from '../ui/Marks.tsx';
import css from './review.module.css';
import { useReady } from './use-bundle.ts';

/** The next three applications; the first two are fetched and drawn ahead. 52 high. */
export function NextStrip(props: {
  next: ReviewBundle['next'];
  catalogue: Catalogue | undefined;
  onGo: (id: string, at: number) => void;
}) {
  const { t, locale } = useT();
  const { next, catalogue } = props;
  const ready = useReady(next.map((each) => each.id));
  if (next.length === 0) {
    return <p className={`muted ${css.nextNone}`}>{t('review:next.none')}</p>;
  }
  return (
    <nav className={css.next} aria-label={t('review:next.label')}>
      {next.map((each, index) => {
        const category = catalogue?.categories.find((one) => one.code === each.category);
        const what = each.twinOfThis
          ? t('review:next.twin')
          : category === undefined
            ? t('review:next.ordinary')
            : words(category.short, locale);
        return (
          <a
            key={each.id}
            className={css.nextOne}
            href={hrefOf({ name: 'review', id: each.id })}
            onClick={(event) => {
              event.preventDefault();
              props.onGo(each.id, event.timeStamp);
            }}
          >
            <span className={css.nextTop}>
              <DeadlineLight deadline={each.deadline} />
              <b className="clip" title={each.name}>
                {each.name}
              </b>
              {index === 0 ? <KeyCaps combo="KeyJ" className={css.nextKey} /> : null}
            </span>
            <span className={css.nextDetail}>
              <span className="clip" title={what}>
                {what}
              </span>
              <span>· {t('review:next.scans', { count: each.scans })} ·</span>
              {ready(each.id) ? (
                <span className={css.ready}>
                  <Icon name="bolt" size={12} />
                  {t('review:next.ready')}
                </span>
              ) : (
                <span>{t('review:next.loading')}</span>
              )}
            </span>
          </a>
        );
      })}
    </nav>
  );
}
