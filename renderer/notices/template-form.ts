/** What the form of a text reads from its versions. */
import type { NoticeLanguage } from '../../domain/notice-template.ts';
import type { TemplateVersion } from '../../preload/contract/index.ts';

export const NO_VERSIONS: readonly TemplateVersion[] = [];

type Channel = TemplateVersion['channel'];

/** Versions of a language and channel, the one that begins last first. */
export function versionsOf(
  versions: readonly TemplateVersion[],
  language: NoticeLanguage,
  channel: Channel,
): readonly TemplateVersion[] {
  return versions
    .filter((one) => one.language === language && one.channel === channel)
    .toSorted((a, b) => (a.validFrom === b.validFrom ? b.id - a.id : a.validFrom < b.validFrom ? 1 : -1));
}

/** The version in force today: the channel's own, else that of all. */
export function inForce(
  versions: readonly TemplateVersion[],
  today: string,
  language: NoticeLanguage,
  channel: Channel,
): TemplateVersion | null {
  const begun = (of: Channel): TemplateVersion | undefined =>
    versionsOf(versions, language, of).find((one) => one.validFrom <= today);
  return begun(channel) ?? begun(null) ?? null;
}
