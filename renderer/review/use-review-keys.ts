import { CHECK_CODES } from '../../domain/review.ts';
import { useT } from '../i18n.ts';
import { type Hotkey, useHotkeys } from '../ui/hotkeys.ts';
import type { Review } from './use-review.ts';

/** Keys of the review screen beside the stage's own (ui README, 4). */
export function useReviewKeys(on: {
  readonly review: Review;
  readonly editable: boolean;
  /** Off while a decision is being opened: its dialog may still be loading, and what is pressed for it must not act here. */
  readonly enabled: boolean;
  readonly goNext: ((at: number) => void) | null;
  readonly goPrevious: ((at: number) => void) | null;
  readonly sign: () => void;
  readonly openWhole: () => void;
  /** Null while there is nothing to claim. */
  readonly claim: (() => void) | null;
}): void {
  const { t } = useT();
  const { review, editable } = on;
  const checks = CHECK_CODES.flatMap((code, index): Hotkey[] => {
    const number = index + 1;
    return [
      {
        combo: `Digit${number}`,
        label: t('review:keys.check', { number }),
        enabled: editable,
        run: () => review.cycle(code),
      },
      { combo: `Numpad${number}`, enabled: editable, run: () => review.cycle(code) },
    ];
  });
  const hotkeys: readonly Hotkey[] = [
    {
      combo: 'KeyA',
      label: t('review:verdict.valid'),
      enabled: editable,
      run: () => review.giveVerdict('valid'),
    },
    {
      combo: 'KeyR',
      label: t('review:verdict.invalid'),
      enabled: editable,
      run: () => review.giveVerdict('invalid'),
    },
    {
      combo: 'KeyS',
      label: t('review:verdict.later'),
      enabled: editable,
      run: () => review.giveVerdict('later'),
    },
    ...checks,
    { combo: 'Ctrl+KeyZ', label: t('review:keys.undo'), enabled: editable, run: () => void review.undo() },
    {
      combo: 'KeyC',
      label: t('review:readOnly.claim'),
      enabled: on.claim !== null,
      run: () => on.claim?.(),
    },
    { combo: 'KeyO', label: t('review:header.whole'), run: on.openWhole },
    {
      combo: 'KeyJ',
      label: t('review:header.next'),
      enabled: on.goNext !== null,
      run: (event) => on.goNext?.(event.timeStamp),
    },
    {
      combo: 'KeyK',
      label: t('review:header.previous'),
      enabled: on.goPrevious !== null,
      run: (event) => on.goPrevious?.(event.timeStamp),
    },
    { combo: 'Ctrl+Enter', label: t('review:keys.decide'), run: on.sign },
  ];
  useHotkeys(t('review:keys.review'), hotkeys, { enabled: on.enabled });
}
