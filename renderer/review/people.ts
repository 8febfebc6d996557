import type { Application, Person, Scan } from '../../preload/contract/index.ts';

/** The adult a scan must name: the second parent on papers about that parent, else the applicant. */
export function adultOf(application: Application, about: Scan['about']): Person {
  return about === 'second_parent'
    ? (application.secondParent ?? application.applicant)
    : application.applicant;
}

/** Lower first letter, for names inside a sentence; abbreviations stay as they are. */
export function inSentence(name: string): string {
  const [first = '', second = ''] = Array.from(name);
  return second !== second.toLowerCase() ? name : first.toLowerCase() + name.slice(first.length);
}
