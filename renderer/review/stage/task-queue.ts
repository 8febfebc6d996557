/**
 * Drawing for the eye comes first, then the first pages of this application's documents, then those of the applications to come, the
 * pages behind the first at last.
 */
export const URGENT = 0;
export const SOON = 1;
export const AHEAD = 2;
export const BEHIND = 3;
export type Priority = typeof URGENT | typeof SOON | typeof AHEAD | typeof BEHIND;

type Task = { readonly key: string; priority: Priority; readonly run: () => Promise<void> };

/**
 * Runs drawing tasks two at a time, the most urgent first; one of the two places is kept for what the officer waits
 * for, so that work ahead never stands in the way.
 */
export class TaskQueue {
  readonly #waiting: Task[] = [];
  readonly #running = new Set<string>();
  #runningLow = 0;

  /** Puts a task in line. One of the same key that runs is enough; one that still waits only becomes more urgent. */
  add(key: string, priority: Priority, run: () => Promise<void>): void {
    if (this.#running.has(key)) {
      return;
    }
    const same = this.#waiting.find((t) => t.key === key);
    if (same !== undefined) {
      same.priority = Math.min(same.priority, priority) as Priority;
    } else {
      this.#waiting.push({ key, priority, run });
    }
    this.#next();
  }

  /** Lets go of everything that waits and is not urgent: the officer has turned to something else. */
  dropWaiting(): void {
    const urgent = this.#waiting.filter((task) => task.priority === URGENT);
    this.#waiting.splice(0, this.#waiting.length, ...urgent);
  }

  #next(): void {
    while (this.#running.size < 2) {
      const task = this.#take();
      if (task === undefined) {
        return;
      }
      const low = task.priority !== URGENT;
      this.#running.add(task.key);
      this.#runningLow += low ? 1 : 0;
      void task.run().finally(() => {
        this.#running.delete(task.key);
        this.#runningLow -= low ? 1 : 0;
        this.#next();
      });
    }
  }

  #take(): Task | undefined {
    let best = -1;
    for (const [i, task] of this.#waiting.entries()) {
      const allowed = task.priority === URGENT || this.#runningLow === 0;
      if (allowed && (best < 0 || task.priority < (this.#waiting[best]?.priority ?? BEHIND))) {
        best = i;
      }
    }
    return best < 0 ? undefined : this.#waiting.splice(best, 1)[0];
  }
}
