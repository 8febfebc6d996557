import type { Application } from '../../preload/contract/index.ts';
import { shortName, time } from '../format.ts';
import { useT } from '../i18n.ts';
import { useSession } from '../query.ts';
import { Act } from '../ui/Act.tsx';
import { useErrorText } from '../ui/errors.ts';
import { Inline, useDelayed } from '../ui/States.tsx';
import css from './review.module.css';
import type { useClaim } from './use-bundle.ts';

/** Why nothing can be judged here, and what to do about it; nothing while it can. */
export function ReadOnlyNotice(props: {
  application: Application;
  claim: ReturnType<typeof useClaim>;
  settled: boolean;
}) {
  const { t } = useT();
  const { application, claim } = props;
  const { post } = useSession();
  const errorText = useErrorText();
  const slow = useDelayed(claim.claiming || !props.settled, 400);
  if (application.permitted.includes('judge')) {
    return null;
  }
  const again = (
    <Act size="sm" combo="KeyC" busy={claim.claiming} onClick={claim.again}>
      {t('review:readOnly.claim')}
    </Act>
  );
  const { text, action } = (() => {
    if (claim.claiming || !props.settled) {
      return { text: slow ? t('review:readOnly.claiming') : null, action: null };
    }
    if (claim.error !== null) {
      return { text: errorText(claim.error), action: claim.free ? again : null };
    }
    if (application.claim !== null && !application.claim.mine) {
      const { by, until } = application.claim;
      return { text: t('review:readOnly.claimed', { by: shortName(by), until: time(until) }), action: null };
    }
    if (post.role !== 'clerk') {
      return { text: t('review:readOnly.post'), action: null };
    }
    return claim.free
      ? { text: t('review:readOnly.free'), action: again }
      : { text: t('review:readOnly.decided'), action: null };
  })();
  return text === null ? null : (
    <div className={css.readOnly}>
      <Inline tone="warn" action={action}>
        {text}
      </Inline>
    </div>
  );
}
