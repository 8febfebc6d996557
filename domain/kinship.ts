/** A parent's tie to a child: its roles, what it rests on, and how it stands. Used by the document, the rules and the screens. */

/** Who a person is to a child. */
export const LINK_ROLES = ['mother', 'father', 'guardian'] as const;
export type LinkRole = (typeof LINK_ROLES)[number];

/** A link lives, is disputed (it keeps its role, and gives no right), or ended. */
export const LINK_STATES = ['live', 'disputed', 'ended'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/**
 * What a link rests on: the registry's answer, a scan of the birth certificate read by the clerk while the registry is
 * silent, a court's document, or (an applicant who was replaced and stays) the application itself.
 */
export const LINK_EVIDENCE = ['registry', 'birth_certificate', 'court_document', 'application'] as const;
export type LinkEvidence = (typeof LINK_EVIDENCE)[number];

/** What the civil registry says of a tie or of a person. Unreachable is never "confirmed". */
export const REGISTRY_ANSWERS = ['confirmed', 'differs', 'not_found', 'unreachable'] as const;
export type RegistryAnswer = (typeof REGISTRY_ANSWERS)[number];

/** A request of a portal to link a parent: it waits, a signed link answered it, a clerk refused it, or its application ended. */
export const LINK_REQUEST_STATES = ['waiting', 'linked', 'refused', 'lapsed'] as const;
export type LinkRequestState = (typeof LINK_REQUEST_STATES)[number];
