const MAX = 1000;

/** Changes this desk made itself, so that its windows can tell them from another officer's. */
export interface OwnChanges {
  add(applicationId: string, version: number): void;
  has(applicationId: string, version: number): boolean;
}

export function createOwnChanges(): OwnChanges {
  const made = new Set<string>();
  return {
    add(applicationId, version) {
      made.add(`${applicationId}:${version}`);
      if (made.size > MAX) {
        const [oldest] = made;
        if (oldest !== undefined) made.delete(oldest);
      }
    },
    has: (applicationId, version) => made.has(`${applicationId}:${version}`),
  };
}
